"""Changing many tasks in one operation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhenggai.domain.changing import TASK_GROUPS
from zhenggai.domain.planning import CannotPlan, TaskChange, demand_task_plan, task_facts
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.ledger.issued import demand_kept
from zhenggai.ledger.models import PlanStep, Task
from zhenggai.ledger.operations.planning.holding import claim_task, name_of
from zhenggai.ledger.operations.planning.stepping import keep_step, tell_step
from zhenggai.ledger.operations.planning.tasks import store_task_plan
from zhenggai.ledger.planned import MOST_AT_ONCE, task_plan, worded_facts


def plan_many(*, cycle_id: int, versions: Mapping[int, int], change: TaskChange, actor: Actor, at: datetime) -> int:
    """Make one change in every task of `versions` (number → version seen), or in none; return the step's number.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: where a task cannot be changed like this, or nothing would change.
    :raises PlanIssued: where the plan is issued and protects what would change.
    :raises TaskChanged: where a task is no longer at the version that was seen.
    """
    actor = acting(actor, Act.PLAN, Thing(cycle_id=cycle_id))
    if not 0 < len(versions) <= MOST_AT_ONCE:
        raise CannotPlan("一次最多修改 $most 项任务，请少选一些。", most=MOST_AT_ONCE)
    with transaction.atomic(durable=True):
        before: dict[str, object] = {}
        after: dict[str, object] = {}
        numbers: dict[int, int] = {}
        for task_id, version in sorted(versions.items()):
            task = _claimed(task_id, version, cycle_id)
            numbers[task.pk] = task.number
            old, new = _changed(task, change)
            if new:
                before[name_of(task)], after[name_of(task)] = worded_facts(old), worded_facts(new)
        if not after:
            raise CannotPlan("这些任务已经是这样，没有需要修改的。")
        step = keep_step(PlanStep(cycle_id=cycle_id, kind="many"), touched=numbers)
        tell_step(step, actor=actor, verb="task.plan_many", before=before, after=after, at=at)
    return step.pk


def _claimed(task_id: int, version: int, cycle_id: int) -> Task:
    task = claim_task(task_id, version=version)
    if task.cycle_id != cycle_id:
        raise CannotPlan("所选任务不在同一个轮次。")
    return task


def _changed(task: Task, change: TaskChange) -> tuple[dict[str, object], dict[str, object]]:
    old = task_plan(task)
    plan = change.applied(old)
    demand_task_plan(plan)
    demand_kept(task.cycle_id, task_facts(old), task_facts(plan), TASK_GROUPS)
    return store_task_plan(task, plan)
