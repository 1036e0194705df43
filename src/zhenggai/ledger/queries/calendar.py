"""The page of the office's calendar."""

from __future__ import annotations

from datetime import date

from zhenggai.domain.calendar import FIRST_YEAR, LAST_YEAR
from zhenggai.ledger.models import LocalDay
from zhenggai.ledger.shapes.work import CalendarPage, LocalDayRow

MOST_DAYS = 500


def calendar_page(*, today: date) -> CalendarPage:
    """The exceptions from the state's calendar, the latest first, and how far that is known."""
    rows = LocalDay.objects.order_by("-day")[:MOST_DAYS]
    return CalendarPage(
        rows=tuple(LocalDayRow(row.pk, row.day, row.working, row.note, past=row.day < today) for row in rows),
        first_year=FIRST_YEAR,
        last_year=LAST_YEAR,
    )
