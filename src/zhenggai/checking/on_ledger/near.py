"""Files that look or read nearly the same, found by bands of their fingerprints and not by comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from zhenggai.domain.ledger_facts import PieceFacts
from zhenggai.domain.likeness import NEAR, NEAR_FINE, NEAR_TEXT, band_keys, distance, probe_keys, telling

# Where very many files look alike the first ones are enough to tell it.
MOST_ON_A_SHELF = 20


def near_pairs(pieces: Sequence[PieceFacts]) -> Iterator[tuple[PieceFacts, PieceFacts]]:
    """Pairs of different files that look or read nearly the same, the older one first."""
    if len(pieces) < 2:
        return
    found: dict[tuple[int, int], tuple[PieceFacts, PieceFacts]] = {}
    for of, near in (("coarse", NEAR), ("words", NEAR_TEXT)):
        shelf: dict[int, list[tuple[int, PieceFacts]]] = defaultdict(list)
        for piece in pieces:
            mark: str = getattr(piece, of)
            if not telling(mark):
                continue
            value = int(mark, 16)
            for key in probe_keys(mark):
                for beside, other in shelf.get(key, ()):
                    if (beside ^ value).bit_count() <= near and (of == "words" or _fine_agrees(other, piece)):
                        found[other.id, piece.id] = (other, piece)
            for key in band_keys(mark):
                if len(shelf[key]) < MOST_ON_A_SHELF:
                    shelf[key].append((value, piece))
    yield from (pair for pair in found.values() if pair[0].sha256 != pair[1].sha256)


def _fine_agrees(one: PieceFacts, other: PieceFacts) -> bool:
    return not (one.fine and other.fine) or distance(one.fine, other.fine) <= NEAR_FINE
