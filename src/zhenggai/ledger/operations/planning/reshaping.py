"""Splitting, merging and moving tasks, and taking such a step back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhenggai.domain.planning import CannotPlan
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.ledger.arrived import came_here
from zhenggai.ledger.issued import demand_unissued
from zhenggai.ledger.models import PlanStep, Task
from zhenggai.ledger.operations.planning.holding import claim_task, name_of
from zhenggai.ledger.operations.planning.reshaped import remove_task, store_merged, store_moved, store_split
from zhenggai.ledger.operations.planning.snapshots import restore
from zhenggai.ledger.operations.planning.stepping import tell_step
from zhenggai.ledger.plan_models import UNDOABLE_STEPS
from zhenggai.ledger.reindexing import reindex_task
from zhenggai.ledger.standing import acting_on_task, keep_units


def split_task(*, task_id: int, version: int, measure_ids: Sequence[int], actor: Actor, at: datetime) -> int:
    """Make a task of some measures of a task and return its number; it answers the same problems and begins with the same plan.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: unless some measures go and some stay.
    :raises PlanIssued: where the plan is issued.
    :raises TaskChanged: where `version` is not the task's.
    """
    actor = acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        task = claim_task(task_id, version=version)
        actor = acting_on_task(actor, Act.PLAN, task)
        demand_unissued(task.cycle_id)
        done = store_split(task, measure_ids)
        tell_step(done.step, actor=actor, verb="task.split", before=done.before, after=done.after, at=at)
    return done.task_id


def merge_task(*, task_id: int, version: int, into: int, actor: Actor, at: datetime) -> int:
    """Put a task into the one that has the number `into`, which then answers the problems of both; return the latter's key.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: where there is no such other task, or work on the first has begun.
    :raises PlanIssued: where the plan is issued.
    :raises TaskChanged: where `version` is not the task's.
    """
    actor = acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        task = claim_task(task_id, version=version)
        actor = acting_on_task(actor, Act.PLAN, task)
        demand_unissued(task.cycle_id)
        done = store_merged(task, into)
        tell_step(done.step, actor=actor, verb="task.merge", before=done.before, after=done.after, at=at)
    return done.task_id


def move_task(*, task_id: int, version: int, problem_ids: Sequence[int], actor: Actor, at: datetime) -> None:
    """Let a task answer other problems of its cycle; it stands in the ledger behind the first of them.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: where no problem of the cycle is named, or it answers just these.
    :raises PlanIssued: where the plan is issued.
    :raises TaskChanged: where `version` is not the task's.
    """
    actor = acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        task = claim_task(task_id, version=version)
        actor = acting_on_task(actor, Act.PLAN, task)
        demand_unissued(task.cycle_id)
        done = store_moved(task, problem_ids)
        tell_step(done.step, actor=actor, verb="task.move", before=done.before, after=done.after, at=at)


def undo_step(*, step_id: int, actor: Actor, at: datetime) -> None:
    """Take a split, merge or move back, which is an operation of its own; refused where a task has changed since.

    :raises NotAllowed: unless the actor plans.
    :raises NoSuchThing: where there is no such step.
    :raises CannotPlan: where it cannot be taken back any more.
    :raises PlanIssued: where the plan is issued.
    """
    actor = acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        step = PlanStep.objects.filter(pk=step_id, kind__in=UNDOABLE_STEPS).first()
        if step is None:
            raise NoSuchThing("没有编号为 $id 的操作。", id=step_id)
        actor = acting(actor, Act.PLAN, Thing(cycle_id=step.cycle_id))
        demand_unissued(step.cycle_id)
        if came_here("ledger.planstep", step.pk):
            raise CannotPlan("这一步是轮次迁入以前做的，不能再撤销。")
        if PlanStep.objects.filter(pk=step_id, undone=False).update(undone=True) != 1:
            raise CannotPlan("这一步已经撤销过。")
        facts = json.loads(step.facts)
        _demand_untouched(dict(facts["versions"]))
        tasks = [restore(snapshot) for snapshot in facts["before"]]
        for task_id in facts["created"]:
            remove_task(Task.objects.get(pk=task_id))
        for task in tasks:
            Task.objects.filter(pk=task.pk).update(version=F("version") + 1)
            keep_units(task)
            reindex_task(task.pk)
        names = {"task": "、".join(name_of(task) for task in tasks)}
        tell_step(step, actor=actor, verb=f"task.undo_{step.kind}", before=names, after=names, at=at)


def _demand_untouched(versions: dict[int, int]) -> None:
    now = dict(Task.objects.filter(pk__in=versions).values_list("pk", "version"))
    if now != versions:
        raise CannotPlan("这些任务后来又有变化，不能再撤销这一步。")
