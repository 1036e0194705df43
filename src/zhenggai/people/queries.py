"""Who somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import ROLE_NAMES, Role
from zhenggai.people.models import Account, Unit
from zhenggai.people.offices import actor_of


@dataclass(frozen=True, slots=True)
class Person:
    """An account as a page shows it."""

    id: int
    login: str
    name: str
    role: Role
    role_name: str
    unit: str | None


def find_actor(*, account_id: int, at: datetime) -> Actor | None:
    """The actor behind an account with every office they hold at that time; None where it is closed or unknown."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    return actor_of(account, at=at) if account else None


def actor_behind(*, user: object, at: datetime) -> Actor | None:
    """The actor behind whoever a request comes from, without asking for the account again; None before the log-in."""
    return actor_of(user, at=at) if isinstance(user, Account) and user.is_active else None


def list_people() -> tuple[Person, ...]:
    """Every open account, by login name."""
    accounts = Account.objects.filter(is_active=True).select_related("unit").order_by("login")
    return tuple(_person(account) for account in accounts)


def has_administrator() -> bool:
    """Whether anybody can keep accounts yet."""
    return Account.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists()


def has_password(*, account_id: int) -> bool:
    """Whether the account can log in by a password at all."""
    account = Account.objects.filter(pk=account_id).first()
    return account is not None and account.has_usable_password()


def _person(account: Account) -> Person:
    role = Role(account.role)
    unit = account.unit.name if account.unit else None
    return Person(account.pk, account.login, account.name, role, ROLE_NAMES[role], unit)


def list_unit_names(*, limit: int) -> tuple[str, ...]:
    """The names of units, in order, at most `limit` of them."""
    return tuple(Unit.objects.order_by("name").values_list("name", flat=True)[:limit])
