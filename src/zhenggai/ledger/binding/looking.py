"""The stored files of a binder, looked at before anything is promised: what is gone or was damaged is named, not bound."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from zhenggai.domain.binders import MATERIALS, PROOFS, Binder, Piece, PieceState
from zhenggai.domain.file_names import safe_name, unlike
from zhenggai.ledger.stores import store
from zhenggai.ledger.stores.faults import NotKept


def looked_at(binder: Binder) -> Binder:
    """The binder with what became of each file, and with the place of those that are sound."""
    states: dict[str, PieceState] = {}
    for piece in binder.held:
        if piece.sha256 not in states:
            states[piece.sha256] = _state_of(piece.sha256)
    return placed(binder, states)


def there(binder: Binder) -> Binder:
    """The binder with what is not in the store at all; far quicker than reading every file."""
    kept = store()
    gone: dict[str, PieceState] = {piece.sha256: "missing" for piece in binder.held if not kept.holds(piece.sha256)}
    return placed(binder, gone)


def placed(binder: Binder, states: dict[str, PieceState]) -> Binder:
    """The binder with these states by digest, and every sound piece at its own path."""
    taken: set[str] = set()
    return replace(binder, pieces=tuple(_placed(piece, states, taken) for piece in binder.pieces))


def _placed(piece: Piece, states: dict[str, PieceState], taken: set[str]) -> Piece:
    if piece.state != "held":
        return piece
    state = states.get(piece.sha256, "held")
    if state != "held":
        return replace(piece, state=state)
    folder = f"{MATERIALS}/任务{piece.task:02d}"
    path = unlike(f"{folder}/{safe_name(f'{piece.number} {piece.name}')}", taken)
    proof = unlike(f"{PROOFS}/{safe_name(f'{piece.number}.json', ending='.json')}", taken)
    return replace(piece, path=path, proof=proof)


def _state_of(digest: str) -> PieceState:
    found = sha256()
    try:
        for part in store().stream(digest):
            found.update(part)
    except (NotKept, FileNotFoundError):
        return "missing"
    return "held" if found.hexdigest() == digest else "damaged"
