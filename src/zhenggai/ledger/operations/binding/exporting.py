"""A binder leaves the house: looked at file by file, written into the journal, sealed, and then streamed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import localtime

from zhenggai.domain.binder_json import binder_to_json
from zhenggai.domain.binders import (
    DOCUMENT,
    INDEX,
    LACKING,
    LEFT_OUT,
    MANUAL,
    WORKBOOK,
    Binder,
    BinderPart,
    CannotBind,
    Piece,
)
from zhenggai.domain.file_names import safe_name
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.keys import house_signer
from zhenggai.journal.operations import Subject, fresh_salt, known_as
from zhenggai.journal.sealing import seal
from zhenggai.ledger.binding.gathering import gather
from zhenggai.ledger.binding.looking import looked_at
from zhenggai.ledger.binding.receipts import proved_by, received_by
from zhenggai.ledger.binding.streaming import Contents, stream_of
from zhenggai.papers.binder.forms import catalogue_document, catalogue_page, catalogue_workbook, manual


@dataclass(frozen=True, slots=True)
class Bound:
    """A binder on its way: its name as a file, its catalogue, and the zip as it is read."""

    name: str
    binder: Binder
    stream: Iterator[bytes]

    @property
    def lacking(self) -> tuple[Piece, ...]:
        """What should be in it and is gone or damaged."""
        return self.binder.of(*LACKING)


def bind_evidence(*, cycle_id: int, part: BinderPart, actor: Actor, at: datetime) -> Bound:
    """Bind the evidence of a part of a round that the actor may read; that it left is written before its first byte does.

    :raises NotAllowed: where the actor reads nothing of the round.
    :raises NoSuchThing: where there is no such round.
    :raises CannotBind: where there is no evidence in that part.
    """
    demand(actor, Act.READ)
    day = localtime(at)
    gathered = gather(cycle_id=cycle_id, part=part, actor=actor, today=day.date(), made_by=known_as(actor))
    if not gathered.pieces:
        raise CannotBind("这个范围里还没有佐证，没有可以成卷的材料。")
    signer = house_signer()
    binder = looked_at(gathered)
    received = received_by(binder, cycle_id=cycle_id, actor=actor)
    binder = proved_by(binder, received)
    forms = {
        INDEX: catalogue_page(binder),
        DOCUMENT: catalogue_document(binder),
        WORKBOOK: catalogue_workbook(binder),
        MANUAL: manual(signer.name),
    }
    binder = replace(binder, files=tuple((path, sha256(data).hexdigest()) for path, data in forms.items()))
    catalogue = binder_to_json(binder)
    own = _tell(binder, sha256(catalogue).hexdigest(), cycle_id=cycle_id, actor=actor, at=at)
    sealed = seal(signer=signer, at=at)
    contents = Contents(binder, catalogue, forms, received, own, sealed, str(signer.verifier))
    return Bound(_file_name(binder), binder, stream_of(contents, at=day))


def _tell(binder: Binder, digest: str, *, cycle_id: int, actor: Actor, at: datetime) -> int:
    facts = {
        "fact": binder.label,
        "binder_pieces": len(binder.held),
        "binder_bytes": binder.size,
        "binder_digest": digest,
        "binder_lacking": "、".join(piece.number for piece in binder.of(*LACKING)),
        "binder_left_out": "、".join(piece.number for piece in binder.of(*LEFT_OUT)),
    }
    with transaction.atomic(durable=True):
        return journal.append(
            actor=actor,
            verb="binder.export",
            subject=Subject("cycle", cycle_id),
            before={},
            after={name: value for name, value in facts.items() if value != ""},
            why="",
            at=at,
            salt=fresh_salt(),
            cycle=cycle_id,
        )


def _file_name(binder: Binder) -> str:
    return safe_name(f"佐证材料卷 {binder.label} {binder.made_on.isoformat()}.zip", ending=".zip")
