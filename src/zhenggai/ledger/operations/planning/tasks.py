"""Planning a task."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhenggai.domain.changing import TASK_GROUPS
from zhenggai.domain.planning import TaskPlan, demand_task_plan, task_facts
from zhenggai.domain.rights import Actor, acting
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.ledger.issued import demand_kept
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations.planning.holding import claim_task, tell_task
from zhenggai.ledger.planned import demand_measures_within, task_plan
from zhenggai.ledger.standing import acting_on_task, keep_units
from zhenggai.people.unit_finding import find_or_add_units

PLANNED = (
    "target",
    "kind",
    "leader",
    "unit",
    "unit_name",
    "co_units",
    "person",
    "deadline",
    "standard",
    "risk",
)


def plan_task(*, task_id: int, version: int, plan: TaskPlan, actor: Actor, at: datetime) -> None:
    """Say who answers for a task, until when and what it must reach.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: where the plan contradicts itself, or a measure would end later than the task.
    :raises PlanIssued: where the plan is issued and protects what would change.
    :raises TaskChanged: where `version` is not the task's.
    """
    actor = acting(actor, Act.PLAN)
    demand_task_plan(plan)
    with transaction.atomic(durable=True):
        task = claim_task(task_id, version=version)
        actor = acting_on_task(actor, Act.PLAN, task)
        demand_kept(task.cycle_id, task_facts(task_plan(task)), task_facts(plan), TASK_GROUPS)
        write_task_plan(task, plan, actor=actor, at=at)


def hand_task(task_id: int, field: str, name: str) -> str:
    """Let a task name another leader or person and return whom it named; part of a handover's transaction, which tells it.

    A handover is a road of its own: it stands open after a plan was issued, and asks for no change.

    :raises Task.DoesNotExist: where there is no such task.
    """
    journal.demand_transaction()
    task = Task.objects.get(pk=task_id)
    old: str = getattr(task, field)
    Task.objects.filter(pk=task_id).update(**{field: name, "version": F("version") + 1})
    return old


def write_task_plan(task: Task, plan: TaskPlan, *, actor: Actor, at: datetime) -> None:
    """Store the plan of a claimed task and tell what differs; part of its caller's transaction.

    :raises CannotPlan: where a measure would end later than the task.
    """
    before, after = store_task_plan(task, plan)
    tell_task(task, actor=actor, verb="task.plan", before=before, after=after, at=at)


def store_task_plan(task: Task, plan: TaskPlan) -> tuple[dict[str, object], dict[str, object]]:
    """Store the plan of a claimed task and return the facts that differ, before and after.

    :raises CannotPlan: where a measure would end later than the task.
    """
    demand_measures_within(task.measures.all(), plan)
    old, new = task_facts(task_plan(task)), task_facts(plan)
    task.target, task.kind, task.leader, task.person = plan.target, plan.kind, plan.leader, plan.person
    task.unit_id = find_or_add_units([plan.unit]).get(plan.unit) if plan.unit else None
    task.unit_name, task.co_units = plan.unit, json.dumps(plan.co_units, ensure_ascii=False)
    task.deadline, task.standard, task.risk = plan.deadline, plan.standard, plan.risk
    task.save(update_fields=PLANNED)
    keep_units(task)
    names = [name for name in new if old[name] != new[name]]
    return {name: old[name] for name in names}, {name: new[name] for name in names}
