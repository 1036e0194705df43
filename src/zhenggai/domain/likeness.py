"""Whether two fingerprints are nearly the same, and under which keys nearly the same ones can be looked up.

A fingerprint is 64 bits. Two that differ in at most `NEAR` bits agree in one of four bands of 16 bits but for one bit,
so that looking up every band with every single bit turned finds all of them by index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b

BITS = 64
NEAR = 7
# The finer fingerprint of a picture must agree as well: scans of printed pages all look alike from afar.
FINE_BITS = 256
NEAR_FINE = 40
# Texts are told apart by fewer bits than pictures.
NEAR_TEXT = 6

_BANDS = 4
_BAND = BITS // _BANDS
_MASK = (1 << _BAND) - 1
_FEWEST = 4
_SHINGLE = 5
_FEWEST_SIGNS = 40
_MOST_SIGNS = 60_000
_IDLE = re.compile(r"[\W_]+")


def distance(first: str, second: str) -> int:
    """How many bits differ in two fingerprints of the same length, written in hexadecimal."""
    return (int(first, 16) ^ int(second, 16)).bit_count()


def telling(fingerprint: str) -> bool:
    """Whether a fingerprint says anything; that of an even surface does not."""
    bits = int(fingerprint, 16).bit_count() if fingerprint else 0
    return _FEWEST <= bits <= len(fingerprint) * 4 - _FEWEST


def band_keys(fingerprint: str) -> tuple[int, ...]:
    """The keys under which a fingerprint is stored, one for each band."""
    value = int(fingerprint, 16)
    return tuple(_key(band, value >> band * _BAND & _MASK) for band in range(_BANDS))


def probe_keys(fingerprint: str) -> tuple[int, ...]:
    """The keys under which everything near the fingerprint is found."""
    return tuple(key ^ turned for key in band_keys(fingerprint) for turned in (0, *(1 << bit for bit in range(_BAND))))


def fingerprint_of_text(text: str) -> str | None:
    """The fingerprint of a text by its overlapping pieces, signs and blanks left out; None for one too short to tell."""
    plain = _IDLE.sub("", text[:_MOST_SIGNS]).lower()
    if len(plain) < _FEWEST_SIGNS:
        return None
    pieces = {plain[place : place + _SHINGLE] for place in range(len(plain) - _SHINGLE + 1)}
    return f"{_vote(blake2b(piece.encode(), digest_size=BITS // 8).digest() for piece in pieces):016x}"


def _vote(digests: Iterable[bytes]) -> int:
    """The bits that most digests have set."""
    counts = [[0] * 256 for _ in range(BITS // 8)]
    total = 0
    for digest in digests:
        total += 1
        for place, byte in enumerate(digest):
            counts[place][byte] += 1
    result = 0
    for counted in counts:
        for bit in range(7, -1, -1):
            votes = sum(number for byte, number in enumerate(counted) if byte >> bit & 1)
            result = result << 1 | (2 * votes > total)
    return result


def _key(band: int, value: int) -> int:
    return band << _BAND | value
