"""One journal entry about an account, as every operation on accounts writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt

Facts = Mapping[str, object]


def note(
    verb: str, *, account_id: int, actor: Actor, at: datetime, before: Facts | None = None, after: Facts | None = None
) -> None:
    """Write the entry, as part of the caller's transaction; account 0 is nobody's.

    :raises OutsideTransaction: where the caller opened none.
    """
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("account", account_id),
        before=before,
        after=after,
        why="",
        at=at,
        salt=fresh_salt(),
    )


@contextmanager
def own_change(
    verb: str, *, actor: Actor, at: datetime, before: Facts | None = None, after: Facts | None = None
) -> Iterator[None]:
    """Change one's own log-in inside, and note it: both happen or neither.

    :raises NotAllowed: unless the actor keeps a log-in of their own.
    """
    demand(actor, Act.KEEP_OWN_LOGIN)
    with transaction.atomic(durable=True):
        yield
        note(verb, account_id=actor.id, actor=actor, at=at, before=before, after=after)
