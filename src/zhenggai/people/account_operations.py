"""Closing, reopening and assigning accounts. None is ever deleted, so that what was done keeps its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import KEEPERS, ROLE_NAMES, Act, Role
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.people.leaving import leave_account
from zhenggai.people.models import Account, Person, Unit

Told = dict[str, object]


class OwnAccount(Refusal):
    """Nobody closes their own account or gives themselves a role."""


class LastKeeper(Refusal):
    """Without this account nobody could open, assign or look on any more."""


class PersonTaken(Refusal):
    """Another open account is this person's."""


class AccountUnchanged(Refusal):
    """The account is closed, or open, already."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What an account is to be for, and in which unit."""

    role: Role
    unit_id: int | None


def close_account(*, account_id: int, actor: Actor, at: datetime) -> None:
    """Let nobody log in by this account any more; its history stays.

    :raises NotAllowed: unless the actor keeps accounts.
    :raises NoSuchThing: where there is no such account.
    :raises OwnAccount: where it is the actor's.
    :raises LastKeeper: where it is the last one of its kind of administrator.
    :raises AccountUnchanged: where it is closed already.
    """
    demand(actor, Act.KEEP_ACCOUNTS)
    with transaction.atomic(durable=True):
        account = _another(account_id, actor)
        _demand_another_keeper(account)
        _switch(account, is_active=False)
        left = _leave(account, account.role, account.unit, at=at)
        _append("account.close", account, {"state": "在用"}, {"state": "停用", **left}, actor=actor, at=at)


def reopen_account(*, account_id: int, actor: Actor, at: datetime) -> None:
    """Let somebody log in by this account again.

    :raises NotAllowed: unless the actor keeps accounts.
    :raises NoSuchThing: where there is no such account.
    :raises OwnAccount: where it is the actor's.
    :raises AccountUnchanged: where it is open already.
    :raises PersonTaken: where its person has another open account by now.
    """
    demand(actor, Act.KEEP_ACCOUNTS)
    try:
        with transaction.atomic(durable=True):
            account = _another(account_id, actor)
            _switch(account, is_active=True)
            _append("account.reopen", account, {"state": "停用"}, {"state": "在用"}, actor=actor, at=at)
    except IntegrityError as clash:
        raise PersonTaken("这个人已有一个在用的账号。") from clash


def assign_role(*, account_id: int, assignment: Assignment, actor: Actor, at: datetime) -> None:
    """Say what an account is for and in which unit; it holds from the next request on.

    :raises NotAllowed: unless the actor assigns roles.
    :raises NoSuchThing: where there is no such account or unit.
    :raises OwnAccount: where it is the actor's.
    :raises LastKeeper: where it is the last one of its kind of administrator.
    """
    demand(actor, Act.ASSIGN_ROLES)
    with transaction.atomic(durable=True):
        account = _another(account_id, actor)
        unit = _unit(assignment.unit_id)
        before, was, had = _told(account), account.role, account.unit
        if account.role != assignment.role:
            _demand_another_keeper(account)
        account.role, account.unit = assignment.role, unit
        if _told(account) == before:
            return
        account.save(update_fields=("role", "unit"))
        left = _leave(account, was, had, at=at)
        _append("account.assign", account, before, {**_told(account), **left}, actor=actor, at=at)


def link_person(*, account_id: int, person_id: int | None, actor: Actor, at: datetime) -> None:
    """Say whose an account is, so that what the person is appointed to holds for it; None is nobody's.

    :raises NotAllowed: unless the actor keeps accounts.
    :raises NoSuchThing: where there is no such account or person.
    :raises OwnAccount: where it is the actor's.
    :raises PersonTaken: where another open account is the person's.
    """
    demand(actor, Act.KEEP_ACCOUNTS)
    try:
        with transaction.atomic(durable=True):
            account = _another(account_id, actor)
            person = _person(person_id)
            if account.person_id == person_id:
                return
            before: Told = {"person": account.person.name if account.person else None}
            account.person = person
            account.save(update_fields=("person",))
            after: Told = {"person": person.name if person else None}
            _append("account.link", account, before, after, actor=actor, at=at)
    except IntegrityError as clash:
        raise PersonTaken("这个人已有一个在用的账号。") from clash


def _another(account_id: int, actor: Actor) -> Account:
    account = Account.objects.select_related("unit", "person").filter(pk=account_id).first()
    if account is None:
        raise NoSuchThing("没有编号为 $id 的账号。", id=account_id)
    if account.pk == actor.id:
        raise OwnAccount("不能停用自己的账号，也不能给自己分配角色。")
    return account


def _demand_another_keeper(account: Account) -> None:
    if Role(account.role) not in KEEPERS or not account.is_active:
        return
    if not Account.objects.filter(role=account.role, is_active=True).exclude(pk=account.pk).exists():
        raise LastKeeper("这是最后一个$role，请先另开一个。", role=ROLE_NAMES[Role(account.role)])


def _switch(account: Account, *, is_active: bool) -> None:
    changed = Account.objects.filter(pk=account.pk, is_active=not is_active).update(is_active=is_active)
    if changed != 1:
        raise AccountUnchanged("账号“$login”已经是这样，不用再改。", login=account.login)


def _person(person_id: int | None) -> Person | None:
    if person_id is None:
        return None
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NoSuchThing("没有编号为 $id 的人员。", id=person_id)
    return person


def _leave(account: Account, role: str, unit: Unit | None, *, at: datetime) -> Told:
    about = "，".join(name for name in (unit.name if unit else "", ROLE_NAMES[Role(role)]) if name)
    return leave_account(account, role=Role(role), unit_id=unit.pk if unit else None, about=about, at=at)


def _unit(unit_id: int | None) -> Unit | None:
    if unit_id is None:
        return None
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise NoSuchThing("没有编号为 $id 的单位。", id=unit_id)
    return unit


def _told(account: Account) -> Told:
    return {"role": ROLE_NAMES[Role(account.role)], "unit": account.unit.name if account.unit else None}


def _append(verb: str, account: Account, before: Told, after: Told, *, actor: Actor, at: datetime) -> None:
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("account", account.pk),
        before={"login": account.login, **before},
        after={"login": account.login, **after},
        why="",
        at=at,
        salt=fresh_salt(),
    )
