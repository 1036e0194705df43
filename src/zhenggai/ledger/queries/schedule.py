"""When tasks run, and how far each unit has come: the same figures that the pictures show."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import TextField, Value
from django.db.models.functions import Concat

from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import STATES
from zhenggai.ledger.counting import Counts, counted
from zhenggai.ledger.models import Task
from zhenggai.ledger.queries.filters import UNNAMED, in_window
from zhenggai.ledger.queries.rows import cycle_and_rules, ledger_row
from zhenggai.ledger.queries.ruling import stage_rows
from zhenggai.ledger.shapes import CycleRow, LedgerRow
from zhenggai.ledger.shapes.schedule import ScheduledTask, SchedulePage, UnitStates
from zhenggai.ledger.standing import tasks_in_reach

# A state has no space in it, a unit may.
_UNIT_AND_STATE = Concat("state", Value(" "), "unit_name", output_field=TextField())
ROWS = 40
MOST_UNITS = 200


def schedule_page(*, cycle_id: int, actor: Actor, today: date, after: int = 0) -> SchedulePage:
    """The tasks in the actor's reach that have a last day, those behind the place `after`, and all units by state.

    :raises NotAllowed: for somebody who sees no task at all.
    :raises NoSuchThing: where there is no such cycle.
    """
    demand(actor, Act.READ)
    cycle, rules = cycle_and_rules(cycle_id=cycle_id)
    tasks = tasks_in_reach(actor, cycle_id=cycle_id)
    dated = tasks.filter(deadline__isnull=False)
    found = list(dated.filter(position__gt=after).select_related("problem", "aspect").order_by("position")[: ROWS + 1])
    shown = tuple(_scheduled(task, cycle, rules, today=today) for task in found[:ROWS])
    stages = stage_rows(rules, cycle.feedback_date)
    counts = counted(
        {
            "states": (tasks, _UNIT_AND_STATE),
            "late": (tasks.filter(in_window("late", today=today)), "unit_name"),
            "undated": (tasks.filter(deadline__isnull=True), Value("")),
        }
    )
    units = _units(counts)
    undated = sum(counts["undated"].values())
    first, last = _span(shown, cycle, today)
    return SchedulePage(
        cycle=cycle,
        today=today,
        first=first,
        last=max([last, *(stage.end for stage in stages if stage.end)]),
        stages=stages,
        tasks=shown,
        after=found[ROWS - 1].position if len(found) > ROWS else None,
        dated=sum(counts["states"].values()) - undated,
        undated=undated,
        units=units,
        most=max((count for unit in units for count in unit.states), default=0),
    )


def _scheduled(task: Task, cycle: CycleRow, rules: Rules, *, today: date) -> ScheduledTask:
    row: LedgerRow = ledger_row(task, today=today, rules=rules)
    assert row.deadline is not None  # only dated tasks were asked for
    start = cycle.feedback_date or cycle.adopted_at.date()
    return ScheduledTask(row=row, start=min(start, row.deadline), end=row.deadline)


def _span(shown: tuple[ScheduledTask, ...], cycle: CycleRow, today: date) -> tuple[date, date]:
    start = cycle.feedback_date or cycle.adopted_at.date()
    return (
        min([start, today, *(task.start for task in shown)]),
        max([today, start, *(task.end for task in shown)]),
    )


def _units(known: dict[str, Counts]) -> tuple[UnitStates, ...]:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for named, number in known["states"].items():
        state, _, unit = str(named).partition(" ")
        counts[unit][state] = number
    late = known["late"]
    rows = [
        UnitStates(
            unit=unit or UNNAMED,
            states=(states := tuple(found.get(state, 0) for state in STATES)),
            late=late.get(unit, 0),
            total=sum(states),
        )
        for unit, found in counts.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.unit))[:MOST_UNITS])
