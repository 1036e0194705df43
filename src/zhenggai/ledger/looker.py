"""What a process does that looks at a stretch of the journal; Django is not there yet when this is imported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from zhenggai.chain.auditing import Broken
from zhenggai.chain.hashing import TreeHash

if TYPE_CHECKING:
    from zhenggai.journal.last_words import LastWords
    from zhenggai.journal.verifying import Look
    from zhenggai.ledger.kept_files import KeptFiles


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a process found; leaves travel as one piece of bytes for each hash."""

    looks: list[tuple[Look, dict[TreeHash, bytes]]]
    words: LastWords
    files: KeptFiles
    fault: tuple[str, dict[str, object]] | None


def open_house() -> None:
    """Set up Django in a process of its own."""
    import django

    django.setup()


def look_at_stretch(first: int, last: int, tree_hashes: frozenset[TreeHash], folder: Path) -> Stretch:
    """Look at the entries from `first` to `last`, up to the first that is wrong."""
    from zhenggai.journal.last_words import LastWords
    from zhenggai.journal.rows import stored_rows
    from zhenggai.journal.verifying import look_at
    from zhenggai.ledger.kept_files import KeptFiles

    looks, words, files = [], LastWords(), KeptFiles(folder)
    try:
        for rows in stored_rows(after=first - 1, upto=last):
            looks.append(_packed(look_at(rows, first=first, tree_hashes=tree_hashes)))
            words.hear(rows)
            files.hear(rows)
            first += len(rows)
    except Broken as fault:
        return Stretch(looks, words, files, (fault.pattern, fault.facts))
    return Stretch(looks, words, files, None)


def _packed(look: Look) -> tuple[Look, dict[TreeHash, bytes]]:
    return replace(look, leaves={}), {tree_hash: b"".join(leaves) for tree_hash, leaves in look.leaves.items()}
