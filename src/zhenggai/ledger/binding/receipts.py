"""The entries by which the house received what is bound, and which of them the reader may be shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from zhenggai.domain.binders import Binder, Piece
from zhenggai.domain.rights import Actor
from zhenggai.journal.models import Entry
from zhenggai.ledger.models import Evidence
from zhenggai.ledger.standing import tasks_in_reach, whole_cycle

_AT_ONCE = 200


def received_by(binder: Binder, *, cycle_id: int, actor: Actor) -> dict[str, int]:
    """The entry that received each piece, by its number; none that tells of a task out of the actor's reach."""
    numbers = [piece.number for piece in binder.held]
    reached = None if whole_cycle(actor, cycle_id) else _reached(actor, cycle_id)
    found: dict[str, int] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        named = dict(Evidence.objects.filter(cycle_id=cycle_id, number__in=some).values_list("pk", "number"))
        added = Entry.objects.filter(verb="evidence.add", subject_kind="evidence", subject_id__in=list(named))
        for subject, sequence, body in added.values_list("subject_id", "sequence", "body"):
            if reached is None or _told(body) <= reached:
                found[named[subject]] = sequence
    return found


def proved_by(binder: Binder, received: Mapping[str, int]) -> Binder:
    """The binder in which only those pieces name a proof that have one."""
    return replace(binder, pieces=tuple(_proved(piece, received) for piece in binder.pieces))


def _proved(piece: Piece, received: Mapping[str, int]) -> Piece:
    return piece if piece.number in received or not piece.proof else replace(piece, proof="")


def _reached(actor: Actor, cycle_id: int) -> set[str]:
    tasks = tasks_in_reach(actor).filter(cycle_id=cycle_id)
    return {f"task/{task}" for task in tasks.values_list("pk", flat=True)}


def _told(body: str) -> set[str]:
    """The tasks of which an entry tells."""
    return set(json.loads(body).get("rows") or {})
