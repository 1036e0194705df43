"""What can happen to reports of progress, extensions, promises and comments."""

from __future__ import annotations

VERBS: dict[str, str] = {}

FACT_NAMES: dict[str, str] = {}
