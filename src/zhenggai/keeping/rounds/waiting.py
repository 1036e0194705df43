"""An export that somebody has uploaded and not yet brought in: one for each person, thrown away with other unfinished uploads."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.keeping.rounds.examining import CannotArrive
from zhenggai.ledger.files import PIECE, incoming


def lay_ready(*, data: BinaryIO, actor: Actor) -> Path:
    """Put an upload where the next page finds it; an earlier one of the same person gives way.

    :raises NotAllowed: unless the actor adopts rounds into this home.
    :raises CannotArrive: where it is larger than an upload may be.
    """
    demand(actor, Act.ADOPT)
    path, size = _place(actor), 0
    with incoming(path.parent) as arriving:
        while piece := data.read(PIECE):
            size += len(piece)
            if size > settings.MAX_EVIDENCE_BYTES:
                raise CannotArrive(
                    "文件超过 $limit MB，请放到服务器上，用 zhenggai cycle in 迁入。",
                    limit=settings.MAX_EVIDENCE_BYTES // 1_000_000,
                )
            arriving.file.write(piece)
        arriving.stand_at(path)
    return path


def laid_ready(*, actor: Actor) -> Path | None:
    """What the actor has uploaded and not yet brought in.

    :raises NotAllowed: unless the actor adopts rounds into this home.
    """
    demand(actor, Act.ADOPT)
    path = _place(actor)
    return path if path.exists() else None


def clear_away(*, actor: Actor) -> None:
    """Throw away what the actor has uploaded.

    :raises NotAllowed: unless the actor adopts rounds into this home.
    """
    demand(actor, Act.ADOPT)
    _place(actor).unlink(missing_ok=True)


def _place(actor: Actor) -> Path:
    folder: Path = settings.UPLOADS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"round-{actor.id}.zip"
