"""Levels of a tree: the same roots and proofs as from the leaves themselves."""

from __future__ import annotations

from hashlib import sha256

import pytest

from zhenggai.chain.hashing import TreeHash
from zhenggai.chain.levels import Levels
from zhenggai.chain.tree import prove_inclusion, root_of, verify_inclusion


@pytest.mark.parametrize("tree_hash", list(TreeHash))
@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13])
def test_every_leaf_is_proved_as_by_the_tree_itself(size, tree_hash):
    leaves = [sha256(bytes([number])).digest() for number in range(size)]
    levels = Levels(iter([leaves[:5], leaves[5:]]), tree_hash=tree_hash)
    root = root_of(leaves, tree_hash=tree_hash)

    assert levels.size == size
    assert levels.subroot(0, size) == root
    for index, leaf in enumerate(leaves):
        path = prove_inclusion(index, size, levels.subroot)
        verify_inclusion(leaf=leaf, index=index, size=size, path=path, root=root, tree_hash=tree_hash)


@pytest.mark.parametrize(("start", "stop"), [(0, 0), (0, 4), (2, 1), (-1, 1)])
def test_there_is_no_root_over_leaves_that_are_not_there(start, stop):
    levels = Levels(iter([[bytes(32)] * 3]))

    with pytest.raises(IndexError):
        levels.subroot(start, stop)
