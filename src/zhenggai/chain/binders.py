"""A binder checked by whoever holds it: every digest, nothing added, nothing missing, the catalogue and its proofs. No database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from zhenggai.chain.boxes import Box, opened_box
from zhenggai.chain.checkpoints import Checkpoint, open_checkpoint
from zhenggai.chain.errors import Malformed, Mismatch, Unproved
from zhenggai.chain.notes import Verifier, parse_verifier
from zhenggai.chain.proofs import LONGEST_PROOF, EntryProof, read_proof, verify_proof
from zhenggai.domain.binder_json import NotABinder, binder_from_json
from zhenggai.domain.binders import CATALOGUE, CHECKPOINT, KEY, OWN_PROOF, SUMS, Binder, Piece

BIND = "binder.export"
RECEIVE = "evidence.add"
LONGEST_LIST = 200_000_000
_PIECE = 1 << 20
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


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
        sums = _check_files(box)
        binder = _check_catalogue(box, sums)
        key = verifier or parse_verifier(_text(box, KEY).strip())
        note = _text(box, CHECKPOINT)
        checkpoint = open_checkpoint(note, verifier=key)
        _check_own(box, sums, note, key)
        proved = [piece for piece in binder.held if piece.proof]
        for piece in proved:
            _check_piece(box, piece, note, key)
    return CheckedBinder(binder, checkpoint, len(sums), len(binder.held) - len(proved), own_key=verifier is None)


def _check_files(box: Box) -> Mapping[str, str]:
    """The digests by path, once every file has its own."""
    there = set(box.names)
    sums = dict(_sums(_small(box, SUMS).decode("utf-8", errors="replace")))
    for path in sums:
        if path not in there:
            raise Mismatch("缺少文件：$path。", path=path)
    for path in box.names:
        if path != SUMS and path not in sums:
            raise Mismatch("多出文件：$path。", path=path)
    for path, wanted in sums.items():
        with box.open(path) as file:
            if _digest(file) != wanted:
                raise Mismatch("文件被改过或损坏：$path。", path=path)
    return sums


def _sums(text: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match[2] in seen:
            raise Malformed("校验清单 $path 写得不对。", path=SUMS)
        seen.add(match[2])
        yield match[2], match[1]


def _check_catalogue(box: Box, sums: Mapping[str, str]) -> Binder:
    """The catalogue, once it and the files agree with one another."""
    try:
        binder = binder_from_json(_small(box, CATALOGUE))
    except NotABinder as fault:
        raise Malformed("卷内目录读不懂：$path。", path=CATALOGUE) from fault
    told = {piece.path: piece.sha256 for piece in binder.held} | dict(binder.files)
    for path, wanted in told.items():
        if sums.get(path) != wanted:
            raise Mismatch("目录与文件对不上：$path。", path=path)
    proofs = {piece.proof for piece in binder.held}
    for path in sums.keys() - told.keys() - proofs - {CATALOGUE, CHECKPOINT, KEY, OWN_PROOF}:
        raise Mismatch("目录里没有这个文件：$path。", path=path)
    return binder


def _check_own(box: Box, sums: Mapping[str, str], note: str, key: Verifier) -> None:
    after = _proved(box, OWN_PROOF, note, key, verb=BIND)
    if after.get("binder_digest") != sums.get(CATALOGUE):
        raise Mismatch("目录与导出时的记录不符：$path 被改过。", path=CATALOGUE)


def _check_piece(box: Box, piece: Piece, note: str, key: Verifier) -> None:
    after = _proved(box, piece.proof, note, key, verb=RECEIVE)
    if after.get("sha256") != piece.sha256 or not str(after.get("fact", "")).startswith(f"{piece.number} "):
        raise Mismatch("收件记录里的文件不是这一件：$path。", path=piece.path)


def _proved(box: Box, path: str, note: str, key: Verifier, *, verb: str) -> Mapping[str, Any]:
    """What the proved entry says came of it."""
    try:
        proof = read_proof(_small(box, path))
        if not isinstance(proof, EntryProof) or proof.checkpoint != note:
            raise Mismatch("证明所依据的存证点不是本卷的。")
        body = verify_proof(proof, verifier=key).body or {}
    except Unproved as fault:
        raise Mismatch("证明 $path 不成立：$fault", path=path, fault=fault) from fault
    after = body.get("after")
    if body.get("verb") != verb or not isinstance(after, dict):
        raise Mismatch("证明 $path 说的是另一件事。", path=path)
    return after


def _small(box: Box, path: str) -> bytes:
    if path not in box.names:
        raise Mismatch("缺少文件：$path。", path=path)
    most = LONGEST_LIST if path in (SUMS, CATALOGUE) else LONGEST_PROOF
    with box.open(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise Malformed("文件大得不像话：$path。", path=path)
    return data


def _text(box: Box, path: str) -> str:
    return _small(box, path).decode("utf-8", errors="replace")


def _digest(file: BinaryIO) -> str:
    digest = sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()
