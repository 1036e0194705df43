"""Appending, the only way into the journal."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from zhenggai.chain.canonical import canonical_text, instant_text
from zhenggai.chain.hashing import leaf_hash
from zhenggai.domain.rights import Actor
from zhenggai.journal.along import rows_along
from zhenggai.journal.models import Entry
from zhenggai.journal.telling import Subject as Subject
from zhenggai.journal.telling import rows_left
from zhenggai.journal.verbs import VERBS

# As text, since every entry asks these and nothing of them changes.
_COUNT_ON = "UPDATE journal_head SET sequence = sequence + 1 WHERE id = 1"
_COUNTED = "SELECT sequence FROM journal_head WHERE id = 1"


class OutsideTransaction(RuntimeError):
    """An entry must stand or fall with its change, so its caller opens the transaction."""


class UnknownVerb(ValueError):
    """A verb that `journal.verbs` does not list."""


def fresh_salt() -> bytes:
    """32 random bytes, for the callers of `append`."""
    return secrets.token_bytes(32)


def append(
    *,
    actor: Actor,
    verb: str,
    subject: Subject,
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
    why: str,
    at: datetime,
    salt: bytes,
    cycle: int | None = None,
    number: int | None = None,
) -> int:
    """Write one entry inside the caller's transaction and return its number; numbers have no gaps.

    Rows are told as they stand now, so it comes after all else; `number` is one that `take_number` gave for this entry.

    :raises OutsideTransaction: where the caller opened none.
    :raises UnknownVerb: for a verb that is not in the table.
    """
    demand_transaction()
    if verb not in VERBS:
        raise UnknownVerb(verb)
    sequence = take_number() if number is None else number
    body = canonical_text(
        {
            "rows": {**rows_along(), **rows_left(verb, subject, cycle, at)},
            "sequence": sequence,
            "at": instant_text(at),
            "actor": _remembered(actor),
            "verb": verb,
            "subject": {"kind": subject.kind, "id": subject.id},
            "cycle": cycle,
            "before": before,
            "after": after,
            "why": why,
        }
    )
    Entry.objects.create(
        sequence=sequence,
        at=at,
        actor_id=actor.id,
        actor_name=known_as(actor),
        actor_role=actor.role,
        verb=verb,
        subject_kind=subject.kind,
        subject_id=subject.id,
        cycle_id=cycle,
        body=body,
        salt=salt,
        leaf=leaf_hash(salt, body.encode("utf-8")),
    )
    return sequence


def known_as(actor: Actor) -> str:
    """How the record names who did something: `李四`, or `李四（代 张三）` where they did it for somebody."""
    return f"{actor.name}（代 {actor.on_behalf}）" if actor.on_behalf else actor.name


def _remembered(actor: Actor) -> dict[str, object]:
    told: dict[str, object] = {"id": actor.id, "name": actor.name, "role": actor.role}
    return {**told, "on_behalf": actor.on_behalf} if actor.on_behalf else told


def demand_transaction() -> None:
    """Return when a transaction of the product's own is open.

    :raises OutsideTransaction: when none is; the block that a test wraps around itself does not count.
    """
    # Django marks the blocks of its own test cases; no public name says so.
    if all(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise OutsideTransaction("append to the journal inside the transaction of the change")


def take_number() -> int:
    """The number of the one entry that this transaction will write, for rows that name it.

    :raises OutsideTransaction: where the caller opened none.
    """
    demand_transaction()
    with connection.cursor() as cursor:
        # The update comes first: it locks the row on PostgreSQL, and on SQLite the transaction holds the file already.
        cursor.execute(_COUNT_ON)
        cursor.execute(_COUNTED)
        number: int = cursor.fetchone()[0]
    return number
