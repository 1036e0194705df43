"""Asking that a task becomes long-term, or that it is no longer needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.staging import StageWish, demand_reason, demand_stages
from zhenggai.domain.workflow import MoveRefused
from zhenggai.ledger.closing_models import Closing, StagedTarget
from zhenggai.ledger.issued import latest_issue
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations.closing.applying import demand_none_open
from zhenggai.ledger.operations.closing.holding import claim_task, find_move_of, last_number, new_closing, tell_closing
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.standing import acting_on_task


def ask_long_term(
    *, task_id: int, version: int, reason: str, stages: Sequence[StageWish], actor: Actor, at: datetime
) -> int:
    """Ask that a task goes on by staged targets and return the application; nothing changes until it is granted.

    :raises NotAllowed: unless the actor heads the unit that leads the task.
    :raises CannotClose: without a reason, or where the stages are none or too far apart.
    :raises MoveRefused: while the task is being closed or the plan is not issued, and where the task is over or goes on for long.
    :raises TaskChanged: where `version` is not the task's.
    """
    demand(actor, Act.APPLY_CLOSING)
    said = demand_reason(reason, what="转长期坚持的理由")
    with transaction.atomic(durable=True):
        closing, actor = _ask(task_id, version, "ask_long_term", "long_term", said, actor=actor, at=at)
        _demand_issued(closing.task)
        rules = rules_of(cycle_id=closing.cycle_id).closing
        demand_stages(stages, today=localdate(at), rules=rules)
        StagedTarget.objects.bulk_create(
            StagedTarget(closing=closing, position=place, target=stage.target.strip(), due=stage.due)
            for place, stage in enumerate(stages, start=1)
        )
        told = "；".join(f"{stage.due.isoformat()} {stage.target.strip()}" for stage in stages)
        tell_closing(closing, actor=actor, verb="closing.ask", after={"staged": told}, why=said, at=at)
    return closing.pk


def ask_not_applicable(*, task_id: int, version: int, reason: str, actor: Actor, at: datetime) -> int:
    """Ask that a task is dropped because it is no longer needed, and return the application.

    :raises NotAllowed: unless the actor heads the unit that leads the task.
    :raises CannotClose: without a reason.
    :raises MoveRefused: from a state that the table does not let end so.
    :raises TaskChanged: where `version` is not the task's.
    """
    demand(actor, Act.APPLY_CLOSING)
    said = demand_reason(reason, what="不再适用的理由")
    with transaction.atomic(durable=True):
        closing, actor = _ask(task_id, version, "ask_not_applicable", "not_applicable", said, actor=actor, at=at)
        tell_closing(closing, actor=actor, verb="closing.ask", why=said, at=at)
    return closing.pk


def _ask(
    task_id: int, version: int, key: str, outcome: str, said: str, *, actor: Actor, at: datetime
) -> tuple[Closing, Actor]:
    task = claim_task(task_id, version=version, while_closing=True)
    actor = acting_on_task(actor, Act.APPLY_CLOSING, task)
    if task.state == "closing":
        raise MoveRefused("这项任务正在申请销号：请先撤回销号申请，再提出这一项。")
    demand_none_open(Closing.objects.filter(task=task))
    find_move_of(task, key)
    closing = new_closing(task, number=last_number(task.pk) + 1, outcome=outcome, statement=said, actor=actor, at=at)
    closing.save(force_insert=True)
    return closing, actor


def _demand_issued(task: Task) -> None:
    """Return where the plan of a task that nobody has begun is issued: before that, planning says what kind of task it is."""
    if task.state == "not_started" and latest_issue(task.cycle_id) is None:
        raise MoveRefused("方案还没有印发，不必申请：在任务的“安排”页把类型定为“长期整改”就行。")
