"""What can happen to figures, indicators and registers."""

from __future__ import annotations

VERBS: dict[str, str] = {}

FACT_NAMES: dict[str, str] = {}
