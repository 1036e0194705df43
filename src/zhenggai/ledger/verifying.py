"""Verifying the whole home: the journal, the rows against its last word, the files against their digests, and what came from other homes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from zhenggai.chain.auditing import Row
from zhenggai.chain.notes import Verifier
from zhenggai.journal.last_words import LastWords
from zhenggai.journal.models import Head
from zhenggai.journal.verifying import VerifiedJournal, verify_journal
from zhenggai.ledger.arrivals_verifying import verify_arrivals
from zhenggai.ledger.kept_files import KeptFiles
from zhenggai.ledger.looking_apart import looks_apart
from zhenggai.ledger.periods.verifying import verify_periods

# Below this many entries one process is done before a second has started.
WORTH_PROCESSES = 100_000


@dataclass(frozen=True, slots=True)
class VerifiedHome:
    """What was found in order."""

    journal: VerifiedJournal
    rows: int
    files: int
    periods: int = 0
    arrived: int = 0


def verify_home(
    *, verifier: Verifier, kept: Sequence[str] = (), processes: int = 1, worth: int = WORTH_PROCESSES
) -> VerifiedHome:
    """Return when everything holds; `kept` are checkpoints from outside.

    More than one process looks at a journal of `worth` entries or more.

    :raises Broken: at the first thing that is wrong.
    """
    words, files = LastWords(), KeptFiles(settings.FILES)

    def watch(rows: Sequence[Row]) -> None:
        words.hear(rows)
        files.hear(rows)

    apart = processes > 1 and Head.objects.filter(sequence__gte=worth).exists()
    looks = looks_apart(words, files, processes=processes) if apart else None
    journal = verify_journal(verifier=verifier, kept=kept, watch=watch, looks=looks)
    rows, kept_files = words.compare(), files.compare()
    return VerifiedHome(journal, rows, kept_files, periods=verify_periods(), arrived=verify_arrivals())
