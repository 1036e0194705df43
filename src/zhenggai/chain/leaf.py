"""The hash of one journal entry, as RFC 6962 section 2.1 hashes a leaf: a prefix keeps leaves apart from nodes."""

from __future__ import annotations

from hashlib import sha256

LEAF_PREFIX = b"\x00"
SALT_BYTES = 32


def leaf_hash(salt: bytes, body: bytes) -> bytes:
    """SHA-256 of prefix, salt and canonical body; the salt lets one entry be shown without letting others be guessed.

    :raises ValueError: for a salt that is not 32 bytes long.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return sha256(LEAF_PREFIX + salt + body).digest()
