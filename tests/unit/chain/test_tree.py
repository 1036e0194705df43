"""The tree of RFC 6962: answers everybody knows, and proofs that hold for what they prove and for nothing else."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenggai.chain.errors import Mismatch
from zhenggai.chain.hashing import LEAF_PREFIX, TreeHash, digest_of, leaf_hash
from zhenggai.chain.tree import (
    Edge,
    Subroot,
    prove_consistency,
    prove_inclusion,
    root_of,
    verify_consistency,
    verify_inclusion,
)

# The vectors that implementations of Certificate Transparency share.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [sha256(LEAF_PREFIX + bytes.fromhex(text)).digest() for text in INPUTS]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSIONS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCIES = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
HASHES = list(TreeHash)


def some_leaves(count: int, *, seed: int = 1) -> list[bytes]:
    chance = Random(seed)
    return [chance.randbytes(32) for _ in range(count)]


def subroots(leaves: list[bytes], tree_hash: TreeHash = TreeHash.SHA256) -> Subroot:
    return lambda start, stop: root_of(leaves[start:stop], tree_hash=tree_hash)


def included(leaves: list[bytes], true_index: int, **changed: object) -> None:
    claim: dict[str, object] = {
        "leaf": leaves[true_index],
        "index": true_index,
        "size": len(leaves),
        "path": prove_inclusion(true_index, len(leaves), subroots(leaves)),
        "root": root_of(leaves),
        "tree_hash": TreeHash.SHA256,
    }
    verify_inclusion(**{**claim, **changed})  # type: ignore[arg-type]


class TestKnownAnswers:
    def test_the_empty_tree_hashes_nothing(self):
        assert Edge().root() == sha256(b"").digest()

    @pytest.mark.parametrize("size", range(1, 9))
    def test_roots(self, size):
        assert root_of(LEAVES[:size]).hex() == ROOTS[size - 1]

    @pytest.mark.parametrize(("index", "size"), INCLUSIONS)
    def test_inclusion_paths(self, index, size):
        path = prove_inclusion(index, size, subroots(LEAVES))

        assert [step.hex() for step in path] == INCLUSIONS[index, size]

    @pytest.mark.parametrize(("old", "new"), CONSISTENCIES)
    def test_consistency_paths(self, old, new):
        path = prove_consistency(old, new, subroots(LEAVES))

        assert [step.hex() for step in path] == CONSISTENCIES[old, new]

    def test_sm3_of_abc(self):
        assert digest_of(TreeHash.SM3)(b"abc").hex() == (
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        )


class TestGrowing:
    @given(st.lists(st.binary(min_size=32, max_size=32), max_size=40), st.integers(0, 40))
    def test_a_tree_grown_in_two_steps_is_the_tree_grown_in_one(self, leaves, cut):
        edge = Edge()
        edge.extend(leaves[:cut])
        resumed = replace(edge, hashes=list(edge.hashes))

        resumed.extend(leaves[cut:])

        assert resumed.root() == root_of(leaves)

    def test_a_salt_of_another_length_is_refused(self):
        with pytest.raises(ValueError):
            leaf_hash(b"short", b"body")


@pytest.mark.parametrize("tree_hash", HASHES)
class TestEverySmallTree:
    @pytest.mark.parametrize("size", range(1, 34))
    def test_every_leaf_is_proved_to_be_in_it(self, size, tree_hash):
        leaves = some_leaves(size)
        root = root_of(leaves, tree_hash=tree_hash)

        for index in range(size):
            path = prove_inclusion(index, size, subroots(leaves, tree_hash))
            verify_inclusion(leaf=leaves[index], index=index, size=size, path=path, root=root, tree_hash=tree_hash)

    @pytest.mark.parametrize("new", range(1, 34))
    def test_every_earlier_tree_is_proved_to_be_its_beginning(self, new, tree_hash):
        leaves = some_leaves(new)
        root = root_of(leaves, tree_hash=tree_hash)

        for old in range(new + 1):
            path = prove_consistency(old, new, subroots(leaves, tree_hash))
            old_root = root_of(leaves[:old], tree_hash=tree_hash)
            verify_consistency(old=old, old_root=old_root, new=new, new_root=root, path=path, tree_hash=tree_hash)


class TestForgedInclusions:
    LEAVES = some_leaves(13)

    @pytest.mark.parametrize("index", range(13))
    def test_no_other_place_is_believed(self, index):
        path = prove_inclusion(index, 13, subroots(self.LEAVES))

        for other in {*range(-1, 15)} - {index}:
            with pytest.raises(Mismatch):
                included(self.LEAVES, index, index=other, path=path)

    @pytest.mark.parametrize(
        "changed",
        [
            {"leaf": bytes(32)},
            {"root": bytes(32)},
            {"size": 0},
            {"size": 5},
            {"size": 64},
            {"path": ()},
            {"path": (bytes(32),) * 70},
            {"path": (b"short",)},
            {"tree_hash": TreeHash.SM3},
        ],
        ids=str,
    )
    def test_nothing_else_is_believed(self, changed):
        with pytest.raises(Mismatch):
            included(self.LEAVES, 5, **changed)

    def test_a_node_is_not_taken_for_a_leaf(self):
        inner = root_of(self.LEAVES[:2])

        with pytest.raises(Mismatch):
            included(self.LEAVES, 0, leaf=inner, path=prove_inclusion(0, 13, subroots(self.LEAVES))[1:])

    @pytest.mark.parametrize("index", [-1, 13])
    def test_there_is_no_proof_for_a_leaf_that_is_not_there(self, index):
        with pytest.raises(IndexError):
            prove_inclusion(index, 13, subroots(self.LEAVES))


class TestForgedConsistencies:
    LEAVES = some_leaves(13)

    @pytest.mark.parametrize("old", range(1, 13))
    def test_another_beginning_is_not_believed(self, old):
        changed = [*self.LEAVES]
        changed[old - 1] = bytes(32)

        for path_of in (self.LEAVES, changed):
            with pytest.raises(Mismatch):
                verify_consistency(
                    old=old,
                    old_root=root_of(self.LEAVES[:old]),
                    new=13,
                    new_root=root_of(changed),
                    path=prove_consistency(old, 13, subroots(path_of)),
                    tree_hash=TreeHash.SHA256,
                )

    @pytest.mark.parametrize(
        ("old", "new", "path"),
        [(5, 4, ()), (5, 13, ()), (4, 13, ()), (-1, 13, ()), (5, 13, (b"short",)), (5, 13, (bytes(32),) * 70), (13, 13, (bytes(32),))],
        ids=str,
    )  # fmt: skip
    def test_a_path_that_cannot_be_is_refused(self, old, new, path):
        roots = {size: root_of(self.LEAVES[: max(size, 0)]) for size in (old, new)}

        with pytest.raises(Mismatch):
            verify_consistency(
                old=old, old_root=roots[old], new=new, new_root=roots[new], path=path, tree_hash=TreeHash.SHA256
            )

    def test_two_trees_of_one_size_must_be_one(self):
        with pytest.raises(Mismatch):
            verify_consistency(
                old=13, old_root=bytes(32), new=13, new_root=root_of(self.LEAVES), path=(), tree_hash=TreeHash.SHA256
            )
