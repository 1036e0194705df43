"""Opening accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import CONSOLE, Actor, demand
from zhenggai.domain.roles import ROLE_NAMES, Act, Role
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.people.models import Account
from zhenggai.people.unit_finding import find_or_add_units


class LoginTaken(Refusal):
    """Another account logs in by this name."""


class UnitUnclear(Refusal):
    """A unit's name that may mean several units."""


class WeakPassword(Refusal):
    """A password that would not keep anybody out."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One of the people a demonstration is played with."""

    login: str
    name: str
    role: Role
    unit: str


# Printed for everybody to see: it protects a demonstration alone.
DEMO_PASSWORD = "rectify-2026-demo"  # noqa: S105
DEMO_PEOPLE = (
    DemoPerson("wang", "王敏", Role.OFFICE_CLERK, "县委整改办"),
    DemoPerson("li", "李建国", Role.LEADER, "县委办公室"),
    DemoPerson("zhao", "赵晓峰", Role.UNIT_CLERK, "县水利局"),
    DemoPerson("sun", "孙立", Role.SUPERVISOR, "县纪委监委机关"),
    DemoPerson("he", "何远", Role.FIRST_RESPONSIBLE, "中共云岭县委员会"),
    DemoPerson("zhou", "周建平", Role.GROUP_HEAD, "云岭县人民政府"),
    DemoPerson("cheng", "程颖", Role.GROUP_MEMBER, "县委组织部"),
    DemoPerson("feng", "冯雪", Role.WORKING_HEAD, "县委宣传部"),
    DemoPerson("lu", "卢山", Role.WORKING_MEMBER, "县委巡察办"),
    DemoPerson("ma", "马骏", Role.UNIT_HEAD, "县水利局"),
    DemoPerson("qiao", "乔林", Role.UPPER_INSPECTOR, "市委巡察办"),
    DemoPerson("gu", "顾明", Role.ADMINISTRATOR, "县委办公室"),
    DemoPerson("an", "安宁", Role.SECURITY_KEEPER, "县委办公室"),
    DemoPerson("ji", "季诚", Role.AUDITOR, "县委办公室"),
)


def create_account(
    *, login: str, name: str, role: Role, unit: str | None, password: str, actor: Actor, at: datetime
) -> int:
    """Open an account and return its number.

    :raises NotAllowed: unless the actor keeps accounts.
    :raises LoginTaken: where the login name is in use.
    :raises UnitUnclear: where several units may be meant.
    :raises WeakPassword: where the password breaks a rule.
    """
    demand(actor, Act.KEEP_ACCOUNTS)
    account = Account(login=login.strip(), name=name.strip(), role=role)
    demand_strength(password, account)
    account.password = _kept(password)
    try:
        with transaction.atomic(durable=True):
            return _open_account(account, unit=unit, actor=actor, at=at)
    except IntegrityError as clash:
        if Account.objects.filter(login=account.login).exists():
            raise LoginTaken("登录名“$login”已有人使用，请换一个。", login=account.login) from clash
        raise


def ensure_demo_people(*, at: datetime) -> tuple[DemoPerson, ...]:
    """Open the accounts of the demonstration that do not exist yet, and return all of them; the password is DEMO_PASSWORD."""
    known = set(
        Account.objects.filter(login__in=[person.login for person in DEMO_PEOPLE]).values_list("login", flat=True)
    )
    for person in DEMO_PEOPLE:
        if person.login not in known:
            create_account(
                login=person.login,
                name=person.name,
                role=person.role,
                unit=person.unit,
                password=DEMO_PASSWORD,
                actor=CONSOLE,
                at=at,
            )
    return DEMO_PEOPLE


def _kept(password: str) -> str:
    """The password as it is kept; everybody of a demonstration has the published one, of which one hash is enough."""
    if settings.DEMO and password == DEMO_PASSWORD:
        return _published_hash()
    return make_password(password)


@cache
def _published_hash() -> str:
    return make_password(DEMO_PASSWORD)


def _open_account(account: Account, *, unit: str | None, actor: Actor, at: datetime) -> int:
    if unit:
        account.unit_id = _the_unit(unit)
    account.save(force_insert=True)
    journal.append(
        actor=actor,
        verb="account.create",
        subject=Subject("account", account.pk),
        before=None,
        after={"login": account.login, "name": account.name, "role": ROLE_NAMES[Role(account.role)], "unit": unit},
        why="",
        at=at,
        salt=fresh_salt(),
    )
    return account.pk


def _the_unit(name: str) -> int:
    found = find_or_add_units([name])
    if name not in found:
        raise UnitUnclear("“$name”可能是几个单位，请写全称。", name=name)
    return found[name]


def demand_strength(password: str, account: Account) -> None:
    """:raises WeakPassword: where the password breaks a rule."""
    try:
        validate_password(password, account)
    except ValidationError as faults:
        raise WeakPassword("密码不合要求：$faults", faults="".join(faults.messages)) from faults
