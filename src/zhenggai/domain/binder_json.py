"""A binder's catalogue as JSON, which its digest in the journal is taken of."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any, get_args

from zhenggai.domain.binders import Binder, BinderPart, Piece, PieceState

FORMAT = "zhenggai binder 1"
_STATES = get_args(PieceState)
_TEXTS = ("number", "name", "kind", "document_number", "description", "proves", "sha256", "path", "proof")


class NotABinder(ValueError):
    """JSON that is no catalogue of a binder, or of a version that is not known."""


def binder_to_json(binder: Binder) -> bytes:
    """The catalogue as a file, the same bytes each time."""
    plain = {
        "format": FORMAT,
        "cycle": binder.cycle,
        "part": {"kind": binder.part.kind, "value": binder.part.value, "label": binder.label},
        "made_on": binder.made_on.isoformat(),
        "made_by": binder.made_by,
        "pieces": [_piece_to_json(piece) for piece in binder.pieces],
        "tasks": [{"number": number, "title": title} for number, title in binder.tasks],
        "files": dict(binder.files),
    }
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="replace")


def binder_from_json(data: bytes) -> Binder:
    """The catalogue in a file.

    :raises NotABinder: where it is none.
    """
    try:
        plain = json.loads(data)
        if plain["format"] != FORMAT:
            raise NotABinder(str(plain["format"]))
        part = plain["part"]
        return Binder(
            cycle=_text(plain, "cycle"),
            part=BinderPart(_text(part, "kind"), _text(part, "value")),
            label=_text(part, "label"),
            made_on=date.fromisoformat(plain["made_on"]),
            made_by=_text(plain, "made_by"),
            pieces=tuple(_piece(one) for one in plain["pieces"]),
            tasks=tuple((_whole(one, "number"), _text(one, "title")) for one in plain["tasks"]),
            files=tuple((str(path), _text(plain["files"], path)) for path in plain["files"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as fault:
        raise NotABinder(str(fault)) from fault


def _piece_to_json(piece: Piece) -> dict[str, object]:
    plain = {field.name: getattr(piece, field.name) for field in fields(piece)}
    return plain | {"dated": piece.dated.isoformat() if piece.dated else None}


def _piece(plain: Any) -> Piece:
    state = plain["state"]
    if state not in _STATES:
        raise NotABinder(str(state))
    return Piece(
        place=_whole(plain, "place"),
        task=_whole(plain, "task"),
        state=state,
        dated=date.fromisoformat(plain["dated"]) if plain["dated"] is not None else None,
        pages=_whole(plain, "pages") if plain["pages"] is not None else None,
        size=_whole(plain, "size"),
        **{name: _text(plain, name) for name in _TEXTS},
    )


def _text(plain: Any, name: str) -> str:
    value = plain[name]
    if not isinstance(value, str):
        raise NotABinder(name)
    return value


def _whole(plain: Any, name: str) -> int:
    value = plain[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotABinder(name)
    return value
