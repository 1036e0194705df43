"""How a task is split, merged and moved within a transaction, without telling; what the telling needs is returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, ProtectedError

from zhenggai.domain.planning import CannotPlan, Facts
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Figure, PlanStep, Problem, Task, TaskProblem
from zhenggai.ledger.operations.planning.holding import claim_task, name_of
from zhenggai.ledger.operations.planning.snapshots import (
    Snapshot,
    facts_text,
    free_position,
    next_number,
    place_behind,
    set_measures,
    set_problems,
    snapshot_of,
)
from zhenggai.ledger.operations.planning.stepping import keep_step
from zhenggai.ledger.reindexing import reindex_task
from zhenggai.ledger.relating import own_doubts
from zhenggai.ledger.search import forget_tasks
from zhenggai.ledger.standing import keep_units


@dataclass(frozen=True, slots=True)
class Reshaped:
    """What was done: the step, the task it led to, and the facts before and after."""

    step: PlanStep
    task_id: int
    before: Facts
    after: Facts


def store_split(task: Task, measure_ids: Sequence[int]) -> Reshaped:
    """Make a task of some measures of a claimed task.

    :raises CannotPlan: unless some measures go and some stay.
    """
    before = snapshot_of(task)
    going = [pk for pk in before["measures"] if pk in set(measure_ids)]
    staying = [pk for pk in before["measures"] if pk not in going]
    if not going or not staying:
        raise CannotPlan("请勾选要拆出去的措施，并至少留下一条。")
    new = _copy(task, going)
    set_measures(new, going)
    set_measures(task, staying)
    _share_counts(task, new)
    step = _keep("split", task.cycle_id, [before], created=[new.pk], touched=[task, new])
    told: Facts = {"task": name_of(task), "measures": len(before["measures"])}
    after: Facts = {"task": name_of(task), "measures": len(staying), "new_task": name_of(new), "moved": len(going)}
    return Reshaped(step, new.pk, told, after)


def store_merged(task: Task, into: int) -> Reshaped:
    """Pour a claimed task into the one that has the number `into`.

    :raises CannotPlan: where there is no such other task, or work on the first has begun.
    """
    other = Task.objects.filter(cycle_id=task.cycle_id, number=into).exclude(pk=task.pk).first()
    if other is None:
        raise CannotPlan("这个轮次里没有另一项任务 $number。", number=into)
    other = claim_task(other.pk, version=other.version)
    before = [snapshot_of(task), snapshot_of(other)]
    step = _keep("merge", task.cycle_id, before, created=[], touched=[task, other])
    told: Facts = {"task": name_of(other), "merged": name_of(task)}
    _pour(before[0], into=before[1], other=other)
    remove_task(task)
    keep_units(other)
    reindex_task(other.pk)
    return Reshaped(step, other.pk, told, {"task": told["task"]})


def store_moved(task: Task, problem_ids: Sequence[int]) -> Reshaped:
    """Let a claimed task answer other problems of its cycle.

    :raises CannotPlan: where no problem of the cycle is named, or it answers just these.
    """
    found = Problem.objects.filter(cycle_id=task.cycle_id, pk__in=set(problem_ids)).select_related("aspect")
    problems = list(found.order_by("position"))
    before = snapshot_of(task)
    if not problems or [problem.pk for problem in problems] == before["problems"]:
        raise CannotPlan("请选择这项任务要对应的问题。")
    old = _cited(task)
    _place_behind(task, problems[0])
    set_problems(task, [problem.pk for problem in problems])
    step = _keep("move", task.cycle_id, [before], created=[], touched=[task])
    task = Task.objects.select_related("problem__aspect").get(pk=task.pk)
    told: Facts = {"task": name_of(task), "answers": old}
    return Reshaped(step, task.pk, told, {"task": name_of(task), "answers": _cited(task)})


def _copy(task: Task, going: Sequence[int]) -> Task:
    problems = list(task.problems.values_list("pk", flat=True))
    position = task.position + 1
    free_position(task.cycle_id, position)
    new = Task.objects.get(pk=task.pk)
    new.pk, new.number, new.position, new.version = None, next_number(task.cycle_id), position, 1
    new.measures_count, new.figures_count, new.doubts_count = len(going), 0, 0
    new.save(force_insert=True)
    set_problems(new, problems)
    return Task.objects.select_related("problem__aspect").get(pk=new.pk)


def _share_counts(task: Task, new: Task) -> None:
    figures = Figure.objects.filter(measure__task=new, current=True).count()
    Task.objects.filter(pk=new.pk).update(figures_count=figures, doubts_count=own_doubts(new.pk))
    Task.objects.filter(pk=task.pk).update(
        figures_count=F("figures_count") - figures, measures_count=F("measures_count") - new.measures_count
    )
    for changed in (task, new):
        keep_units(changed)
        reindex_task(changed.pk)


def _pour(task: Snapshot, *, into: Snapshot, other: Task) -> None:
    set_measures(other, [*into["measures"], *task["measures"]])
    set_problems(other, [*into["problems"], *task["problems"]])
    counts = ("measures_count", "figures_count", "doubts_count")
    Task.objects.filter(pk=other.pk).update(**{name: F(name) + task["columns"][name] for name in counts})


def remove_task(task: Task) -> None:
    """Take a task away; part of its caller's transaction.

    :raises CannotPlan: where work on it has begun.
    """
    try:
        TaskProblem.objects.filter(task=task).delete()
        Task.objects.filter(pk=task.pk).delete()
    except ProtectedError as work:
        raise CannotPlan("任务 $number 已有办理记录，不能这样处理。", number=task.number) from work
    forget_tasks([task.pk])


def _place_behind(task: Task, problem: Problem) -> None:
    place = place_behind(task.cycle_id, problem, but=task.pk)
    Task.objects.filter(pk=task.pk).update(
        problem=problem, aspect=problem.aspect, aspect_position=problem.aspect.position, position=place
    )
    reindex_task(task.pk)


def _keep(kind: str, cycle_id: int, before: list[Snapshot], *, created: list[int], touched: Sequence[Task]) -> PlanStep:
    versions = {task.pk: task.version for task in touched}
    gone = {before[0]["id"]} if kind == "merge" else set()
    kept = {pk: version for pk, version in versions.items() if pk not in gone}
    step = PlanStep(cycle_id=cycle_id, kind=kind, facts=facts_text(before, created=created, versions=kept))
    return keep_step(step, touched={task.pk: task.number for task in touched})


def _cited(task: Task) -> str:
    return "、".join(cite_problem(problem) for problem in task.problems.select_related("aspect").order_by("position"))
