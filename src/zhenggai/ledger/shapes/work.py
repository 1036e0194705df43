"""Rows of the office's own calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LocalDayRow:
    """A day on which the office departs from the state's calendar."""

    id: int
    day: date
    working: bool
    note: str
    past: bool


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The exceptions; the state's holidays are known from `first_year` to `last_year`."""

    rows: tuple[LocalDayRow, ...]
    first_year: int
    last_year: int
