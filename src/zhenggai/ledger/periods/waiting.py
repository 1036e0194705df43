"""Months of reporting that wait to be frozen, as lines of the office's work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zhenggai.domain.periods import Span
from zhenggai.domain.rights import Actor, may, may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import Door, Group, WorkItem
from zhenggai.ledger.arrived import arrived_at
from zhenggai.ledger.calendars import office_calendar
from zhenggai.ledger.models import Cycle, ReportPeriod
from zhenggai.ledger.periods.spans import months_with
from zhenggai.ledger.ruling import rules_of_cycles

# Of one round; whoever comes so late freezes the earliest first.
MOST_MONTHS = 12


def periods_to_freeze(actor: Actor, *, cycles: frozenset[int], today: date) -> Iterator[WorkItem]:
    """The months that are over and not frozen, in a constant number of queries."""
    if not may(actor, Act.FREEZE):
        return
    kept: dict[int, list[ReportPeriod]] = {}
    for row in ReportPeriod.objects.filter(cycle_id__in=cycles).only("cycle_id", "month", "first", "last", "due"):
        kept.setdefault(row.cycle_id, []).append(row)
    calendar, rules, came = office_calendar(), rules_of_cycles(cycle_ids=cycles), arrived_at(cycles)
    for cycle in Cycle.objects.filter(pk__in=cycles, history=False).order_by("pk"):
        if may_in_cycle(actor, Act.FREEZE, cycle.pk):
            own = kept.get(cycle.pk, ())
            months = months_with(
                cycle, rules[cycle.pk].periods, calendar, today=today, frozen=own, came=came.get(cycle.pk)
            )
            yield from (_line(cycle, span, today) for span in months.waiting[:MOST_MONTHS])


def _line(cycle: Cycle, span: Span, today: date) -> WorkItem:
    group: Group = "late" if span.due < today else "today" if span.due == today else "soon"
    return WorkItem(
        group=group,
        kind="freeze",
        cycle_id=cycle.pk,
        what=f"{span.month} 报告期（{span.first.isoformat()} 至 {span.last.isoformat()}）",
        about="",
        door=Door("periods", (cycle.pk,)),
        due=span.due,
        days_left=(span.due - today).days,
    )
