"""Proofs made from the journal: one entry within a checkpoint, or growth from an older checkpoint to a newer one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhenggai.chain.checkpoints import read_checkpoint
from zhenggai.chain.errors import Unproved
from zhenggai.chain.hashing import TreeHash
from zhenggai.chain.levels import Levels
from zhenggai.chain.proofs import EntryProof, GrowthProof, write_proof
from zhenggai.chain.tree import Edge, Subroot, prove_consistency, prove_inclusion
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.journal.models import Checkpoint, Entry
from zhenggai.journal.sealing import Sealed, leaves_between

_AT_ONCE = 50


class CannotProve(Refusal):
    """A checkpoint from which nothing can be proved."""


def prove_entry(*, sequence: int, sealed: Sealed) -> bytes:
    """The file that proves one entry to whoever holds the public key.

    :raises NoSuchThing: where there is no such entry below the checkpoint.
    """
    entry = Entry.objects.filter(pk=sequence).first()
    if entry is None or sequence > sealed.size:
        raise NoSuchThing("没有编号为 $id 的记录。", id=sequence)
    path = prove_inclusion(sequence - 1, sealed.size, _subroots(sealed.tree_hash))
    return write_proof(EntryProof(sequence, entry.body, bytes(entry.salt), path, sealed.note))


def prove_entries(*, sequences: Sequence[int], sealed: Sealed) -> Iterator[bytes]:
    """The files that prove many entries, in the order asked for.

    :raises NoSuchThing: where there is no such entry below the checkpoint.
    """
    return map(write_proof, entry_proofs(sequences=sequences, sealed=sealed))


def entry_proofs(*, sequences: Sequence[int], sealed: Sealed) -> Iterator[EntryProof]:
    """The proofs of many entries, in the order asked for; the tree is read once for all of them.

    :raises NoSuchThing: where there is no such entry below the checkpoint.
    """
    levels = Levels(leaves_between(sealed.tree_hash, after=0, upto=sealed.size), tree_hash=sealed.tree_hash)
    for start in range(0, len(sequences), _AT_ONCE):
        wanted = sequences[start : start + _AT_ONCE]
        found = Entry.objects.only("body", "salt").in_bulk(wanted)
        for sequence in wanted:
            if sequence not in found or sequence > sealed.size:
                raise NoSuchThing("没有编号为 $id 的记录。", id=sequence)
            path = prove_inclusion(sequence - 1, sealed.size, levels.subroot)
            entry = found[sequence]
            yield EntryProof(sequence, entry.body, bytes(entry.salt), path, sealed.note)


def prove_growth(*, older: str, sealed: Sealed) -> bytes:
    """The file that proves a checkpoint somebody kept to be the beginning of the present one.

    :raises CannotProve: where that is no checkpoint, or of another hash, or reaches further than the journal.
    """
    try:
        kept = read_checkpoint(older)
    except Unproved as fault:
        raise CannotProve(fault.pattern, **fault.facts) from fault
    if kept.tree_hash is not sealed.tree_hash:
        raise CannotProve("两个存证点用的散列算法不同，不能直接比较。")
    if kept.size > sealed.size:
        raise CannotProve("这个存证点覆盖到第 $size 条，现在的记录没有那么多。", size=kept.size)
    path = prove_consistency(kept.size, sealed.size, _subroots(sealed.tree_hash))
    return write_proof(GrowthProof(older, sealed.note, path))


def find_sealed(*, size: int) -> Sealed:
    """The checkpoint over the first `size` entries.

    :raises NoSuchThing: where none was signed.
    """
    row = Checkpoint.objects.filter(size=size).order_by("-pk").first()
    if row is None:
        raise NoSuchThing("没有覆盖到第 $id 条的存证点。", id=size)
    return Sealed(row.size, row.at, TreeHash(row.tree_hash), row.note)


def _subroots(tree_hash: TreeHash) -> Subroot:
    def subroot(start: int, stop: int) -> bytes:
        edge = Edge(tree_hash)
        for leaves in leaves_between(tree_hash, after=start, upto=stop):
            edge.extend(leaves)
        return edge.root()

    return subroot
