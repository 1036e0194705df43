"""Proofs that travel in a file: one entry within a checkpoint, or one checkpoint as the beginning of another.

A proof has one written form; a file that differs from it by a single bit is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from zhenggai.chain.base64_strict import decode, encode
from zhenggai.chain.canonical import NotCanonical, canonical_text
from zhenggai.chain.checkpoints import Checkpoint, open_checkpoint
from zhenggai.chain.errors import Malformed, Mismatch
from zhenggai.chain.hashing import HASH_BYTES, SALT_BYTES, digest_of, leaf_hash
from zhenggai.chain.notes import Verifier
from zhenggai.chain.tree import verify_consistency, verify_inclusion

ENTRY_FORMAT = "zhenggai entry proof 1"
GROWTH_FORMAT = "zhenggai growth proof 1"
LONGEST_PROOF = 20_000_000
_DEEPEST = 64
_NO_PROOF = "这不是一份存证证明。"


@dataclass(frozen=True, slots=True)
class EntryProof:
    """One entry, and the way from its leaf up to the root of a signed checkpoint."""

    sequence: int
    body: str
    salt: bytes
    path: tuple[bytes, ...]
    checkpoint: str


@dataclass(frozen=True, slots=True)
class GrowthProof:
    """Two signed checkpoints, and why the older tree is the beginning of the newer one."""

    older: str
    newer: str
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Proved:
    """What a proof shows: the checkpoint it rests on and, where it is about one, the entry's body."""

    checkpoint: Checkpoint
    body: dict[str, object] | None = None
    older: Checkpoint | None = None


def write_proof(proof: EntryProof | GrowthProof) -> bytes:
    """The file of a proof."""
    if isinstance(proof, EntryProof):
        plain: dict[str, object] = {
            "format": ENTRY_FORMAT,
            "sequence": proof.sequence,
            "body": proof.body,
            "salt": encode(proof.salt),
            "path": [encode(step) for step in proof.path],
            "checkpoint": proof.checkpoint,
        }
    else:
        plain = {
            "format": GROWTH_FORMAT,
            "older": proof.older,
            "newer": proof.newer,
            "path": [encode(step) for step in proof.path],
        }
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read_proof(data: bytes) -> EntryProof | GrowthProof:
    """The proof in a file.

    :raises Malformed: where it is none, or not in its one written form.
    """
    plain = _json(data)
    proof = _proof(plain)
    try:
        same = write_proof(proof) == data
    except UnicodeEncodeError as fault:
        raise Malformed(_NO_PROOF) from fault
    if not same:
        raise Malformed("证明文件被改动过：它的写法与原样不一致。")
    return proof


def _proof(plain: dict[str, object]) -> EntryProof | GrowthProof:
    if plain.get("format") == ENTRY_FORMAT:
        return _entry_proof(plain)
    if plain.get("format") == GROWTH_FORMAT:
        return _growth_proof(plain)
    raise Malformed(_NO_PROOF)


def pack_proof(proof: EntryProof) -> bytes:
    """The proof as one line, without the checkpoint that many of them share."""
    plain = {
        "sequence": proof.sequence,
        "body": proof.body,
        "salt": encode(proof.salt),
        "path": [encode(step) for step in proof.path],
    }
    return (json.dumps(plain, ensure_ascii=False) + "\n").encode("utf-8")


def unpack_proof(line: bytes, *, checkpoint: str) -> EntryProof:
    """The proof in a line, with the checkpoint that it rests on.

    :raises Malformed: where it is none, or not in its one written form.
    """
    proof = _entry_proof(_json(line) | {"checkpoint": checkpoint})
    if pack_proof(proof) != line:
        raise Malformed("证明文件被改动过：它的写法与原样不一致。")
    return proof


def verify_proof(proof: EntryProof | GrowthProof, *, verifier: Verifier) -> Proved:
    """Return what the proof shows, when it holds against the key.

    :raises Malformed: where a part of it is not what it should be.
    :raises Mismatch: where it does not hold.
    """
    return _verify_entry(proof, verifier) if isinstance(proof, EntryProof) else _verify_growth(proof, verifier)


def _verify_entry(proof: EntryProof, verifier: Verifier) -> Proved:
    checkpoint = open_checkpoint(proof.checkpoint, verifier=verifier)
    body = _body(proof)
    verify_inclusion(
        leaf=leaf_hash(proof.salt, proof.body.encode("utf-8"), digest=digest_of(checkpoint.tree_hash)),
        index=proof.sequence - 1,
        size=checkpoint.size,
        path=proof.path,
        root=checkpoint.root,
        tree_hash=checkpoint.tree_hash,
    )
    return Proved(checkpoint, body)


def _verify_growth(proof: GrowthProof, verifier: Verifier) -> Proved:
    older, newer = (open_checkpoint(note, verifier=verifier) for note in (proof.older, proof.newer))
    if older.tree_hash is not newer.tree_hash:
        raise Mismatch("两个存证点用的散列算法不同，不能直接比较。")
    verify_consistency(
        old=older.size, old_root=older.root, new=newer.size, new_root=newer.root, path=proof.path,
        tree_hash=newer.tree_hash,
    )  # fmt: skip
    return Proved(newer, older=older)


def _body(proof: EntryProof) -> dict[str, object]:
    body = _json(proof.body.encode("utf-8"))
    if not _is_canonical(body, proof.body):
        raise Malformed("证明里的记录不是规范的写法。")
    if body.get("sequence") != proof.sequence:
        raise Mismatch("证明里的编号与记录自己的编号不一致。")
    return body


def _is_canonical(body: dict[str, object], text: str) -> bool:
    try:
        return canonical_text(body) == text
    except NotCanonical:
        return False


def _json(data: bytes) -> dict[str, object]:
    try:
        plain = json.loads(data.decode("utf-8")) if len(data) <= LONGEST_PROOF else None
    except (ValueError, RecursionError) as fault:
        raise Malformed(_NO_PROOF) from fault
    if not isinstance(plain, dict):
        raise Malformed(_NO_PROOF)
    return plain


def _entry_proof(plain: dict[str, object]) -> EntryProof:
    sequence = plain.get("sequence")
    if not isinstance(sequence, int) or isinstance(sequence, bool) or not 1 <= sequence < 1 << 63:
        raise Malformed(_NO_PROOF)
    return EntryProof(
        sequence, _text(plain, "body"), decode(_text(plain, "salt"), length=SALT_BYTES), _path(plain),
        _text(plain, "checkpoint"),
    )  # fmt: skip


def _growth_proof(plain: dict[str, object]) -> GrowthProof:
    return GrowthProof(_text(plain, "older"), _text(plain, "newer"), _path(plain))


def _text(plain: dict[str, object], name: str) -> str:
    value = plain.get(name)
    if not isinstance(value, str):
        raise Malformed(_NO_PROOF)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise Malformed(_NO_PROOF) from fault
    return value


def _path(plain: dict[str, object]) -> tuple[bytes, ...]:
    value = plain.get("path")
    if not isinstance(value, list) or len(value) > 2 * _DEEPEST or not all(isinstance(step, str) for step in value):
        raise Malformed(_NO_PROOF)
    return tuple(decode(step, length=HASH_BYTES) for step in value)
