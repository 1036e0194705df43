"""The months of reporting of a cycle, frozen or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.utils.timezone import get_current_timezone, localtime

from zhenggai.domain.calendar import Calendar
from zhenggai.domain.periods import DAY, PeriodRules, Span, month_after, month_holding, months_until, span_of
from zhenggai.ledger.arrived import arrived_at
from zhenggai.ledger.models import Cycle, ReportPeriod

# Ten years; nobody reports longer.
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Months:
    """The months of a cycle until the running one, in order, with the frozen ones by their names."""

    spans: tuple[Span, ...]
    frozen: dict[str, ReportPeriod]
    today: date

    @property
    def waiting(self) -> tuple[Span, ...]:
        """Those that are over and not frozen, the earliest first."""
        return tuple(span for span in self.spans if span.last < self.today and span.month not in self.frozen)


def months_of(cycle: Cycle, rules: PeriodRules, calendar: Calendar, *, today: date) -> Months:
    """The months of a cycle from the day on which it was adopted; in two queries."""
    frozen = ReportPeriod.objects.filter(cycle=cycle).defer("totals", "units", "left", "checkpoint_note")
    came = arrived_at([cycle.pk]).get(cycle.pk)
    return months_with(cycle, rules, calendar, today=today, frozen=frozen, came=came)


def months_with(
    cycle: Cycle,
    rules: PeriodRules,
    calendar: Calendar,
    *,
    today: date,
    frozen: Iterable[ReportPeriod],
    came: datetime | None = None,
) -> Months:
    """The months of a cycle, of which these are frozen; what was not frozen before it came here from elsewhere stays so."""
    kept = {row.month: row for row in frozen}
    began = localtime(came or cycle.adopted_at).date()
    first, last = month_holding(began, rules, calendar), month_holding(max(today, began), rules, calendar)
    names = sorted({*months_until(first, last)[-MOST_MONTHS:], *kept})
    return Months(tuple(_span(name, rules, calendar, kept) for name in names), kept, today)


def _span(month: str, rules: PeriodRules, calendar: Calendar, kept: dict[str, ReportPeriod]) -> Span:
    """The days of a month; where the settings have changed, frozen months keep theirs and the others fit in between."""
    row = kept.get(month)
    if row is not None:
        return Span(month, row.first, row.last, row.due)
    span = span_of(month, rules, calendar)
    before, after = kept.get(month_after(month, -1)), kept.get(month_after(month))
    if before is not None:
        span = replace(span, first=before.last + DAY, last=max(span.last, before.last + DAY))
    if after is not None and after.first > span.first:
        span = replace(span, last=after.first - DAY)
    return span


def end_of(day: date) -> datetime:
    """The last moment of a day."""
    return datetime.combine(day, time.max, tzinfo=get_current_timezone())
