"""Where somebody's daily mail goes."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.people.models import Account

LONGEST_MAIL = 254
_ADDRESS = re.compile(r"[^@\s<>,;:\"\\]+@[^@\s<>,;:\"\\]+\.[^@\s<>,;:\"\\.]+")


class WrongMail(Refusal):
    """Something that is no address for a mail."""


def set_mail(*, account_id: int, mail: str, actor: Actor, at: datetime) -> None:
    """Let the daily mail of an account go to an address; an empty one ends it.

    :raises NotAllowed: unless the actor keeps accounts.
    :raises WrongMail: for what is no address.
    :raises NoSuchThing: where there is no such account.
    """
    demand(actor, Act.KEEP_ACCOUNTS)
    _set(account_id, mail, actor=actor, at=at)


def set_own_mail(*, mail: str, actor: Actor, at: datetime) -> None:
    """Let one's own daily mail go to an address; an empty one ends it.

    :raises NotAllowed: for nobody who has an account.
    :raises WrongMail: for what is no address.
    """
    demand(actor, Act.KEEP_OWN_LOGIN)
    _set(actor.id, mail, actor=actor, at=at)


def mail_of(*, account_id: int) -> str:
    """The address of an account, empty where it has none.

    :raises NoSuchThing: where there is no such account.
    """
    found = Account.objects.filter(pk=account_id).values_list("mail", flat=True).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的账号。", id=account_id)
    return found


def _set(account_id: int, mail: str, *, actor: Actor, at: datetime) -> None:
    address = mail.strip()
    if address and (len(address) > LONGEST_MAIL or not _ADDRESS.fullmatch(address)):
        raise WrongMail("这不是一个邮箱地址，请写成 name@example.gov.cn 的样子。")
    with transaction.atomic(durable=True):
        account = Account.objects.filter(pk=account_id).first()
        if account is None:
            raise NoSuchThing("没有编号为 $id 的账号。", id=account_id)
        before = account.mail
        if before == address:
            return
        Account.objects.filter(pk=account_id).update(mail=address)
        journal.append(
            actor=actor,
            verb="account.set_mail",
            subject=Subject("account", account_id),
            before={"login": account.login, "mail": before},
            after={"login": account.login, "mail": address},
            why="",
            at=at,
            salt=fresh_salt(),
        )
