"""A task that was not in the document: what a meeting decided, or what the office finds missing."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from zhenggai.domain.planning import TaskPlan, demand_task_plan, task_facts
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.ledger.issued import demand_unissued, hold_cycle
from zhenggai.ledger.models import Problem, Task
from zhenggai.ledger.operations.planning.holding import tell_task
from zhenggai.ledger.operations.planning.snapshots import next_number, place_behind, set_problems
from zhenggai.ledger.reindexing import reindex_task
from zhenggai.ledger.standing import keep_units
from zhenggai.people.unit_finding import find_or_add_units

NO_TASK = 0


def add_task(*, cycle_id: int, problem_id: int, plan: TaskPlan, actor: Actor, at: datetime) -> int:
    """Put another task under a problem and return its key.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: where the plan contradicts itself.
    :raises NoSuchThing: where the cycle has no such problem.
    :raises PlanIssued: where the plan is issued.
    """
    actor = acting(actor, Act.PLAN, Thing(cycle_id=cycle_id))
    with transaction.atomic(durable=True):
        demand_unissued(cycle_id)
        task = make_task(cycle_id=cycle_id, problem_id=problem_id, plan=plan)
        tell_task(task, actor=actor, verb="task.add", before=None, after=task_facts(plan), at=at)
    return task.pk


def make_task(*, cycle_id: int, problem_id: int, plan: TaskPlan) -> Task:
    """Make a task behind those of its problem; part of the transaction of a caller who tells of it.

    :raises CannotPlan: where the plan contradicts itself.
    :raises NoSuchThing: where the cycle has no such problem.
    """
    journal.demand_transaction()
    hold_cycle(cycle_id)
    demand_task_plan(plan)
    problem = Problem.objects.select_related("aspect").filter(pk=problem_id, cycle_id=cycle_id).first()
    if problem is None:
        raise NoSuchThing("这个轮次里没有编号为 $id 的问题。", id=problem_id)
    number = next_number(cycle_id)
    task = Task.objects.create(
        cycle_id=cycle_id,
        aspect=problem.aspect,
        problem=problem,
        position=place_behind(cycle_id, problem, but=NO_TASK),
        aspect_position=problem.aspect.position,
        number=number,
        kind=plan.kind,
        state="not_started",
        target=plan.target,
        leader=plan.leader,
        co_units=json.dumps(plan.co_units, ensure_ascii=False),
        person=plan.person,
        standard=plan.standard,
        risk=plan.risk,
        unit_id=find_or_add_units([plan.unit]).get(plan.unit) if plan.unit else None,
        unit_name=plan.unit,
        deadline=plan.deadline,
    )
    set_problems(task, [problem.pk])
    keep_units(task)
    reindex_task(task.pk)
    return Task.objects.select_related("problem__aspect").get(pk=task.pk)
