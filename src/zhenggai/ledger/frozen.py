"""The plan of a cycle, frozen as it stands: as dataclasses, as canonical text, and the hash of that."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from django.db.models import Prefetch, QuerySet

from zhenggai.chain.canonical import canonical_text
from zhenggai.domain.issuing import (
    FrozenMeasure,
    FrozenPlan,
    FrozenProblem,
    FrozenTask,
    frozen_task_of,
    plain_plan,
    plan_of,
)
from zhenggai.ledger.arrived import numbers_of
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Measure, Problem, Task
from zhenggai.ledger.planned import measure_plan, task_plan

_PROBLEM, _TASK, _MEASURE = _NUMBERED = ("ledger.problem", "ledger.task", "ledger.measure")
_READER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Frozen:
    """A plan with its canonical text and the SHA-256 of that."""

    plan: FrozenPlan
    text: str
    digest: str


def freeze(cycle_id: int) -> Frozen:
    """The plan of a cycle as it stands, in a constant number of queries."""
    problems = Problem.objects.filter(cycle_id=cycle_id).select_related("aspect").order_by("position")
    plan = FrozenPlan(
        problems=tuple(FrozenProblem(problem.pk, cite_problem(problem), problem.title) for problem in problems),
        tasks=tuple(_task(task) for task in _tasks().filter(cycle_id=cycle_id).order_by("position")),
    )
    numbers = numbers_of(cycle_id, *_NUMBERED)
    text = canonical_text(plain_plan(_renumbered(plan, numbers.told) if numbers else plan))
    return Frozen(plan, text, sha256(text.encode()).hexdigest())


def freeze_tasks(task_ids: Iterable[int]) -> FrozenPlan:
    """Tasks as they stand, as a plan with just their problems."""
    tasks = tuple(_tasks().filter(pk__in=task_ids).order_by("position"))
    problems = dict.fromkeys(problem for task in tasks for problem in task.problems.all())
    return FrozenPlan(
        problems=tuple(FrozenProblem(problem.pk, cite_problem(problem), problem.title) for problem in problems),
        tasks=tuple(_task(task) for task in tasks),
    )


def freeze_found(task: Task, problems: Iterable[Problem]) -> FrozenPlan:
    """A task that was found with its problem, and its problems in order, as a plan; in one query."""
    known = tuple(problems)
    return FrozenPlan(
        problems=tuple(FrozenProblem(problem.pk, cite_problem(problem), problem.title) for problem in known),
        tasks=(frozen_task(task, known, task.measures.order_by("position")),),
    )


def frozen_task(task: Task, problems: Iterable[Problem], measures: Iterable[Measure]) -> FrozenTask:
    """A task that was found with its problem, by its problems and measures in order."""
    return FrozenTask(
        id=task.pk,
        number=task.number,
        name=f"{cite_problem(task.problem)} 任务 {task.number}",
        problems=tuple(problem.pk for problem in problems),
        plan=task_plan(task),
        measures=tuple(map(_measure, measures)),
    )


def thaw(text: str, *, cycle_id: int) -> FrozenPlan:
    """The plan that a canonical text of a cycle holds, by the numbers that things have here."""
    plan, numbers = plan_of(json.loads(text)), numbers_of(cycle_id, *_NUMBERED)
    return _renumbered(plan, numbers.here) if numbers else plan


def thaw_task(text: str, task_id: int, *, cycle_id: int) -> FrozenTask | None:
    """One task of the plan that a canonical text of a cycle holds; None where it is younger."""
    numbers = numbers_of(cycle_id, *_NUMBERED)
    # Keys stand in order and quotes within words are escaped, so that nothing but this task begins so.
    start = text.find(f'{{"id":{numbers.told(_TASK, task_id)},"measures":')
    if start < 0:
        return None
    task = frozen_task_of(_READER.raw_decode(text, start)[0])
    return _renumbered_task(task, numbers.here) if numbers else task


def _renumbered(plan: FrozenPlan, number: Callable[[str, int], int]) -> FrozenPlan:
    """The plan of a round that came from another home, whose texts stay as they were written there."""
    return FrozenPlan(
        problems=tuple(replace(one, id=number(_PROBLEM, one.id)) for one in plan.problems),
        tasks=tuple(_renumbered_task(task, number) for task in plan.tasks),
    )


def _renumbered_task(task: FrozenTask, number: Callable[[str, int], int]) -> FrozenTask:
    return replace(
        task,
        id=number(_TASK, task.id),
        problems=tuple(number(_PROBLEM, key) for key in task.problems),
        measures=tuple(replace(one, id=number(_MEASURE, one.id)) for one in task.measures),
    )


def _tasks() -> QuerySet[Task]:
    return Task.objects.select_related("problem__aspect").prefetch_related(
        Prefetch("problems", Problem.objects.select_related("aspect").order_by("position")),
        Prefetch("measures", Measure.objects.order_by("position")),
    )


def _task(task: Task) -> FrozenTask:
    return frozen_task(task, task.problems.all(), task.measures.all())


def _measure(measure: Measure) -> FrozenMeasure:
    return FrozenMeasure(measure.pk, measure.position, measure_plan(measure))
