"""The tasks of one unit, over all cycles."""

from __future__ import annotations

from datetime import date

from zhenggai.domain.rights import Actor
from zhenggai.domain.states import FINISHED
from zhenggai.ledger.queries.rows import ledger_row
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.shapes import UnitTask, UnitTasks
from zhenggai.ledger.standing import tasks_in_reach

MOST_LISTED = 100


def tasks_of_unit(*, unit_id: int, actor: Actor, today: date) -> UnitTasks:
    """The tasks in the actor's reach that a unit leads, open ones and the nearest deadlines first, and how many there are."""
    tasks = tasks_in_reach(actor).filter(unit_id=unit_id)
    ordered = tasks.select_related("cycle", "problem", "aspect").order_by("state_rank", "deadline_rank", "pk")
    nearest = list(ordered[:MOST_LISTED])
    rules = {cycle_id: rules_of(cycle_id=cycle_id) for cycle_id in {task.cycle_id for task in nearest}}
    return UnitTasks(
        rows=tuple(
            UnitTask(task.cycle_id, task.cycle.title, ledger_row(task, today=today, rules=rules[task.cycle_id]))
            for task in nearest
        ),
        total=tasks.count(),
        done=tasks.filter(state__in=FINISHED).count(),
    )
