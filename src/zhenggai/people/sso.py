"""Whose account a name of the single sign-on is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import DOOR
from zhenggai.domain.roles import ROLE_NAMES, Role
from zhenggai.people.entries import note
from zhenggai.people.models import Account


class NotOpened(Refusal):
    """Nobody here bears the name that the single sign-on tells."""


def account_for(*, login: str, name: str, opens: bool, link: Callable[[Account], None], at: datetime) -> None:
    """Link the account of that login name; where there is none and `opens`, open one that may read and no more.

    :raises NotOpened: where the account is closed, or there is none and none may be opened.
    """
    account = Account.objects.filter(login=login).first() if login else None
    if account is None and not (opens and login):
        raise NotOpened("统一认证里的账号“$login”在本系统还没有开通，请联系系统管理员。", login=login)
    if account is not None and not account.is_active:
        raise NotOpened("账号“$login”已经停用，请联系系统管理员。", login=login)
    with transaction.atomic(durable=True):
        account = account or _open(login=login, name=name or login, at=at)
        link(account)
        note("account.link_sso", account_id=account.pk, actor=DOOR, at=at, after={"login": login})


def _open(*, login: str, name: str, at: datetime) -> Account:
    account = Account(login=login[:64], name=name[:64], role=Role.UNIT_CLERK)
    account.set_unusable_password()
    account.save(force_insert=True)
    facts = {"login": account.login, "name": account.name, "role": ROLE_NAMES[Role.UNIT_CLERK], "unit": None}
    note("account.create", account_id=account.pk, actor=DOOR, at=at, after=facts)
    return account
