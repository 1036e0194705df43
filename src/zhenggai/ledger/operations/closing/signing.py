"""Signing an application: one step of the chain, one person, exactly what they saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhenggai.domain.closing_rules import BY_LIST, STEPS, ClosingRules, Step
from zhenggai.domain.days import months_after
from zhenggai.domain.gate import demand_gate
from zhenggai.domain.gate_conditions import CONDITIONS
from zhenggai.domain.rights import Actor, Office, Thing, acting, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.signing import CannotSign, demand_signature, next_step, standing_of
from zhenggai.ledger.closing.digests import digest_of, signed_of
from zhenggai.ledger.closing.posts import posts_in_units, years_before
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.doubting.at_the_gate import AtTheGate
from zhenggai.ledger.doubting.fresh import with_fresh_doubts
from zhenggai.ledger.operations.closing.applying import keep_signature
from zhenggai.ledger.operations.closing.holding import (
    claim_closing,
    content_changed,
    find_move_of,
    hold_at_the_gate,
    move_task,
    tell_closing,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A step that may be signed now: in which office, for what, and whether it is the last."""

    step: Step
    office: Office
    digest: str
    last: bool
    rules: ClosingRules


def sign_closing(*, closing_id: int, digest: str, actor: Actor, at: datetime) -> None:
    """Sign the step whose turn it is; the last signature closes the task.

    :raises NotAllowed: where the actor signs nothing of this task.
    :raises CannotSign: out of turn, twice, from the unit itself, or at a step that a meeting decides by list.
    :raises ContentChanged: where `digest` is not that of what stands in the ledger.
    :raises GateShut: where something has come to be missing.
    :raises ClosingChanged: where somebody else signed, returned or withdrew at the same moment.
    """
    demand(actor, Act.SIGN)
    with transaction.atomic(durable=True):
        closing, found = hold_at_the_gate(closing_id)
        actor = acting(actor, Act.SIGN, found.thing)
        claim_closing(closing)
        turn = demand_turn(closing, found, digest, actor=actor, at=at)
        if turn.step in BY_LIST and turn.last:
            raise CannotSign("“$step”由会议按清单审定，请在会议销号清单里办。", step=STEPS[turn.step])
        signer = give(closing, turn, actor=actor, at=at)
        state = close(closing, turn, at=at) if turn.last else {}
        tell_closing(
            closing,
            actor=signer,
            verb="closing.sign",
            before={"state": state["before"]} if state else {},
            after={
                "step": STEPS[turn.step],
                "digest": digest,
                **({"state": state["after"]} if state else {}),
            },
            at=at,
        )


def demand_turn(closing: Closing, found: AtTheGate, digest: str, *, actor: Actor, at: datetime) -> Turn:
    """The step that the actor may sign now, of a claimed application; part of the transaction of the signature.

    :raises CannotSign: where they may not.
    :raises ContentChanged: where `digest` is not that of what stands in the ledger.
    :raises GateShut: where something is missing.
    """
    if closing.outcome != "done":
        raise CannotSign("这份申请不走签字链，由审批人审批。")
    rules, today = found.rules, localdate(at)
    view = found.view(today=today)
    now = digest_of(view, closing)
    if now != digest:
        raise content_changed(
            "您看过以后，措施、佐证或数字有了变化：$who $did$changes。签字要重新来过，请重新看一遍。", closing.task_id
        )
    standing = standing_of(map(signed_of, found.rows.signatures_of(closing.pk)), digest=now, rules=rules)
    step = next_step(standing)
    if step is None:
        raise CannotSign("各方已经签完，不必再签。")
    thing = found.thing
    posts = _posts(actor, thing, rules, today=today) if step == "supervisor" else ()
    office = demand_signature(actor, step=step, thing=thing, standing=standing, posts=posts)
    last = step == rules.chain[-1]
    if last:
        view = with_fresh_doubts(view, found, at=at)
    demand_gate(view, rules, CONDITIONS, stage="close" if last else "apply")
    return Turn(step, office, now, last, rules)


def give(closing: Closing, turn: Turn, *, actor: Actor, at: datetime, listed: int | None = None) -> Actor:
    """Store the signature and return the signer as the journal names them."""
    signer = replace(actor, on_behalf=turn.office.on_behalf)
    keep_signature(closing, turn.step, turn.digest, role=turn.office.role, actor=signer, at=at, listed=listed)
    return signer


def close(closing: Closing, turn: Turn, *, at: datetime) -> dict[str, str]:
    """Close the task of an application that everybody has signed, and begin the watch; the states in words."""
    watched = "settle" not in turn.rules.without
    Closing.objects.filter(pk=closing.pk).update(
        state="closed",
        ended_at=at,
        digest=turn.digest,
        watch_until=months_after(localdate(at), turn.rules.watch_months) if watched else None,
    )
    return move_task(closing.task, find_move_of(closing.task, "close"), bump=True)


def _posts(actor: Actor, thing: Thing, rules: ClosingRules, *, today: date) -> Sequence[str]:
    since = years_before(today, rules.post_years)
    return [post.words for post in posts_in_units([actor.id], thing.units).get(actor.id, ()) if post.counts(since)]
