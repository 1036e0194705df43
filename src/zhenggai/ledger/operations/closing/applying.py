"""Applying to close a task, with the unit's own word, and taking the application back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhenggai.domain.gate import demand_gate
from zhenggai.domain.gate_conditions import CONDITIONS
from zhenggai.domain.rights import Actor, acting, demand
from zhenggai.domain.roles import Act, Role
from zhenggai.domain.signing import demand_signature, standing_of
from zhenggai.domain.staging import CannotClose, demand_reason
from zhenggai.ledger.closing.digests import digest_of, seen_digest
from zhenggai.ledger.closing_models import Closing, Signature
from zhenggai.ledger.doubting.fresh import with_fresh_doubts
from zhenggai.ledger.operations.closing.holding import (
    ClosingChanged,
    claim_at_the_gate,
    claim_closing,
    content_changed,
    find_closing,
    find_move_of,
    move_task,
    new_closing,
    tell_closing,
)
from zhenggai.ledger.standing import acting_on_task


def apply_to_close(*, task_id: int, version: int, seen: str, statement: str, actor: Actor, at: datetime) -> int:
    """Apply to close a task, which is the unit head's word that what was reported is true; return the application.

    :raises NotAllowed: unless the actor heads the unit that leads the task.
    :raises GateShut: while something is missing that the unit itself must bring.
    :raises MoveRefused: from a state that the table does not let close.
    :raises ContentChanged: where `seen` is not the digest of what stands in the ledger.
    :raises TaskChanged: where `version` is not the task's.
    """
    demand(actor, Act.APPLY_CLOSING)
    said = demand_reason(statement, what="整改情况说明")
    with transaction.atomic(durable=True):
        found = claim_at_the_gate(task_id, version=version)
        task, rules, thing = found.task, found.rules, found.thing
        actor = acting(actor, Act.APPLY_CLOSING, thing)
        demand_none_open(found.rows.closings)
        move = find_move_of(task, "apply")
        view = found.view(today=localdate(at))
        demand_gate(with_fresh_doubts(view, found, at=at), rules, CONDITIONS, stage="apply")
        if seen_digest(view) != seen:
            raise content_changed(
                "您看过以后，措施、佐证或数字有了变化：$who $did$changes。请重新看一遍再提交。", task.pk
            )
        number = max((one.number for one in found.rows.closings), default=0) + 1
        closing = new_closing(task, number=number, outcome="done", statement=said, actor=actor, at=at)
        closing.save(force_insert=True)
        digest = digest_of(view, closing)
        standing = standing_of((), digest=digest, rules=rules)
        demand_signature(actor, step="unit", thing=thing, standing=standing, posts=())
        keep_signature(closing, "unit", digest, role=Role.UNIT_HEAD, actor=actor, at=at)
        state = move_task(task, move)
        tell_closing(
            closing,
            actor=actor,
            verb="closing.apply",
            before={"state": state["before"]},
            after={"state": state["after"], "digest": digest},
            why=said,
            at=at,
        )
    return closing.pk


def withdraw_closing(*, closing_id: int, version: int, actor: Actor, at: datetime) -> None:
    """Take an application back; the task stands again where it was applied for.

    :raises NotAllowed: unless the actor heads the unit that leads the task.
    :raises ClosingChanged: where `version` is not the application's, or it is not open any more.
    """
    demand(actor, Act.APPLY_CLOSING)
    with transaction.atomic(durable=True):
        closing = find_closing(closing_id)
        actor = acting_on_task(actor, Act.APPLY_CLOSING, closing.task)
        claim_closing(closing, version=version)
        state = end_closing(closing, "withdraw", "withdrawn", why="", actor=actor, at=at)
        tell_closing(closing, actor=actor, verb="closing.withdraw", before=state["before"], after=state["after"], at=at)


def end_closing(
    closing: Closing, key: str, state: str, *, why: str, actor: Actor, at: datetime
) -> dict[str, dict[str, object]]:
    """End a claimed application without success; a task that had moved for it goes back. Part of a transaction."""
    Closing.objects.filter(pk=closing.pk).update(state=state, ended_at=at, ended_by=actor.name, why=why)
    if closing.outcome != "done":
        return {"before": {}, "after": {}}
    move = find_move_of(closing.task, key, back_to=closing.came_from)  # type: ignore[arg-type]
    moved = move_task(closing.task, move, bump=True)
    return {"before": {"state": moved["before"]}, "after": {"state": moved["after"]}}


def keep_signature(
    closing: Closing, step: str, digest: str, *, role: Role, actor: Actor, at: datetime, listed: int | None = None
) -> None:
    """Store somebody's word; part of the transaction of the signature."""
    Signature.objects.create(
        closing=closing,
        step=step,
        by_id=actor.id,
        by=actor.name,
        role=role,
        on_behalf=actor.on_behalf,
        digest=digest,
        at=at,
        listed_id=listed,
    )


def demand_none_open(closings: Iterable[Closing]) -> None:
    """Return when none of a task's applications is under way.

    :raises ClosingChanged: when one is.
    """
    if any(one.state == "open" for one in closings):
        raise ClosingChanged("这项任务已有一份申请在办理，请先办完或撤回。")


__all__ = ["CannotClose", "apply_to_close", "demand_none_open", "end_closing", "keep_signature", "withdraw_closing"]
