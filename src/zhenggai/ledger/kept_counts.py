"""Counts over a round, kept from page to page: they are right as long as no entry of the journal may have changed them (decision 0023).

No operation marks anything as stale, as with what is missing of a task: whatever happens is an entry, and its number comes with its
change. What was counted holds while no entry that could change it stands behind the one up to which it was counted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import DatabaseError, connection

from zhenggai.domain.states import STATE_NAMES
from zhenggai.journal.repeated import ask_repeated
from zhenggai.ledger.count_models import KeptCounts

Rows = list[Sequence[Any]]
# So many questions are kept of a round: who asks with which rights, by which filter.
SLOTS = 512
# Fewer tasks are counted as quickly as they are looked up.
FEWEST = 500
# With more entries behind it that changed nothing, what was kept is marked as right up to the last of them.
MOST_PASSED = 100
# What only says something of tasks, and changes no column that a ledger is counted by; tests watch that it stays so.
_QUIET = ("comment", "evidence", "paper", "promise", "remind")
# A report with which a task began names the state that it left.
_BEGAN = f'"state":"{STATE_NAMES["not_started"]}"'
# What an entry must be to have changed what is counted.
CHANGES = f"""NOT ({" OR ".join(f"said.verb LIKE '{topic}.%%'" for topic in _QUIET)}
OR (said.verb LIKE 'progress.%%' AND said.body NOT LIKE '%%{_BEGAN}%%'))"""
# Units are settled in all rounds at once; every other entry that changes a task names its round.
_LOOK_UP = """SELECT head.sequence, kept.upto, kept.counts FROM journal_head head
LEFT JOIN ledger_keptcounts kept ON kept.cycle_id = %s AND kept.slot = %s AND kept.key = %s AND NOT EXISTS (
  SELECT 1 FROM journal_entry said
  WHERE said.cycle_id = kept.cycle_id AND said.sequence > kept.upto{that_changes})
AND NOT EXISTS (
  SELECT 1 FROM journal_entry said
  WHERE said.cycle_id IS NULL AND said.subject_kind = 'unit' AND said.sequence > kept.upto)
WHERE head.id = 1"""
_FOUND = _LOOK_UP.format(that_changes=f" AND {CHANGES}")
_FOUND_MORE = _LOOK_UP.format(that_changes="")
_KEEP = """INSERT INTO ledger_keptcounts (cycle_id, slot, key, upto, counts) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (cycle_id, slot) DO UPDATE SET key = excluded.key, upto = excluded.upto, counts = excluded.counts"""


@dataclass(frozen=True, slots=True)
class Question:
    """What is counted, of which round: all that the answer depends on stands in its `words`, the day among them.

    Tasks are counted, and with `more` also what hangs on them.
    """

    cycle_id: int
    words: str
    more: bool = False

    @property
    def key(self) -> str:
        """What the question is known by."""
        return sha256(self.words.encode("utf-8")).hexdigest()

    @property
    def place(self) -> tuple[int, int, str]:
        """Round, slot and key."""
        return self.cycle_id, int(self.key[:8], 16) % SLOTS, self.key


def counted_once(question: Question, count: Callable[[], Rows], *, size: Callable[[Rows], int]) -> Rows:
    """The answer as it was kept where that still holds, else counted; and kept where it is about a round of some `size`."""
    last, upto, counts = ask_repeated(_FOUND_MORE if question.more else _FOUND, question.place)[0]
    if counts is None:
        # The number was read before anything is counted: what comes in between is noticed as newer.
        rows = count()
        if size(rows) >= FEWEST:
            _keep(question, last, json.dumps(rows, ensure_ascii=False))
        return rows
    if last - upto > MOST_PASSED:
        _keep(question, last, counts)
    kept: Rows = json.loads(counts)
    return kept


def forget_counts() -> int:
    """Throw away every count that was kept, and return how many those were; pages count anew."""
    return KeptCounts.objects.all().delete()[0]


def _keep(question: Question, upto: int, counts: str) -> None:
    # Locked or full: the reader has the answer all the same, and the next one counts anew.
    with suppress(DatabaseError), _waiting_for_nobody(), connection.cursor() as cursor:
        cursor.execute(_KEEP, [*question.place, upto, counts])


@contextmanager
def _waiting_for_nobody() -> Iterator[None]:
    """On SQLite somebody who only reads does not wait for a writer."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before}")
