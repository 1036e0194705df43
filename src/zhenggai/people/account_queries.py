"""Accounts as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.roles import ROLE_NAMES, Role
from zhenggai.people.models import Account, Person, Post


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account; never its password."""

    id: int
    login: str
    name: str
    role: Role
    role_name: str
    unit_id: int | None
    unit: str
    open: bool
    person_id: int | None
    person: str


def list_accounts() -> tuple[AccountRow, ...]:
    """Every account, those in use first."""
    accounts = Account.objects.select_related("unit", "person").order_by("-is_active", "login")
    return tuple(_row(account) for account in accounts)


def account_row(*, account_id: int) -> AccountRow:
    """One account.

    :raises NoSuchThing: where there is none of that number.
    """
    account = Account.objects.select_related("unit", "person").filter(pk=account_id).first()
    if account is None:
        raise NoSuchThing("没有编号为 $id 的账号。", id=account_id)
    return _row(account)


def likely_persons(*, account_id: int) -> tuple[int, ...]:
    """Who has the name of the account and no open account, those with a post in its unit first."""
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        return ()
    taken = Account.objects.filter(is_active=True).exclude(pk=account_id).exclude(person=None).values("person_id")
    namesakes = Person.objects.filter(name=account.name).exclude(pk__in=taken).order_by("pk")
    there = set(Post.objects.filter(unit=account.unit_id).values_list("person_id", flat=True))
    return tuple(sorted(namesakes.values_list("pk", flat=True), key=lambda pk: (pk not in there, pk)))


def _row(account: Account) -> AccountRow:
    role = Role(account.role)
    return AccountRow(
        id=account.pk,
        login=account.login,
        name=account.name,
        role=role,
        role_name=ROLE_NAMES[role],
        unit_id=account.unit_id,
        unit=account.unit.name if account.unit else "",
        open=account.is_active,
        person_id=account.person_id,
        person=account.person.name if account.person else "",
    )
