"""Finding what the story speaks of: tasks by their numbers, as they are at that moment."""

from __future__ import annotations

from zhenggai.cli.demo.living.people import actor
from zhenggai.cli.demo.living.stage import Stage
from zhenggai.ledger.queries import list_ledger, task_page
from zhenggai.ledger.shapes import LedgerRow, TaskPage

MOST = 200


def rows(stage: Stage) -> dict[int, LedgerRow]:
    """The tasks of the cycle by their numbers."""
    page = list_ledger(cycle_id=stage.cycle_id, actor=actor("wang"), today=stage.today, size=MOST)
    return {row.task_number: row for row in page.rows}


def task(stage: Stage, number: int) -> TaskPage:
    """A task with its version and measures."""
    return task_page(task_id=rows(stage)[number].task_id, actor=actor("wang"), today=stage.today)
