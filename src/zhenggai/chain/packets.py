"""What binders and exported rounds have in common: files by their digests, and entries that are proved beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, BinaryIO

from zhenggai.chain.boxes import Box
from zhenggai.chain.errors import Malformed, Mismatch, Unproved
from zhenggai.chain.notes import Verifier
from zhenggai.chain.proofs import LONGEST_PROOF, EntryProof, read_proof, verify_proof

SUMS = "SHA256SUMS"
LONGEST_LIST = 200_000_000
_PIECE = 1 << 20
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


@dataclass(frozen=True, slots=True)
class ProvedEntry:
    """What a proved entry says: its number, its round, and what came of it."""

    sequence: int
    cycle: int | None
    after: Mapping[str, Any]


def check_files(box: Box) -> Mapping[str, str]:
    """The digests by path, once every file has its own.

    :raises Malformed: where the list or a file cannot be read.
    :raises Mismatch: where a file was changed, added or taken away.
    """
    there = set(box.names)
    sums = dict(_sums(small(box, SUMS, most=LONGEST_LIST).decode("utf-8", errors="replace")))
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


def proved(box: Box, path: str, note: str, key: Verifier, *, verb: str) -> ProvedEntry:
    """What the proved entry says.

    :raises Mismatch: where the proof does not hold, or is about something else.
    """
    try:
        proof = read_proof(small(box, path))
        if not isinstance(proof, EntryProof) or proof.checkpoint != note:
            raise Mismatch("证明所依据的存证点不是这一份的。")
        body = verify_proof(proof, verifier=key).body or {}
    except Unproved as fault:
        raise Mismatch("证明 $path 不成立：$fault", path=path, fault=fault) from fault
    after = body.get("after")
    if body.get("verb") != verb or not isinstance(after, dict):
        raise Mismatch("证明 $path 说的是另一件事。", path=path)
    return ProvedEntry(proof.sequence, body.get("cycle"), after)  # type: ignore[arg-type]


def small(box: Box, path: str, *, most: int = LONGEST_PROOF) -> bytes:
    """A file that fits into memory.

    :raises Malformed: where it is larger.
    :raises Mismatch: where it is missing.
    """
    if path not in box.names:
        raise Mismatch("缺少文件：$path。", path=path)
    with box.open(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise Malformed("文件大得不像话：$path。", path=path)
    return data


def text(box: Box, path: str) -> str:
    """A small file of text; what is no text shows as replacement marks and is refused by whoever reads it."""
    return small(box, path).decode("utf-8", errors="replace")


def _sums(listed: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for line in listed.splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match[2] in seen:
            raise Malformed("校验清单 $path 写得不对。", path=SUMS)
        seen.add(match[2])
        yield match[2], match[1]


def _digest(file: BinaryIO) -> str:
    digest = sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()
