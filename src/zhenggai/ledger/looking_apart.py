"""Looking at the journal in several processes at once: each takes a stretch of entries, and the tree is grown here."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import repeat
from multiprocessing import get_context

from zhenggai.chain.auditing import Broken
from zhenggai.chain.hashing import HASH_BYTES, TreeHash
from zhenggai.journal.last_words import LastWords
from zhenggai.journal.verifying import Look, Looks
from zhenggai.ledger.kept_files import KeptFiles
from zhenggai.ledger.looker import look_at_stretch, open_house

STRETCH = 20_000


def looks_apart(words: LastWords, files: KeptFiles, *, processes: int, stretch: int = STRETCH) -> Looks:
    """Looks made by this many processes; what they heard is merged in order."""

    def looks(head: int, tree_hashes: frozenset[TreeHash]) -> Iterator[Look]:
        firsts = range(1, head + 1, stretch)
        lasts = [min(first + stretch - 1, head) for first in firsts]
        # Spawned, not forked: a child must not share a connection to the database.
        with ProcessPoolExecutor(processes, get_context("spawn"), initializer=open_house) as pool:
            for found in pool.map(look_at_stretch, firsts, lasts, repeat(tree_hashes), repeat(files.folder)):
                words.merge(found.words)
                files.merge(found.files)
                yield from (_unpacked(look, packed) for look, packed in found.looks)
                if found.fault is not None:
                    raise Broken(found.fault[0], **found.fault[1])

    return looks


def _unpacked(look: Look, packed: dict[TreeHash, bytes]) -> Look:
    leaves = {
        tree_hash: [data[place : place + HASH_BYTES] for place in range(0, len(data), HASH_BYTES)]
        for tree_hash, data in packed.items()
    }
    return replace(look, leaves=leaves)
