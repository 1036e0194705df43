"""The hashes of the tree, as RFC 6962 section 2.1 defines them: a prefix keeps leaves apart from nodes."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from hashlib import sha256

from cryptography.hazmat.primitives import hashes

LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"
SALT_BYTES = 32
HASH_BYTES = 32

Digest = Callable[[bytes], bytes]


class TreeHash(StrEnum):
    """Which hash a tree is made with."""

    SHA256 = "sha256"
    SM3 = "sm3"


def digest_of(tree_hash: TreeHash) -> Digest:
    """The function that hashes for such a tree."""
    return _sha256 if tree_hash is TreeHash.SHA256 else _sm3


def leaf_hash(salt: bytes, body: bytes, *, digest: Digest | None = None) -> bytes:
    """The hash of prefix, salt and canonical body; the salt lets one entry be shown without letting others be guessed.

    :raises ValueError: for a salt that is not 32 bytes long.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return (digest or _sha256)(LEAF_PREFIX + salt + body)


def _sha256(data: bytes) -> bytes:
    return sha256(data).digest()


def _sm3(data: bytes) -> bytes:
    state = hashes.Hash(hashes.SM3())
    state.update(data)
    return state.finalize()
