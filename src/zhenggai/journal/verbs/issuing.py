"""What can happen to reviews, issued plans, changes and acceptances."""

from __future__ import annotations

VERBS: dict[str, str] = {}

FACT_NAMES: dict[str, str] = {}
