"""Proofs in files: what they show without any database, and that not one bit of them can be forged."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenggai.chain.canonical import canonical_text
from zhenggai.chain.checkpoints import sign_checkpoint
from zhenggai.chain.errors import Malformed, Mismatch, Unproved
from zhenggai.chain.hashing import TreeHash, digest_of, leaf_hash
from zhenggai.chain.notes import make_signer
from zhenggai.chain.proofs import EntryProof, GrowthProof, read_proof, verify_proof, write_proof
from zhenggai.chain.tree import Subroot, prove_consistency, prove_inclusion, root_of

SIGNER = make_signer("zhenggai.example/qingshui", bytes(range(32)))
KEY = SIGNER.verifier
CHANCE = Random(3)
SALTS = [CHANCE.randbytes(32) for _ in range(11)]
BODIES = [canonical_text({"sequence": n, "why": f"第{n}条", "verb": "task.plan"}) for n in range(1, 12)]


def leaves(tree_hash: TreeHash = TreeHash.SHA256) -> list[bytes]:
    digest = digest_of(tree_hash)
    return [leaf_hash(salt, body.encode(), digest=digest) for salt, body in zip(SALTS, BODIES, strict=True)]


def subroots(tree_hash: TreeHash = TreeHash.SHA256) -> Subroot:
    return lambda start, stop: root_of(leaves(tree_hash)[start:stop], tree_hash=tree_hash)


def note(size: int, *, tree_hash: TreeHash = TreeHash.SHA256) -> str:
    root = root_of(leaves(tree_hash)[:size], tree_hash=tree_hash)
    return sign_checkpoint(size=size, root=root, tree_hash=tree_hash, signer=SIGNER)


def entry_proof(sequence: int, *, tree_hash: TreeHash = TreeHash.SHA256) -> EntryProof:
    path = prove_inclusion(sequence - 1, 11, subroots(tree_hash))
    return EntryProof(sequence, BODIES[sequence - 1], SALTS[sequence - 1], path, note(11, tree_hash=tree_hash))


def growth_proof(old: int) -> GrowthProof:
    return GrowthProof(note(old), note(11), prove_consistency(old, 11, subroots()))


def flipped(data: bytes, place: int) -> bytes:
    forged = bytearray(data)
    forged[place // 8] ^= 1 << place % 8
    return bytes(forged)


@pytest.mark.parametrize("tree_hash", list(TreeHash))
@pytest.mark.parametrize("sequence", range(1, 12))
def test_a_proof_shows_its_entry_and_nothing_of_the_others(sequence, tree_hash):
    data = write_proof(entry_proof(sequence, tree_hash=tree_hash))

    proved = verify_proof(read_proof(data), verifier=KEY)

    assert proved.body is not None
    assert proved.body["why"] == f"第{sequence}条"
    others = {f"第{n}条" for n in range(1, 12)} - {f"第{sequence}条"}
    assert not [text for text in others if f'"{text}\\"' in data.decode() or text + '"' in data.decode()]


@pytest.mark.parametrize("old", range(12))
def test_a_growth_proof_shows_one_checkpoint_to_be_the_beginning_of_another(old):
    proved = verify_proof(read_proof(write_proof(growth_proof(old))), verifier=KEY)

    assert proved.older is not None
    assert (proved.older.size, proved.checkpoint.size) == (old, 11)


@pytest.mark.parametrize(
    "proof", [entry_proof(6), entry_proof(2, tree_hash=TreeHash.SM3), growth_proof(6)], ids=["entry", "sm3", "growth"]
)
def test_every_flipped_bit_of_a_proof_is_refused(proof):
    data = write_proof(proof)

    for place in range(len(data) * 8):
        with pytest.raises(Unproved):
            verify_proof(read_proof(flipped(data, place)), verifier=KEY)


@pytest.mark.parametrize(
    "forged",
    [
        replace(entry_proof(6), body=BODIES[6]),
        replace(entry_proof(6), salt=bytes(32)),
        replace(entry_proof(6), sequence=7),
        replace(entry_proof(6), sequence=7, body=BODIES[6]),
        replace(entry_proof(6), path=()),
        replace(entry_proof(6), checkpoint=note(10)),
        replace(growth_proof(6), older=note(5)),
        replace(growth_proof(6), newer=note(10)),
        replace(growth_proof(6), older=note(6, tree_hash=TreeHash.SM3)),
        replace(growth_proof(6), path=()),
    ],
    ids=lambda proof: type(proof).__name__,
)
def test_a_proof_put_together_from_true_parts_is_refused(forged):
    with pytest.raises(Mismatch):
        verify_proof(read_proof(write_proof(forged)), verifier=KEY)


def test_a_proof_signed_by_another_is_refused():
    other = make_signer(SIGNER.name, bytes(32))

    with pytest.raises(Mismatch):
        verify_proof(entry_proof(3), verifier=other.verifier)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"{}", b"null", b"\xff", b'{"format": []}', b'{"format": "zhenggai entry proof 1"}', b"[" * 100_000,
        write_proof(entry_proof(1)) + b"\n",
        write_proof(entry_proof(1)).replace(b'"body": "', b'"body": "\\ud800'),
        json.dumps(json.loads(write_proof(entry_proof(1)))).encode(),
        write_proof(entry_proof(1)).replace(b'"sequence": 1', b'"sequence": true'),
        write_proof(entry_proof(1)).replace(b'"sequence": 1', b'"sequence": 0'),
        write_proof(entry_proof(1)).replace(b'"path": [', b'"path": [1,'),
        write_proof(entry_proof(1)).replace(b'"path": [', b'"path": 7, "p": ['),
    ],
)  # fmt: skip
def test_a_file_that_is_no_proof_is_refused_in_one_named_way(data):
    with pytest.raises(Malformed):
        read_proof(data)


@given(st.binary())
def test_any_bytes_are_refused_in_one_named_way(data):
    with pytest.raises(Malformed):
        read_proof(data)
