"""Every full subtree over many leaves, kept level by level, so that a thousand proofs cost little more than one."""

from __future__ import annotations

from collections.abc import Iterable

from zhenggai.chain.hashing import HASH_BYTES, NODE_PREFIX, TreeHash, digest_of


class Levels:
    """The levels of a tree, 64 bytes a leaf; `subroot` is what proofs are made from."""

    def __init__(self, leaves: Iterable[list[bytes]], *, tree_hash: TreeHash = TreeHash.SHA256) -> None:
        self._digest = digest_of(tree_hash)
        lowest = bytearray()
        for some in leaves:
            lowest += b"".join(some)
        self._levels = [lowest]
        while len(self._levels[-1]) >= 2 * HASH_BYTES:
            self._levels.append(self._above(self._levels[-1]))

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0]) // HASH_BYTES

    def subroot(self, start: int, stop: int) -> bytes:
        """The root over the leaves from `start` up to, not including, `stop`.

        :raises IndexError: where there are no such leaves.
        """
        width = stop - start
        if not 0 <= start < stop <= self.size:
            raise IndexError(start)
        if width & (width - 1) == 0 and start % width == 0:
            place = start // width * HASH_BYTES
            return bytes(self._levels[width.bit_length() - 1][place : place + HASH_BYTES])
        middle = start + (1 << ((width - 1).bit_length() - 1))
        return self._digest(NODE_PREFIX + self.subroot(start, middle) + self.subroot(middle, stop))

    def _above(self, below: bytearray) -> bytearray:
        digest, pair = self._digest, 2 * HASH_BYTES
        return bytearray(
            b"".join(digest(NODE_PREFIX + below[at : at + pair]) for at in range(0, len(below) - pair + 1, pair))
        )
