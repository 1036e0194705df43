"""Checkpoints as C2SP `tlog-checkpoint` has them: whose tree, how many entries, which root; signed as a note."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhenggai.chain.base64_strict import decode, encode
from zhenggai.chain.errors import Malformed, Mismatch
from zhenggai.chain.hashing import HASH_BYTES, TreeHash
from zhenggai.chain.notes import Signer, Verifier, parse_note, sign, verify_note

# The standard's own hash goes without saying; another one is said in an extension line.
_HASH_LINE = "tree-hash "
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What one signature covers: the first `size` entries, by the root of their tree."""

    origin: str
    size: int
    root: bytes
    tree_hash: TreeHash = TreeHash.SHA256

    def text(self) -> str:
        """The text that is signed."""
        extension = "" if self.tree_hash is TreeHash.SHA256 else f"{_HASH_LINE}{self.tree_hash}\n"
        return f"{self.origin}\n{self.size}\n{encode(self.root)}\n{extension}"


def sign_checkpoint(*, size: int, root: bytes, tree_hash: TreeHash, signer: Signer) -> str:
    """The signed note of a checkpoint; its origin is the signer's name."""
    return sign(Checkpoint(signer.name, size, root, tree_hash).text(), signer)


def read_checkpoint(note: str) -> Checkpoint:
    """What a note says, whoever signed it.

    :raises Malformed: where it is no checkpoint.
    """
    return _checkpoint(parse_note(note).text)


def open_checkpoint(note: str, *, verifier: Verifier) -> Checkpoint:
    """What a note says, when the key signed it under its own name.

    :raises Malformed: where it is no checkpoint.
    :raises Mismatch: where somebody else signed it or it was changed.
    """
    parsed = parse_note(note)
    verify_note(parsed, verifier)
    found = _checkpoint(parsed.text)
    if found.origin != verifier.name:
        raise Mismatch("存证点是“$origin”的，不是“$name”的。", origin=found.origin, name=verifier.name)
    return found


def _checkpoint(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or not _SIZE.fullmatch(lines[1]) or "" in lines[3:-1]:
        raise Malformed("这不是一个存证点：应当依次写明名称、条数、树根。")
    return Checkpoint(lines[0], int(lines[1]), decode(lines[2], length=HASH_BYTES), _hash_named(lines[3:-1]))


def _hash_named(extensions: list[str]) -> TreeHash:
    named = [line.removeprefix(_HASH_LINE) for line in extensions if line.startswith(_HASH_LINE)]
    if not named:
        return TreeHash.SHA256
    if named != [TreeHash.SM3.value]:
        raise Malformed("存证点用了不认识的散列算法：$name。", name="、".join(named))
    return TreeHash.SM3
