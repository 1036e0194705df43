"""A round at a moment, for comparing: a frozen period as it is kept, or any instant as the journal tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from zhenggai.domain.lights import light_of
from zhenggai.domain.period_comparing import Side, Then
from zhenggai.domain.periods import FrozenTask
from zhenggai.domain.rules import Rules
from zhenggai.journal.as_of import last_entry_at, rows_left
from zhenggai.ledger.arrived import demand_told
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.models import Cycle, PeriodRow, Problem, ReportPeriod
from zhenggai.ledger.periods.content import AT_ONCE, problems_of, task_of

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Beside:
    """What does not change between the moments of a round: its problems, rules and granted applications."""

    problems: dict[int, Problem]
    closings: tuple[tuple[int, str, datetime], ...]
    rules: Rules


def beside_of(cycle: Cycle, rules: Rules) -> Beside:
    """What sides at instants need, in two queries."""
    problems = problems_of(cycle)
    granted = Closing.objects.filter(cycle=cycle, state="closed", ended_at__isnull=False).order_by("pk")
    rows = granted.values_list("task_id", "outcome", "ended_at")
    return Beside(problems, tuple((task, outcome, at) for task, outcome, at in rows if at is not None), rules)


def side_of_period(period: ReportPeriod) -> Side:
    """A round as a period froze it, in one query."""
    rows = PeriodRow.objects.filter(period=period).order_by("place").defer("figures", "leader", "kind_name")
    found = rows.iterator(chunk_size=AT_ONCE)
    return Side(period.last, tuple(Then(task_of(row), row.place, row.cited, row.title) for row in found))


def side_at(cycle: Cycle, at: datetime, beside: Beside) -> Side:
    """A round at an instant, by the journal alone, in two queries.

    :raises BeforeArrival: where it came later from another home.
    """
    entry, today = last_entry_at(cycle=cycle.pk, at=at), localtime(at).date()
    if entry is None:
        demand_told(cycle.pk, at)
    told = rows_left(cycle=cycle.pk, upto=entry) if entry is not None else {}
    gated = _ended(beside.closings, "done", at)
    staged = _ended(beside.closings, "long_term", at)
    found = [
        _then(int(name.split("/")[1]), row, beside, gated=gated, staged=staged, today=today)
        for name, row in told.items()
        if name.startswith("task/") and row
    ]
    return Side(today, tuple(sorted(found, key=lambda then: (then.place, then.task.number))))


def _ended(closings: Iterable[tuple[int, str, datetime]], outcome: str, at: datetime) -> dict[int, date]:
    return {task: localtime(ended).date() for task, how, ended in closings if how == outcome and ended <= at}


def _then(
    key: int, row: Row, beside: Beside, *, gated: Mapping[int, date], staged: Mapping[int, date], today: date
) -> Then:
    deadline = date.fromisoformat(row["deadline"]) if row["deadline"] else None
    light = light_of(state=row["state"], deadline=deadline, today=today, thresholds=beside.rules.lights)
    led = beside.problems.get(row["problem_id"])
    task = FrozenTask(
        task_id=key,
        number=row["number"],
        unit=row["unit_name"],
        state=row["state"],
        deadline=deadline,
        light=light.name,
        gated=key in gated,
        staged=key in staged,
        closed_on=gated.get(key),
    )
    cited = "、".join(cite_problem(beside.problems[one]) for one in row["problems"] if one in beside.problems)
    return Then(task, led.position if led else 0, cited, led.title if led else "")
