"""The tasks of one unit, over all cycles."""

from __future__ import annotations

from datetime import date

from zhenggai.ledger.models import Task
from zhenggai.ledger.queries.rows import ledger_row
from zhenggai.ledger.shapes import UnitTask, UnitTasks

MOST_LISTED = 100


def tasks_of_unit(*, unit_id: int, today: date) -> UnitTasks:
    """The tasks that a unit leads, open ones and the nearest deadlines first, and how many there are."""
    tasks = Task.objects.filter(unit_id=unit_id)
    nearest = tasks.select_related("cycle", "problem", "aspect").order_by("state_rank", "deadline_rank", "pk")
    return UnitTasks(
        rows=tuple(
            UnitTask(task.cycle_id, task.cycle.title, ledger_row(task, today=today)) for task in nearest[:MOST_LISTED]
        ),
        total=tasks.count(),
        done=tasks.filter(state="done").count(),
    )
