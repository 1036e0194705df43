"""A binder checked by whoever holds it: every digest, nothing added, nothing missing, the catalogue and its proofs. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhenggai.chain.boxes import Box, opened_box
from zhenggai.chain.checkpoints import Checkpoint, open_checkpoint
from zhenggai.chain.errors import Malformed, Mismatch
from zhenggai.chain.notes import Verifier, parse_verifier
from zhenggai.chain.packets import LONGEST_LIST, check_files, proved, small, text
from zhenggai.domain.binder_json import NotABinder, binder_from_json
from zhenggai.domain.binders import CATALOGUE, CHECKPOINT, KEY, OWN_PROOF, Binder, Piece

BIND = "binder.export"
RECEIVE = "evidence.add"


@dataclass(frozen=True, slots=True)
class CheckedBinder:
    """What a sound binder holds; `own_key` says that the key it was checked with is the one that came with it.

    `unproved` are pieces without a proof of their receipt, as the sealed catalogue itself says.
    """

    binder: Binder
    checkpoint: Checkpoint
    files: int
    unproved: int
    own_key: bool


def check_binder(path: Path, *, verifier: Verifier | None = None) -> CheckedBinder:
    """Check a zip or an unpacked folder, and say what it holds.

    :raises Malformed: where a part of it cannot be read or is not what it should be.
    :raises Mismatch: where something was changed, added or taken away.
    """
    with opened_box(path) as box:
        sums = check_files(box)
        binder = _check_catalogue(box, sums)
        key = verifier or parse_verifier(text(box, KEY).strip())
        note = text(box, CHECKPOINT)
        checkpoint = open_checkpoint(note, verifier=key)
        _check_own(box, sums, note, key)
        received = [piece for piece in binder.held if piece.proof]
        for piece in received:
            _check_piece(box, piece, note, key)
    return CheckedBinder(binder, checkpoint, len(sums), len(binder.held) - len(received), own_key=verifier is None)


def _check_catalogue(box: Box, sums: Mapping[str, str]) -> Binder:
    """The catalogue, once it and the files agree with one another."""
    try:
        binder = binder_from_json(small(box, CATALOGUE, most=LONGEST_LIST))
    except NotABinder as fault:
        raise Malformed("卷内目录读不懂：$path。", path=CATALOGUE) from fault
    told = {piece.path: piece.sha256 for piece in binder.held} | dict(binder.files)
    for path, wanted in told.items():
        if sums.get(path) != wanted:
            raise Mismatch("目录与文件对不上：$path。", path=path)
    receipts = {piece.proof for piece in binder.held}
    for path in sums.keys() - told.keys() - receipts - {CATALOGUE, CHECKPOINT, KEY, OWN_PROOF}:
        raise Mismatch("目录里没有这个文件：$path。", path=path)
    return binder


def _check_own(box: Box, sums: Mapping[str, str], note: str, key: Verifier) -> None:
    after = proved(box, OWN_PROOF, note, key, verb=BIND).after
    if after.get("binder_digest") != sums.get(CATALOGUE):
        raise Mismatch("目录与导出时的记录不符：$path 被改过。", path=CATALOGUE)


def _check_piece(box: Box, piece: Piece, note: str, key: Verifier) -> None:
    after = proved(box, piece.proof, note, key, verb=RECEIVE).after
    if after.get("sha256") != piece.sha256 or not str(after.get("fact", "")).startswith(f"{piece.number} "):
        raise Mismatch("收件记录里的文件不是这一件：$path。", path=piece.path)
