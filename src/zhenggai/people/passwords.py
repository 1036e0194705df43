"""Changing passwords: one's own, or one that somebody lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.people.entries import note, own_change
from zhenggai.people.factors import account_named
from zhenggai.people.operations import demand_strength
from zhenggai.people.sessions import forget_sessions


def change_password(*, change: Callable[[], str], actor: Actor, at: datetime) -> None:
    """Let `change` set one's own password and return the key of the session that goes on; all others end.

    :raises NotAllowed: unless the actor keeps a log-in of their own.
    """
    with own_change("account.change_password", actor=actor, at=at):
        forget_sessions(account_id=actor.id, but=change())


def set_password(*, login: str, password: str, actor: Actor, at: datetime) -> None:
    """Give an account a new password and end all its log-ins.

    :raises NotAllowed: unless the actor keeps accounts.
    :raises NoSuchAccount: where nobody logs in by this name.
    :raises WeakPassword: where the password breaks a rule.
    """
    demand(actor, Act.KEEP_ACCOUNTS)
    account = account_named(login)
    demand_strength(password, account)
    account.set_password(password)
    with transaction.atomic(durable=True):
        account.save(update_fields=("password",))
        ended = forget_sessions(account_id=account.pk)
        facts = {"login": account.login}
        note(
            "account.set_password",
            account_id=account.pk,
            actor=actor,
            at=at,
            before={**facts, "sessions": ended},
            after={**facts, "sessions": 0},
        )
