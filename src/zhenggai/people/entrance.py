"""Coming in, going out, and failing to come in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.cache import cache
from django.db import transaction

from zhenggai.domain.rights import DOOR
from zhenggai.people.entries import note
from zhenggai.people.factors import NoSuchAccount
from zhenggai.people.models import Account
from zhenggai.people.queries import find_actor

# More failures than these within an hour are not told singly, so that nobody can fill the journal.
FAILURES_AN_HOUR = 200
_HOURS_KEPT = 2 * 3600


def log_in(*, account_id: int, way: str, address: str, enter: Callable[[], None], at: datetime) -> None:
    """Let `enter` begin the session and note who came in by which way.

    :raises NoSuchAccount: where the account is closed.
    """
    actor = find_actor(account_id=account_id, at=at)
    if actor is None:
        raise NoSuchAccount("这个账号已经停用。")
    with transaction.atomic(durable=True):
        enter()
        note("account.log_in", account_id=account_id, actor=actor, at=at, after={"way": way, "address": address})


def log_out(*, account_id: int, leave: Callable[[], None], at: datetime) -> None:
    """Let `leave` end the session and note who went out; of a closed account only the session ends."""
    actor = find_actor(account_id=account_id, at=at)
    with transaction.atomic(durable=True):
        leave()
        if actor is not None:
            note("account.log_out", account_id=account_id, actor=actor, at=at)


def note_failed_log_in(*, account_id: int | None, login: str, way: str, address: str, at: datetime) -> None:
    """Note a log-in that failed; where the typed name is no account it is left out, since it may be a password."""
    told = _failures_of_the_hour(at)
    if told > FAILURES_AN_HOUR + 1:
        return
    known = Account.objects.filter(pk=account_id) if account_id else Account.objects.filter(login__iexact=login)
    account = known.order_by("pk").first()
    with transaction.atomic(durable=True):
        if told > FAILURES_AN_HOUR:
            note("account.log_in_failed_often", account_id=0, actor=DOOR, at=at, after={"address": address})
            return
        facts = {"way": way, "address": address, **({"login": account.login} if account else {})}
        note("account.log_in_failed", account_id=account.pk if account else 0, actor=DOOR, at=at, after=facts)


def _failures_of_the_hour(at: datetime) -> int:
    key = f"zhenggai:failed-log-ins:{at:%Y%m%d%H}"
    cache.add(key, 0, _HOURS_KEPT)
    return cache.incr(key)
