"""What the plan of a cycle lacks, counted by the database; the words are those of `domain.holes`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhenggai.domain.holes import Declared, Hole
from zhenggai.domain.planning import VAGUE_WORDS
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Aspect, Cycle, Measure, Problem, Reconciliation, Task, TaskProblem

MOST_NAMED = 5
VAGUE = Measure.objects.filter(
    reduce(or_, (Q(text__contains=word) for word in VAGUE_WORDS)), task=OuterRef("pk"), times__isnull=True
)
# The same conditions as `domain.holes.lacking_of`, in its order.
TASK_HOLES: dict[str, Q] = {
    "牵头领导": Q(leader=""),
    "牵头单位": Q(unit_name=""),
    "整改目标": Q(target=""),
    "整改类型": Q(kind="unset"),
    "期限": Q(deadline__isnull=True) & ~Q(kind="long_term"),
    "措施": Q(measures_count=0),
    "频次": Q(Exists(VAGUE)),
}
COUNT_NAMES = {"aspects": "方面", "problems": "问题", "tasks": "任务"}


def problems_without_task(cycle_id: int) -> QuerySet[Problem]:
    """The problems that no task answers."""
    answered = TaskProblem.objects.filter(problem=OuterRef("pk"))
    return Problem.objects.filter(cycle_id=cycle_id).exclude(Exists(answered))


def tasks_with_holes(cycle_id: int) -> QuerySet[Task]:
    """The tasks whose plan lacks anything."""
    return Task.objects.filter(reduce(or_, TASK_HOLES.values()), cycle_id=cycle_id)


def holes_of(cycle_id: int) -> tuple[Hole, ...]:
    """The holes of a cycle's plan, each with the first names."""
    return tuple(_holes(cycle_id))


def declared_counts(cycle: Cycle) -> dict[str, Declared]:
    """What the document states about itself, beside the ledger, with the reasons that still hold."""
    counted = {
        "aspects": Aspect.objects.filter(cycle=cycle).count(),
        "problems": Problem.objects.filter(cycle=cycle).count(),
        "tasks": Task.objects.filter(cycle=cycle).count(),
    }
    reasons = {
        (row.what, row.declared, row.counted): row.reason
        for row in Reconciliation.objects.filter(cycle=cycle).order_by("pk")
    }
    declared: dict[str, int | None] = {
        "aspects": cycle.declared_aspects,
        "problems": cycle.declared_problems,
        "tasks": cycle.declared_tasks,
    }
    return {
        what: Declared(name, declared[what], counted[what], reasons.get((what, declared[what] or 0, counted[what]), ""))
        for what, name in COUNT_NAMES.items()
    }


def _holes(cycle_id: int) -> Iterator[Hole]:
    bare = problems_without_task(cycle_id)
    count = bare.count()
    if count:
        first = bare.select_related("aspect").order_by("position")[:MOST_NAMED]
        yield Hole("任务", tuple(cite_problem(problem) for problem in first), count)
    for what, lacking in TASK_HOLES.items():
        tasks = Task.objects.filter(lacking, cycle_id=cycle_id)
        count = tasks.count()
        if count:
            named = tasks.select_related("problem__aspect").order_by("position")[:MOST_NAMED]
            yield Hole(what, tuple(f"{cite_problem(task.problem)} 任务 {task.number}" for task in named), count)
