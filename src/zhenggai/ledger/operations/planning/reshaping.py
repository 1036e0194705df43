"""Splitting, merging and moving tasks, and taking such a step back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, ProtectedError

from zhenggai.domain.planning import CannotPlan
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Figure, PlanStep, Problem, Task, TaskProblem
from zhenggai.ledger.operations.planning.holding import claim_task, name_of
from zhenggai.ledger.operations.planning.snapshots import (
    Snapshot,
    facts_text,
    free_position,
    next_number,
    place_behind,
    restore,
    set_measures,
    set_problems,
    snapshot_of,
)
from zhenggai.ledger.operations.planning.stepping import keep_step, tell_step
from zhenggai.ledger.reindexing import reindex_task
from zhenggai.ledger.search import forget_tasks
from zhenggai.ledger.standing import acting_on_task, keep_units


def split_task(*, task_id: int, version: int, measure_ids: Sequence[int], actor: Actor, at: datetime) -> int:
    """Make a task of some measures of a task and return its number; it answers the same problems and begins with the same plan.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: unless some measures go and some stay.
    :raises TaskChanged: where `version` is not the task's.
    """
    actor = acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        task = claim_task(task_id, version=version)
        actor = acting_on_task(actor, Act.PLAN, task)
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
        told = {"task": name_of(task), "measures": len(before["measures"])}
        after = {"task": name_of(task), "measures": len(staying), "new_task": name_of(new), "moved": len(going)}
        tell_step(step, actor=actor, verb="task.split", before=told, after=after, at=at)
    return new.pk


def merge_task(*, task_id: int, version: int, into: int, actor: Actor, at: datetime) -> int:
    """Put a task into the one that has the number `into`, which then answers the problems of both; return the latter's key.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: where there is no such other task, or work on the first has begun.
    :raises TaskChanged: where `version` is not the task's.
    """
    actor = acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        task = claim_task(task_id, version=version)
        actor = acting_on_task(actor, Act.PLAN, task)
        other = Task.objects.filter(cycle_id=task.cycle_id, number=into).exclude(pk=task.pk).first()
        if other is None:
            raise CannotPlan("这个轮次里没有另一项任务 $number。", number=into)
        other = claim_task(other.pk, version=other.version)
        before = [snapshot_of(task), snapshot_of(other)]
        step = _keep("merge", task.cycle_id, before, created=[], touched=[task, other])
        told = {"task": name_of(other), "merged": name_of(task)}
        _pour(before[0], into=before[1], other=other)
        _remove(task)
        keep_units(other)
        reindex_task(other.pk)
        tell_step(step, actor=actor, verb="task.merge", before=told, after={"task": told["task"]}, at=at)
    return other.pk


def move_task(*, task_id: int, version: int, problem_ids: Sequence[int], actor: Actor, at: datetime) -> None:
    """Let a task answer other problems of its cycle; it stands in the ledger behind the first of them.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: where no problem of the cycle is named, or it answers just these.
    :raises TaskChanged: where `version` is not the task's.
    """
    actor = acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        task = claim_task(task_id, version=version)
        actor = acting_on_task(actor, Act.PLAN, task)
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
        tell_step(
            step,
            actor=actor,
            verb="task.move",
            before={"task": name_of(task), "answers": old},
            after={"task": name_of(task), "answers": _cited(task)},
            at=at,
        )


def undo_step(*, step_id: int, actor: Actor, at: datetime) -> None:
    """Take a split, merge or move back, which is an operation of its own; refused where a task has changed since.

    :raises NotAllowed: unless the actor plans.
    :raises NoSuchThing: where there is no such step.
    :raises CannotPlan: where it cannot be taken back any more.
    """
    actor = acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        step = PlanStep.objects.filter(pk=step_id).exclude(kind="many").first()
        if step is None:
            raise NoSuchThing("没有编号为 $id 的操作。", id=step_id)
        actor = acting(actor, Act.PLAN, Thing(cycle_id=step.cycle_id))
        if PlanStep.objects.filter(pk=step_id, undone=False).update(undone=True) != 1:
            raise CannotPlan("这一步已经撤销过。")
        facts = json.loads(step.facts)
        _demand_untouched(dict(facts["versions"]))
        tasks = [restore(snapshot) for snapshot in facts["before"]]
        for task_id in facts["created"]:
            _remove(Task.objects.get(pk=task_id))
        for task in tasks:
            Task.objects.filter(pk=task.pk).update(version=F("version") + 1)
            keep_units(task)
            reindex_task(task.pk)
        names = {"task": "、".join(name_of(task) for task in tasks)}
        tell_step(step, actor=actor, verb=f"task.undo_{step.kind}", before=names, after=names, at=at)


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
    figures = Figure.objects.filter(measure__task=new).count()
    Task.objects.filter(pk=new.pk).update(figures_count=figures)
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


def _remove(task: Task) -> None:
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


def _demand_untouched(versions: dict[int, int]) -> None:
    now = dict(Task.objects.filter(pk__in=versions).values_list("pk", "version"))
    if now != versions:
        raise CannotPlan("这些任务后来又有变化，不能再撤销这一步。")
