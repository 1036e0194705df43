"""The words of evidence: its number, name, document number and what it shows, found without looking through every row.

Pairs of neighbouring characters are indexed, because names are short and full of digits: a single digit stands in almost
every one, a pair of them in few. What is asked is a phrase of pairs; a single character is the beginning of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.db import connection
from django.db.models.expressions import RawSQL

from zhenggai.ledger.models import Evidence
from zhenggai.ledger.search import BARRIER, LONGEST_QUERY, characters_of, insert_words, lexeme, pieces_of, written

# In SQLite the row's own number tells whose it is, so that a row is found and taken out by it.
MOST_PIECES = 100
ROWS_AT_ONCE = 400


def index_evidence(rows: Iterable[Evidence]) -> None:
    """Make evidence findable by its words as they are now; part of the transaction that makes or changes it."""
    ready: list[tuple[str, int]] = []
    for row in rows:
        ready += [(written(piece), key) for key, piece in _keyed(row.pk, _pairs(_passages(row)))]
        if len(ready) >= ROWS_AT_ONCE:
            _insert(ready)
            ready = []
    _insert(ready)


def reindex_evidence(row: Evidence) -> None:
    """Index what is said of a piece of evidence anew; part of the transaction that changes it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            first = row.pk * MOST_PIECES
            cursor.execute(
                "DELETE FROM ledger_evidence_search WHERE rowid BETWEEN %s AND %s", [first, first + MOST_PIECES - 1]
            )
        else:
            cursor.execute("DELETE FROM ledger_evidence_search WHERE evidence_id = %s", [row.pk])
    index_evidence([row])


def forget_all_evidence() -> None:
    """Empty the index."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_evidence_search")


def matching_evidence(text: str) -> list[RawSQL]:
    """One subquery of evidence for each word of `text`; evidence that matches is in all of them."""
    words = (characters_of(word)[:LONGEST_QUERY] for word in text.split())
    return [_matching(word) for word in words if word]


def _matching(word: list[str]) -> RawSQL:
    pairs = [one + other for one, other in pairwise(word)]
    if connection.vendor == "sqlite":
        asked = _quoted(" ".join(pairs)) if pairs else f"{_quoted(word[0])}*"
        return RawSQL(
            "SELECT rowid / %s FROM ledger_evidence_search WHERE ledger_evidence_search MATCH %s", [MOST_PIECES, asked]
        )
    asked = " <-> ".join(map(lexeme, pairs)) if pairs else f"{lexeme(word[0])}:*"
    return RawSQL("SELECT evidence_id FROM ledger_evidence_search WHERE words @@ %s::tsquery", [asked])


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _passages(row: Evidence) -> Sequence[str]:
    return (row.number, row.name, row.document_number, row.description)


def _pairs(passages: Sequence[str]) -> list[str]:
    found: list[str] = []
    for passage in passages:
        characters = [*characters_of(passage), BARRIER]
        # A barrier stands alone behind each passage, so that no phrase goes on in the next one.
        found += [*(one + other for one, other in pairwise(characters)), BARRIER]
    return found


def _keyed(number: int, pairs: list[str]) -> Iterable[tuple[int, list[str]]]:
    pieces = list(pieces_of(pairs))[:MOST_PIECES]
    if connection.vendor == "sqlite":
        return [(number * MOST_PIECES + place, piece) for place, piece in enumerate(pieces)]
    return [(number, piece) for piece in pieces]


def _insert(rows: Sequence[tuple[str, int]]) -> None:
    insert_words("ledger_evidence_search", "rowid" if connection.vendor == "sqlite" else "evidence_id", rows)
