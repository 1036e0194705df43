"""Verifying the whole home: the journal, the rows against its last word, and the files against their digests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings

from zhenggai.chain.auditing import Row
from zhenggai.chain.notes import Verifier
from zhenggai.journal.verifying import VerifiedJournal, verify_journal
from zhenggai.ledger.kept_files import KeptFiles
from zhenggai.ledger.last_words import LastWords


@dataclass(frozen=True, slots=True)
class VerifiedHome:
    """What was found in order."""

    journal: VerifiedJournal
    rows: int
    files: int


def verify_home(
    *, verifier: Verifier, kept: Sequence[str] = (), told: Callable[[int], None] | None = None
) -> VerifiedHome:
    """Return when everything holds; `kept` are checkpoints from outside, `told` hears how many entries were walked.

    :raises Broken: at the first thing that is wrong.
    """
    words, files = LastWords(), KeptFiles(settings.FILES)

    def watch(rows: Sequence[Row]) -> None:
        words.hear(rows)
        files.hear(rows)
        if told is not None:
            told(rows[-1].sequence)

    journal = verify_journal(verifier=verifier, kept=kept, watch=watch)
    return VerifiedHome(journal, rows=words.compare(), files=files.compare())
