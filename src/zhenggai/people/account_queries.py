"""Accounts as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.roles import ROLE_NAMES, Role
from zhenggai.people.models import Account


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


def list_accounts() -> tuple[AccountRow, ...]:
    """Every account, those in use first."""
    accounts = Account.objects.select_related("unit").order_by("-is_active", "login")
    return tuple(_row(account) for account in accounts)


def account_row(*, account_id: int) -> AccountRow:
    """One account.

    :raises NoSuchThing: where there is none of that number.
    """
    account = Account.objects.select_related("unit").filter(pk=account_id).first()
    if account is None:
        raise NoSuchThing("没有编号为 $id 的账号。", id=account_id)
    return _row(account)


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
    )
