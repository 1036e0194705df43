"""Rows of layouts that an office brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhenggai.ledger.shapes import CycleRow


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """A layout; one without `retired_at` may be used."""

    id: int
    kind: str
    kind_name: str
    number: int
    name: str
    by: str
    at: datetime
    retired_by: str
    retired_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class LayoutsPage:
    """The layouts of a round, the kinds of papers, and every placeholder with what it stands for."""

    cycle: CycleRow
    kinds: tuple[tuple[str, str], ...]
    rows: tuple[LayoutRow, ...]
    places: tuple[tuple[str, str], ...]
    may_change: bool
