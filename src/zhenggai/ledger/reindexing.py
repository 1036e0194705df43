"""Making a task findable by its texts as they are now."""

from __future__ import annotations

import json

from zhenggai.ledger.models import Task
from zhenggai.ledger.search import forget_tasks, index_tasks


def reindex_task(task_id: int) -> None:
    """Index the passages of a task anew; part of the transaction that changes them."""
    task = Task.objects.get(pk=task_id)
    passages: list[str] = []
    for problem in task.problems.order_by("position"):
        facts = [f"{name} {text}" for name, text in json.loads(problem.extra)]
        passages += [problem.title, problem.description, *facts]
    passages += task.measures.order_by("position").values_list("text", flat=True)
    forget_tasks([task_id])
    index_tasks([(task_id, passages)])
