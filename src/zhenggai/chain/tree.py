"""The Merkle tree of RFC 6962 section 2.1: growing it, proving with it, and checking such proofs (RFC 9162 section 2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zhenggai.chain.errors import Mismatch
from zhenggai.chain.hashing import HASH_BYTES, NODE_PREFIX, Digest, TreeHash, digest_of

NOT_INCLUDED = "证明与存证点的树根对不上：这条记录不在这份存证里，或证明被改过。"
NOT_CONSISTENT = "两个存证点对不上：后一个不是从前一个接着长出来的。"


@dataclass(slots=True)
class Edge:
    """The right edge of a growing tree: the roots of its full subtrees, largest first. It is all that growing needs."""

    tree_hash: TreeHash = TreeHash.SHA256
    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Grow by these leaf hashes."""
        digest, hashes, size = digest_of(self.tree_hash), self.hashes, self.size
        for node in leaves:
            rest = size
            while rest & 1:
                node = digest(NODE_PREFIX + hashes.pop() + node)
                rest >>= 1
            hashes.append(node)
            size += 1
        self.size = size

    def root(self) -> bytes:
        """The root of the tree as it stands; of an empty tree the hash of nothing."""
        digest = digest_of(self.tree_hash)
        if not self.hashes:
            return digest(b"")
        node = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            node = digest(NODE_PREFIX + left + node)
        return node


def root_of(leaves: Iterable[bytes], *, tree_hash: TreeHash = TreeHash.SHA256) -> bytes:
    """The root over these leaf hashes."""
    edge = Edge(tree_hash)
    edge.extend(leaves)
    return edge.root()


def prove_inclusion(index: int, leaves: Sequence[bytes], *, tree_hash: TreeHash) -> tuple[bytes, ...]:
    """The hashes that lead from the leaf at `index`, counted from 0, up to the root over all leaves.

    :raises IndexError: where there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    digest, level, path = digest_of(tree_hash), list(leaves), []
    while len(level) > 1:
        if (index ^ 1) < len(level):
            path.append(level[index ^ 1])
        level = _parents(level, digest)
        index >>= 1
    return tuple(path)


def prove_consistency(old: int, leaves: Sequence[bytes], *, tree_hash: TreeHash) -> tuple[bytes, ...]:
    """The hashes that show the tree over the first `old` leaves to be the beginning of that over all.

    :raises IndexError: where there are fewer leaves.
    """
    if not 0 <= old <= len(leaves):
        raise IndexError(old)
    return tuple(_subproof(old, leaves, whole=True, tree_hash=tree_hash)) if old else ()


def verify_inclusion(
    *, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes, tree_hash: TreeHash
) -> None:
    """Return when the path leads from the leaf at `index` to the root of the tree of `size`.

    :raises Mismatch: when it does not.
    """
    digest, node, place, last = digest_of(tree_hash), leaf, index, size - 1
    if not 0 <= index < size or any(len(step) != HASH_BYTES for step in path):
        raise Mismatch(NOT_INCLUDED)
    for step in path:
        if last == 0:
            raise Mismatch(NOT_INCLUDED)
        if place & 1 or place == last:
            node = digest(NODE_PREFIX + step + node)
            place, last = _above_left(place, last)
        else:
            node = digest(NODE_PREFIX + node + step)
        place, last = place >> 1, last >> 1
    if last != 0 or node != root:
        raise Mismatch(NOT_INCLUDED)


def verify_consistency(
    *, old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes], tree_hash: TreeHash
) -> None:
    """Return when the path shows the old tree to be the beginning of the new one.

    :raises Mismatch: when it does not.
    """
    if old == new or old == 0:
        if (
            path
            or not 0 <= old <= new
            or (old == new and old_root != new_root)
            or (old == 0 and old_root != digest_of(tree_hash)(b""))
        ):
            raise Mismatch(NOT_CONSISTENT)
        return
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not 0 < old < new or not steps or any(len(step) != HASH_BYTES for step in steps):
        raise Mismatch(NOT_CONSISTENT)
    if _both_roots(old, new, steps, digest_of(tree_hash)) != (old_root, new_root):
        raise Mismatch(NOT_CONSISTENT)


def _both_roots(old: int, new: int, steps: Sequence[bytes], digest: Digest) -> tuple[bytes, bytes]:
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise Mismatch(NOT_CONSISTENT)
        if place & 1 or place == last:
            older, newer = digest(NODE_PREFIX + step + older), digest(NODE_PREFIX + step + newer)
            place, last = _above_left(place, last)
        else:
            newer = digest(NODE_PREFIX + newer + step)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise Mismatch(NOT_CONSISTENT)
    return older, newer


def _above_left(place: int, last: int) -> tuple[int, int]:
    """Past the levels on which the node is the left one of nobody, because the tree ends with it."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _parents(level: list[bytes], digest: Digest) -> list[bytes]:
    pairs = [digest(NODE_PREFIX + level[n] + level[n + 1]) for n in range(0, len(level) - 1, 2)]
    return [*pairs, level[-1]] if len(level) & 1 else pairs


def _subproof(old: int, leaves: Sequence[bytes], *, whole: bool, tree_hash: TreeHash) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [root_of(leaves, tree_hash=tree_hash)]
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    left, right = leaves[:half], leaves[half:]
    if old <= half:
        return [*_subproof(old, left, whole=whole, tree_hash=tree_hash), root_of(right, tree_hash=tree_hash)]
    return [*_subproof(old - half, right, whole=False, tree_hash=tree_hash), root_of(left, tree_hash=tree_hash)]
