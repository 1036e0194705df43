"""After the end: opening a task again, letting it be stable, and pointing from a new finding to the old one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from zhenggai.domain.closing_words import CAUSES
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.staging import CannotClose, demand_reason
from zhenggai.ledger.closing_models import Closing, Recurrence, Reopening
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations.closing.holding import (
    claim_task,
    find_move_of,
    find_task,
    move_task,
    tell_closing,
)
from zhenggai.ledger.operations.planning.holding import name_of, tell_task
from zhenggai.ledger.standing import acting_on_task


def reopen_task(*, task_id: int, version: int, cause: str, what: str, actor: Actor, at: datetime) -> None:
    """Open a task again that was over; it keeps its number and everything that was done and signed.

    :raises NotAllowed: unless the actor watches over the task.
    :raises CannotClose: without a known cause and what was found.
    :raises MoveRefused: where the task is not over.
    :raises TaskChanged: where `version` is not the task's.
    """
    demand(actor, Act.REOPEN)
    said = demand_reason(what, what="重新激活的原因")
    if cause not in CAUSES:
        raise CannotClose("请选择重新激活的原因类别。")
    with transaction.atomic(durable=True):
        task = claim_task(task_id, version=version, while_closing=True)
        actor = acting_on_task(actor, Act.REOPEN, task)
        move = find_move_of(task, "reopen")
        last = Reopening.objects.filter(task=task).aggregate(last=Max("number"))["last"] or 0
        row = Reopening.objects.create(
            task=task,
            number=last + 1,
            cause=cause,
            what=said,
            came_from=task.state,
            closing=Closing.objects.filter(task=task, state="closed").order_by("-number").first(),
            at=at,
            by=actor.name,
            by_id=actor.id,
        )
        state = move_task(task, move)
        tell_task(
            task,
            actor=actor,
            verb="closing.reopen",
            before={"state": state["before"]},
            after={"state": state["after"], "reopened": row.number, "cause": CAUSES[cause]},
            why=said,
            at=at,
        )


def mark_stable(*, task_id: int, version: int, actor: Actor, at: datetime) -> None:
    """Say that nothing came back during the watch.

    :raises NotAllowed: unless the actor watches over the task.
    :raises CannotClose: while the watch is not over, or the task never went through the gate.
    :raises MoveRefused: where the task is not closed.
    :raises TaskChanged: where `version` is not the task's.
    """
    demand(actor, Act.SETTLE)
    with transaction.atomic(durable=True):
        task = claim_task(task_id, version=version, while_closing=True)
        actor = acting_on_task(actor, Act.SETTLE, task)
        move = find_move_of(task, "settle")
        granted = Closing.objects.select_related("task__problem__aspect").filter(task=task, state="closed")
        closing = granted.filter(outcome="done").order_by("-number").first()
        if closing is None or closing.watch_until is None:
            raise CannotClose("这项任务没有经过销号，没有监测期。")
        if closing.watch_until > localdate(at):
            raise CannotClose("监测期到 $day 才满。", day=closing.watch_until.isoformat())
        Closing.objects.filter(pk=closing.pk).update(stable_at=at, stable_by=actor.name)
        state = move_task(task, move)
        tell_closing(
            closing,
            actor=actor,
            verb="closing.settle",
            before={"state": state["before"]},
            after={"state": state["after"]},
            at=at,
        )


def point_to_old(*, task_id: int, version: int, old_task_id: int, why: str, actor: Actor, at: datetime) -> None:
    """Say that a task answers what was found in an earlier round already; the old task stays as it is.

    :raises NotAllowed: unless the actor plans.
    :raises CannotClose: without a reason, or where the old task is not of an earlier round.
    :raises TaskChanged: where `version` is not the task's.
    """
    demand(actor, Act.PLAN)
    said = demand_reason(why, what="认定为同一问题的理由")
    with transaction.atomic(durable=True):
        task = claim_task(task_id, version=version)
        actor = acting_on_task(actor, Act.PLAN, task)
        old = find_task(old_task_id)
        _demand_earlier(task, old)
        _, fresh = Recurrence.objects.get_or_create(
            task=task, old=old, defaults={"why": said, "at": at, "by": actor.name}
        )
        if not fresh:
            raise CannotClose("已经指向过这项老问题。")
        told = {"old_task": f"{old.cycle.title} {name_of(old)}"}
        tell_task(task, actor=actor, verb="closing.point_to_old", before={}, after=told, why=said, at=at)


def _demand_earlier(task: Task, old: Task) -> None:
    mine, its = task.cycle.feedback_date, old.cycle.feedback_date
    earlier = its < mine if mine and its else old.cycle_id < task.cycle_id
    if old.cycle_id == task.cycle_id or not earlier:
        raise CannotClose("老问题应当是更早轮次的任务。")
