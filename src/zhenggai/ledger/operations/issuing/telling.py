"""What reviews and issues tell the journal, and small judgements that they share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from zhenggai.domain.planning import LONGEST_TEXT
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import Actor
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt

Facts = Mapping[str, object]


def tell_cycle(
    cycle_id: int, *, actor: Actor, verb: str, before: Facts, after: Facts, at: datetime, why: str = ""
) -> None:
    """Write what happened to the plan of a cycle into the journal."""
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("cycle", cycle_id),
        before=before,
        after=after,
        why=why,
        at=at,
        salt=fresh_salt(),
        cycle=cycle_id,
    )


def reason_in(text: str, refusal: type[Refusal], *, must: bool = True) -> str:
    """The reason without surrounding blanks.

    :raises Refusal: of the given class, where it is missing and must be there, or cannot be stored.
    """
    reason = text.strip()
    if must and not reason:
        raise refusal("请写明理由。")
    if len(reason) > LONGEST_TEXT or "\x00" in reason:
        raise refusal("理由太长，最多 $longest 个字。", longest=LONGEST_TEXT)
    return reason
