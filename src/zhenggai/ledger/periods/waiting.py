"""Months of reporting that wait to be frozen, as lines of the office's work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from zhenggai.domain.periods import Span
from zhenggai.domain.rights import Actor, may, may_in_cycle
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.domain.todo import Door, Group, WorkItem
from zhenggai.journal.one_statement import Columns
from zhenggai.ledger.arrival_models import Arrival
from zhenggai.ledger.inquiring import Inquiry
from zhenggai.ledger.models import Cycle, ReportPeriod
from zhenggai.ledger.periods.spans import months_with

# Of one round; whoever comes so late freezes the earliest first.
MOST_MONTHS = 12


def find_periods_to_freeze(actor: Actor, *, rules: Mapping[int, Rules], today: date) -> Inquiry[list[WorkItem]]:
    """The months that are over and not frozen, of cycles that go by these rules."""
    cycles = [pk for pk in rules if may_in_cycle(actor, Act.FREEZE, pk)] if may(actor, Act.FREEZE) else []
    if not cycles:
        return []
    periods = ReportPeriod.objects.filter(cycle_id__in=cycles)
    frozen, arrivals, found = yield (
        Columns(periods, ("cycle_id", "month", "first", "last", "due")),
        Columns(Arrival.objects.filter(cycle_id__in=cycles), ("cycle_id", "at")),
        Cycle.objects.filter(pk__in=cycles, history=False),
    )
    kept = [ReportPeriod(**row) for row in frozen]
    came: dict[int, datetime] = {}
    for row in arrivals:
        came[row["cycle_id"]] = max(row["at"], came.get(row["cycle_id"], row["at"]))
    lines: list[WorkItem] = []
    for cycle in sorted(found, key=lambda one: one.pk):
        own, rule = [row for row in kept if row.cycle_id == cycle.pk], rules[cycle.pk]
        months = months_with(
            cycle, rule.periods, rule.lights.calendar, today=today, frozen=own, came=came.get(cycle.pk)
        )
        lines += (_line(cycle, span, today) for span in months.waiting[:MOST_MONTHS])
    return lines


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
