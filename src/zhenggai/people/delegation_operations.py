"""Letting somebody act for oneself, from day to day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from zhenggai.domain.appointing import LONGEST_REASON, delegable_acts, may_hold
from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import Actor, demand, offices_of
from zhenggai.domain.roles import ACT_NAMES, SIGNERS, Act, Role
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.people.models import Account, Delegation

LONGEST_DAYS = 366


class WrongDelegation(Refusal):
    """A delegation that cannot be: to this person, for these acts, or on these days."""


class DelegationOver(Refusal):
    """The delegation is over already."""


@dataclass(frozen=True, slots=True)
class DelegationWish:
    """Who is to act for the giver, from the first day to the last; no acts means all that can be given."""

    taker_id: int
    starts: date
    ends: date
    why: str
    acts: tuple[Act, ...] = ()


def givable_acts(actor: Actor) -> tuple[Act, ...]:
    """What the actor may let another do for them, in the order of the table of acts."""
    own = [office.role for office in offices_of(actor) if not office.on_behalf and office.role in SIGNERS]
    held = {act for role in own for act in delegable_acts(role)}
    return tuple(act for act in Act if act in held)


def delegate(*, wish: DelegationWish, actor: Actor, at: datetime) -> int:
    """Let somebody act for the actor and return the delegation's number; what they do says for whom.

    :raises NotAllowed: unless the actor may let others act.
    :raises NoSuchThing: where there is no such open account.
    :raises WrongDelegation: to oneself, to somebody who may not stand in, for other acts, without reason, on wrong days.
    """
    demand(actor, Act.DELEGATE)
    with transaction.atomic(durable=True):
        giver, taker = _account(actor.id), _account(wish.taker_id)
        _demand_taker(actor, taker)
        _demand_terms(wish, actor, today=localdate(at))
        if _overlapping(giver, taker, wish):
            raise WrongDelegation("这几天已经委托给“$name”。", name=taker.name)
        row = Delegation.objects.create(
            giver=giver,
            taker=taker,
            acts=json.dumps([act.value for act in wish.acts]),
            starts=wish.starts,
            ends=wish.ends,
            why=wish.why.strip(),
        )
        _append("delegation.give", row, None, _told(row), why=row.why, actor=actor, at=at)
        return row.pk


def end_delegation(*, delegation_id: int, version: int, actor: Actor, at: datetime) -> None:
    """Take a delegation back at once; what was done under it stays.

    :raises NotAllowed: unless the actor gave it.
    :raises NoSuchThing: where there is none of that number.
    :raises DelegationOver: where it is over, or somebody was faster.
    """
    demand(actor, Act.DELEGATE)
    with transaction.atomic(durable=True):
        row = Delegation.objects.select_related("giver", "taker").filter(pk=delegation_id).first()
        if row is None:
            raise NoSuchThing("没有编号为 $id 的委托。", id=delegation_id)
        if row.giver_id != actor.id:
            raise NotAllowed("只有委托人本人能收回委托。")
        open_ones = Delegation.objects.filter(pk=row.pk, version=version, ended_at=None, ends__gte=localdate(at))
        if open_ones.update(ended_at=at, version=version + 1) != 1:
            raise DelegationOver("这项委托已经结束。")
        before = _told(row)
        _append("delegation.end", row, before, {**before, "state": "收回"}, why="", actor=actor, at=at)


def _account(account_id: int) -> Account:
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        raise NoSuchThing("没有编号为 $id 的账号。", id=account_id)
    return account


def _demand_taker(actor: Actor, taker: Account) -> None:
    if taker.pk == actor.id:
        raise WrongDelegation("不能委托给自己。")
    roles = [office.role for office in offices_of(actor) if not office.on_behalf and office.role in SIGNERS]
    if not any(may_hold(role, Role(taker.role)) for role in roles):
        raise WrongDelegation("“$name”不能代您办理：三员不办理业务，责任单位的人不代整改办办理。", name=taker.name)


def _demand_terms(wish: DelegationWish, actor: Actor, *, today: date) -> None:
    if not wish.why.strip() or len(wish.why) > LONGEST_REASON:
        raise WrongDelegation("请写明委托的原因，最多 $longest 个字。", longest=LONGEST_REASON)
    if wish.ends < wish.starts:
        raise WrongDelegation("止在起之前。")
    if wish.starts < today:
        raise WrongDelegation("委托从今天或以后开始。")
    if (wish.ends - wish.starts).days >= LONGEST_DAYS:
        raise WrongDelegation("一次委托最长一年。")
    if not set(wish.acts) <= set(givable_acts(actor)):
        raise WrongDelegation("所选事项里有您自己不能办理或不能委托的。")


def _overlapping(giver: Account, taker: Account, wish: DelegationWish) -> bool:
    same = Delegation.objects.filter(giver=giver, taker=taker, ended_at=None)
    return same.filter(starts__lte=wish.ends, ends__gte=wish.starts).exists()


def _told(row: Delegation) -> dict[str, object]:
    acts: Sequence[str] = json.loads(row.acts)
    return {
        "giver": row.giver.name,
        "taker": row.taker.name,
        "acts": "、".join(ACT_NAMES[Act(name)] for name in acts) or "全部可委托的事项",
        "starts": row.starts.isoformat(),
        "ends": row.ends.isoformat(),
    }


def _append(
    verb: str,
    row: Delegation,
    before: dict[str, object] | None,
    after: dict[str, object],
    *,
    why: str,
    actor: Actor,
    at: datetime,
) -> None:
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("delegation", row.pk),
        before=before,
        after=after,
        why=why,
        at=at,
        salt=fresh_salt(),
    )
