"""Doubts to settle and to explain."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet

from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import Door, Group, WorkItem
from zhenggai.ledger.models import Task
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.ledger.waiting.asking import MOST, Asking, of_task, tasks_of_own_unit


def doubts(asking: Asking) -> Iterator[WorkItem]:
    """Tasks with blocking doubts, or doubts that a unit has explained, for those who settle them; one line a task."""
    if not may(asking.actor, Act.JUDGE):
        return
    waits = Q(ledger_doubts__state="open") & (
        Q(ledger_doubts__severity="error") | Q(ledger_doubts__explained_at__isnull=False)
    )
    tasks = tasks_in_reach(asking.actor, Act.JUDGE).filter(cycle_id__in=asking.cycles)
    yield from _doubted(tasks, waits, group="review", kind="doubt", said="处疑点待处置")


def to_explain(asking: Asking) -> Iterator[WorkItem]:
    """Tasks of the actor's own unit, or of an empty post, with blocking doubts to which nothing is said yet; one line a task."""
    mine = tasks_of_own_unit(asking.actor)
    if mine is None:
        return
    waits = Q(ledger_doubts__state="open", ledger_doubts__severity="error", ledger_doubts__explained_at=None)
    tasks = tasks_in_reach(asking.actor, Act.REPORT).filter(mine, cycle_id__in=asking.cycles)
    yield from _doubted(tasks, waits, group="returned", kind="to_explain", said="处疑点待说明")


def _doubted(tasks: QuerySet[Task], waits: Q, *, group: Group, kind: str, said: str) -> Iterator[WorkItem]:
    found = tasks.annotate(waiting=Count("ledger_doubts", filter=waits)).filter(waiting__gt=0)
    for task in found.select_related("problem__aspect").order_by("cycle_id", "position")[:MOST]:
        number: int = task.waiting
        yield of_task(
            task,
            group=group,
            kind=kind,
            what=task.target or task.problem.title,
            door=Door("task_doubts", (task.cycle_id, task.pk)),
            words=f"{number} {said}",
        )
