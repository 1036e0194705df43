"""What the plan of a cycle lacks, counted by the database; the words are those of `domain.holes`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from zhenggai.domain.holes import Declared, Hole
from zhenggai.domain.planning import VAGUE_WORDS
from zhenggai.ledger.citing import CITED, cite_values
from zhenggai.ledger.counting import Row, counted, gathered
from zhenggai.ledger.models import Aspect, Cycle, Measure, Problem, Reconciliation, Task, TaskProblem

MOST_NAMED = 5
# A problem without a task lacks that.
BARE = "任务"
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
    """The holes of a cycle's plan, each with the first names; in two queries, or one where there are none."""
    bare = problems_without_task(cycle_id)
    lacking = {what: Task.objects.filter(condition, cycle_id=cycle_id) for what, condition in TASK_HOLES.items()}
    found = counted(
        {BARE: (bare, Value("")), **{what: (tasks, Value("")) for what, tasks in lacking.items()}},
    )
    counts = {what: sum(found[what].values()) for what in (BARE, *TASK_HOLES)}
    lists: dict[str, tuple[QuerySet[Any], Sequence[str]]] = {
        what: (
            Task.objects.filter(pk__in=_first(tasks)),
            (*(f"problem__{name}" for name in CITED), "position", "number"),
        )
        for what, tasks in lacking.items()
        if counts[what]
    }
    if counts[BARE]:
        lists[BARE] = (Problem.objects.filter(pk__in=_first(bare)), CITED)
    named = gathered(lists) if lists else {}
    return tuple(Hole(what, tuple(_names(named[what])), count) for what, count in counts.items() if count)


def declared_counts(cycle: Cycle) -> dict[str, Declared]:
    """What the document states about itself, beside the ledger, with the reasons that still hold."""
    rows: dict[str, tuple[QuerySet[Any], Value]] = {
        "aspects": (Aspect.objects.filter(cycle=cycle), Value("")),
        "problems": (Problem.objects.filter(cycle=cycle), Value("")),
        "tasks": (Task.objects.filter(cycle=cycle), Value("")),
    }
    found = {what: sum(counts.values()) for what, counts in counted(rows).items()}
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
        what: Declared(name, declared[what], found[what], reasons.get((what, declared[what] or 0, found[what]), ""))
        for what, name in COUNT_NAMES.items()
    }


def _first(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by("position").values("pk")[:MOST_NAMED]


def _names(rows: Iterable[Row]) -> Iterator[str]:
    """Problems as they are cited, or tasks by their problem and number, in order."""
    for row in sorted(rows, key=lambda row: int(row["position"])):
        of = "problem__" if "problem__position" in row else ""
        cited = cite_values([row[f"{of}{name}"] for name in CITED])
        yield f"{cited} 任务 {row['number']}" if of else cited
