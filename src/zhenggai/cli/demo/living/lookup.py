"""Finding what the story speaks of: tasks by their numbers, as they are at that moment."""

from __future__ import annotations

from zhenggai.cli.demo.living.people import actor
from zhenggai.cli.demo.living.stage import Stage
from zhenggai.ledger.queries import list_ledger, task_page
from zhenggai.ledger.shapes import TaskPage

MOST = 200


def task_ids(stage: Stage) -> dict[int, int]:
    """The tasks of the cycle by their numbers, which stay theirs: read once."""
    if not stage.task_ids:
        page = list_ledger(cycle_id=stage.cycle_id, actor=actor("wang"), today=stage.today, size=MOST)
        stage.task_ids.update({row.task_number: row.task_id for row in page.rows})
    return stage.task_ids


def task(stage: Stage, number: int) -> TaskPage:
    """A task with its version and measures."""
    return task_page(task_id=task_ids(stage)[number], actor=actor("wang"), today=stage.today)
