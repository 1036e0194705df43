"""What can happen to evidence."""

from __future__ import annotations

VERBS: dict[str, str] = {}

FACT_NAMES: dict[str, str] = {}
