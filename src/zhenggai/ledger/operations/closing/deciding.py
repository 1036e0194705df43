"""Deciding on applications: sending one back, granting or refusing long-term work and what is no longer needed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhenggai.domain.extensions import EXTENSION_STATES
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.signing import CannotSign
from zhenggai.domain.staging import CannotClose, demand_reason
from zhenggai.ledger.closing_models import Closing, StagedTarget
from zhenggai.ledger.models import Extension, Task
from zhenggai.ledger.operations.closing.applying import end_closing
from zhenggai.ledger.operations.closing.holding import (
    claim_closing,
    find_closing,
    find_move_of,
    move_task,
    tell_closing,
)
from zhenggai.ledger.standing import acting_on_task

# Why nobody decides any more on a later date that was asked for.
SET_ASIDE = {
    "long_term": "任务已批准转长期坚持，期限按阶段目标，不再另批延期。",
    "not_applicable": "任务已批准不再适用，不再需要延期。",
}


def return_closing(*, closing_id: int, version: int, why: str, actor: Actor, at: datetime) -> None:
    """Send an application to close back with reasons; the task stands again where it was applied for.

    :raises NotAllowed: unless the actor verifies or decides on the task.
    :raises CannotClose: without a reason, or for an application that is granted or refused instead.
    :raises ClosingChanged: where `version` is not the application's, or it is not open any more.
    """
    demand(actor, Act.RETURN_CLOSING)
    said = demand_reason(why, what="退回原因")
    with transaction.atomic(durable=True):
        closing = find_closing(closing_id)
        actor = acting_on_task(actor, Act.RETURN_CLOSING, closing.task)
        if closing.outcome != "done":
            raise CannotClose("这份申请由审批人批准或不批准，不退回。")
        claim_closing(closing, version=version)
        state = end_closing(closing, "return", "returned", why=said, actor=actor, at=at)
        tell_closing(
            closing,
            actor=actor,
            verb="closing.return",
            before=state["before"],
            after=state["after"],
            why=said,
            at=at,
        )


def decide_long_term(*, closing_id: int, version: int, approve: bool, why: str, actor: Actor, at: datetime) -> None:
    """Let a task go on by staged targets, its deadline that of the next one, or refuse it with a reason.

    :raises NotAllowed: unless the actor decides on changes of the task.
    :raises CannotClose: where a refusal gives no reason, or the application asks for something else.
    :raises ClosingChanged: where `version` is not the application's, or it is not open any more.
    """
    demand(actor, Act.DECIDE_CHANGE)
    _decide(closing_id, version, "long_term", Act.DECIDE_CHANGE, approve=approve, why=why, actor=actor, at=at)


def decide_not_applicable(
    *, closing_id: int, version: int, approve: bool, why: str, actor: Actor, at: datetime
) -> None:
    """Drop a task because it is no longer needed, or refuse that with a reason.

    :raises NotAllowed: unless the actor heads the leading group or is first responsible.
    :raises CannotClose: where a refusal gives no reason, or the application asks for something else.
    :raises ClosingChanged: where `version` is not the application's, or it is not open any more.
    """
    demand(actor, Act.RELEASE)
    _decide(closing_id, version, "not_applicable", Act.RELEASE, approve=approve, why=why, actor=actor, at=at)


def _decide(
    closing_id: int, version: int, outcome: str, act: Act, *, approve: bool, why: str, actor: Actor, at: datetime
) -> None:
    said = why.strip() if approve else demand_reason(why, what="不批准的原因")
    with transaction.atomic(durable=True):
        closing = find_closing(closing_id)
        actor = acting_on_task(actor, act, closing.task)
        if closing.outcome != outcome:
            raise CannotClose("这份申请要的不是这个结果。")
        if closing.applied_by_id == actor.id:
            raise CannotSign("自己提出的申请不能自己批准。")
        claim_closing(closing, version=version)
        if approve:
            before, after = _grant(closing, outcome, said, actor=actor, at=at)
        else:
            before, after = {}, {}
            end_closing(closing, f"refuse_{outcome}", "refused", why=said, actor=actor, at=at)
        verb = "closing.grant" if approve else "closing.refuse"
        tell_closing(closing, actor=actor, verb=verb, before=before, after=after, why=said, at=at)


def _grant(
    closing: Closing, outcome: str, why: str, *, actor: Actor, at: datetime
) -> tuple[dict[str, object], dict[str, object]]:
    task = closing.task
    Closing.objects.filter(pk=closing.pk).update(state="closed", ended_at=at, ended_by=actor.name, why=why)
    move = find_move_of(task, f"grant_{outcome}")
    first = StagedTarget.objects.filter(closing=closing).order_by("position").first()
    columns = {"deadline": first.due} if first else {}
    state = move_task(task, move, bump=True, **columns)
    before: dict[str, object] = {"state": state["before"]}
    after: dict[str, object] = {"state": state["after"]}
    if asked := _set_aside_extension(task, outcome, actor=actor, at=at):
        before |= {"extension": asked, "extension_state": EXTENSION_STATES["asked"]}
        after |= {"extension": asked, "extension_state": EXTENSION_STATES["withdrawn"]}
    if first:
        before["deadline"] = task.deadline.isoformat() if task.deadline else ""
        after["deadline"] = first.due.isoformat()
    return before, after


def _set_aside_extension(task: Task, outcome: str, *, actor: Actor, at: datetime) -> int | None:
    """Take back a later date that was asked for and not decided, since the task has none to move any more; return its number."""
    asked = Extension.objects.filter(task=task, state="asked").values_list("pk", flat=True).first()
    changes = {"state": "withdrawn", "decided_by": actor.name, "decided_at": at, "why": SET_ASIDE[outcome]}
    if asked is None or Extension.objects.filter(pk=asked, state="asked").update(**changes) != 1:
        return None
    return asked
