"""The calendar that an office works by."""

from __future__ import annotations

from zhenggai.domain.calendar import Calendar
from zhenggai.ledger.models import LocalDay


def office_calendar() -> Calendar:
    """The state's calendar with the office's own exceptions, in one query."""
    return Calendar(frozenset(LocalDay.objects.values_list("day", "working")))
