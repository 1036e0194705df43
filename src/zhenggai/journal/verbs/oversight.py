"""What can happen to meetings and institutions."""

from __future__ import annotations

VERBS: dict[str, str] = {}

FACT_NAMES: dict[str, str] = {}
