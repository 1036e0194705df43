"""The Merkle tree of RFC 6962 section 2.1: growing it, proving with it, and checking such proofs (RFC 9162 section 2.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from zhenggai.chain.errors import Mismatch
from zhenggai.chain.hashing import HASH_BYTES, NODE_PREFIX, Digest, TreeHash, digest_of

# The root over the leaves from the first number up to, not including, the second.
Subroot = Callable[[int, int], bytes]

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
        waiting, level = list(leaves), 0
        digest, size, grown = digest_of(self.tree_hash), self.size, self.size + len(waiting)
        above: list[bytes] = []
        while waiting or size >> level:
            # The last root of this size waits for a neighbour wherever the tree has an odd number of them.
            if size >> level & 1:
                waiting.insert(0, self.hashes.pop())
            if len(waiting) & 1:
                above.append(waiting.pop())
            waiting = [
                digest(NODE_PREFIX + left + right) for left, right in zip(waiting[::2], waiting[1::2], strict=True)
            ]
            level += 1
        self.hashes.extend(reversed(above))
        self.size = grown

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


def prove_inclusion(index: int, size: int, subroot: Subroot) -> tuple[bytes, ...]:
    """The hashes that lead from the leaf at `index`, counted from 0, up to the root of the tree of `size`.

    :raises IndexError: where there is no such leaf.
    """
    if not 0 <= index < size:
        raise IndexError(index)
    path, start, stop = [], 0, size
    while stop - start > 1:
        middle = start + _half(stop - start)
        if index < middle:
            path.append(subroot(middle, stop))
            stop = middle
        else:
            path.append(subroot(start, middle))
            start = middle
    return tuple(reversed(path))


def prove_consistency(old: int, new: int, subroot: Subroot) -> tuple[bytes, ...]:
    """The hashes that show the tree of the first `old` leaves to be the beginning of that of `new`.

    :raises IndexError: where there are fewer leaves.
    """
    if not 0 <= old <= new:
        raise IndexError(old)
    if old in (0, new):
        return ()
    path, start, stop = [], 0, new
    while stop > old:
        middle = start + _half(stop - start)
        if old <= middle:
            path.append(subroot(middle, stop))
            stop = middle
        else:
            path.append(subroot(start, middle))
            start = middle
    if start:
        path.append(subroot(start, stop))
    return tuple(reversed(path))


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
    if old in (0, new):
        same = old_root == (new_root if old == new else digest_of(tree_hash)(b""))
        if path or not same or old > new:
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


def _half(size: int) -> int:
    """The largest power of two below a size of at least two."""
    return 1 << ((size - 1).bit_length() - 1)
