"""Doubts to settle and to explain."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import Door, Group
from zhenggai.journal.one_statement import first_of
from zhenggai.ledger.models import LedgerDoubt, Task
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.ledger.waiting.asking import MOST, Asking, Lines, of_task, tasks_of_own_unit


def doubts(asking: Asking) -> Lines:
    """Tasks with blocking doubts, or doubts that a unit has explained, for those who settle them; one line a task."""
    if not may(asking.actor, Act.JUDGE):
        return []
    waits = Q(state="open") & (Q(severity="error") | Q(explained_at__isnull=False))
    tasks = tasks_in_reach(asking.actor, Act.JUDGE).filter(cycle_id__in=asking.cycles)
    return (yield from _doubted(tasks, waits, group="review", kind="doubt", said="处疑点待处置"))


def to_explain(asking: Asking) -> Lines:
    """Tasks of the actor's own unit, or of an empty post, with blocking doubts to which nothing is said yet; one line a task."""
    mine = tasks_of_own_unit(asking.actor)
    if mine is None:
        return []
    waits = Q(state="open", severity="error", explained_at=None)
    tasks = tasks_in_reach(asking.actor, Act.REPORT).filter(mine, cycle_id__in=asking.cycles)
    return (yield from _doubted(tasks, waits, group="returned", kind="to_explain", said="处疑点待说明"))


def _doubted(tasks: QuerySet[Task], waits: Q, *, group: Group, kind: str, said: str) -> Lines:
    standing = LedgerDoubt.objects.filter(waits, task__isnull=False)
    waiting = standing.filter(task=OuterRef("pk")).order_by().values("task").annotate(n=Count("pk")).values("n")
    first = first_of(tasks.filter(pk__in=standing.values("task_id")), "cycle_id", "position", most=MOST)
    rows = yield first.select_related("problem__aspect").annotate(kind, waiting=Subquery(waiting))
    return [
        of_task(
            task,
            group=group,
            kind=kind,
            what=task.target or task.problem.title,
            door=Door("task_doubts", (task.cycle_id, task.pk)),
            words=f"{task.waiting} {said}",
        )
        for task in sorted(rows, key=lambda one: (one.cycle_id, one.position))
    ]
