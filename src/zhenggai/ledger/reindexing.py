"""Making tasks and evidence findable by their texts as they are now."""

from __future__ import annotations

import json

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from zhenggai.ledger.evidence_search import forget_all_evidence, index_evidence
from zhenggai.ledger.models import Cycle, Evidence, Measure, Problem, Task
from zhenggai.ledger.search import forget_all, forget_tasks, index_tasks

TASKS_AT_ONCE = 500
EVIDENCE_AT_ONCE = 2000


def reindex_task(task_id: int) -> None:
    """Index the passages of a task anew; part of the transaction that changes them."""
    task = Task.objects.get(pk=task_id)
    forget_tasks([task_id])
    index_tasks([(task_id, _passages(task))], cycle_id=task.cycle_id)


def index_round(cycle_id: int) -> None:
    """Make the tasks and the evidence of a round findable whose rows were loaded from elsewhere; part of that transaction."""
    _index_tasks(cycle_id)
    found = Evidence.objects.filter(cycle_id=cycle_id).order_by("pk")
    index_evidence(found.iterator(chunk_size=EVIDENCE_AT_ONCE))


def reindex_everything() -> None:
    """Index every task and all evidence of a database whose rows were loaded from elsewhere."""
    with transaction.atomic():
        forget_all()
        for cycle_id in Cycle.objects.order_by("pk").values_list("pk", flat=True):
            _index_tasks(cycle_id)
        forget_all_evidence()
        index_evidence(Evidence.objects.order_by("pk").iterator(chunk_size=EVIDENCE_AT_ONCE))


def _index_tasks(cycle_id: int) -> None:
    tasks = _with_passages().filter(cycle_id=cycle_id).iterator(chunk_size=TASKS_AT_ONCE)
    index_tasks(((task.pk, _passages(task)) for task in tasks), cycle_id=cycle_id)


def _with_passages() -> QuerySet[Task]:
    problems = Prefetch("problems", Problem.objects.order_by("position"))
    measures = Prefetch("measures", Measure.objects.order_by("position"))
    return Task.objects.order_by("pk").prefetch_related(problems, measures)


def _passages(task: Task) -> list[str]:
    passages: list[str] = []
    for problem in sorted(task.problems.all(), key=lambda problem: problem.position):
        facts = [f"{name} {text}" for name, text in json.loads(problem.extra)]
        passages += [problem.title, problem.description, *facts]
    measures = sorted(task.measures.all(), key=lambda measure: measure.position)
    return [*passages, *(measure.text for measure in measures)]
