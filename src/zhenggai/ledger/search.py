"""Text search that finds two-character words: single characters are indexed and queried as phrases.

The module that knows how either database searches; `evidence_search` keeps a second index by its means. Every printable character is a word of its own,
so a phrase matches exactly what is printed; a barrier stands between passages, so that none matches across. The round of a task is
a word, too, longer than any other: a search looks at the texts of one round, however many others there are.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from django.db.models.expressions import RawSQL

BARRIER = "\ue000"
LONGEST_QUERY = 100
# PostgreSQL keeps no position beyond 16,383 and 256 of one word; pieces overlap by as much as a query may be long.
LONGEST_PIECE = 12_000
MOST_OF_ONE = 256
ROWS_AT_ONCE = 400


def index_tasks(texts: Iterable[tuple[int, Sequence[str]]], *, cycle_id: int) -> None:
    """Make the passages of new tasks of a round findable; part of the transaction that makes the tasks."""
    rows: list[tuple[str, int]] = []
    for task_id, passages in texts:
        rows += [(f"{_round(cycle_id)} {written(piece)}", task_id) for piece in pieces_of(_passages(passages))]
        if len(rows) >= ROWS_AT_ONCE:
            insert_words("ledger_search", "task_id", rows)
            rows = []
    insert_words("ledger_search", "task_id", rows)


def forget_tasks(task_ids: Sequence[int]) -> None:
    """Take tasks out of the index; part of the transaction that changes or removes them."""
    places = ", ".join(["%s"] * len(task_ids))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM ledger_search WHERE task_id IN ({places})", list(task_ids))  # noqa: S608


def forget_all() -> None:
    """Empty the index."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_search")


def matching_tasks(text: str, *, cycle_id: int) -> list[RawSQL]:
    """One subquery of a round's tasks for each word of `text`; a task that matches is in all of them."""
    words = text[:LONGEST_QUERY].split()
    return [_matching(phrase, cycle_id) for word in words if (phrase := characters_of(word)[:LONGEST_QUERY])]


def found_tasks(text: str, *, cycle_id: int) -> list[int] | None:
    """The tasks of a round whose texts hold every word of `text`; None where it has none.

    Each word is looked up for itself: planners guess badly how many tasks several words leave.
    """
    matching = matching_tasks(text, cycle_id=cycle_id)
    if not matching:
        return None
    with connection.cursor() as cursor:
        asked = " INTERSECT ".join(word.sql for word in matching)
        cursor.execute(asked, [value for word in matching for value in word.params])
        return [number for (number,) in cursor.fetchall()]


def listed_ids(ids: Iterable[int]) -> RawSQL:
    """The numbers as a subquery with one parameter, however many they are."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


def _round(cycle_id: int) -> str:
    """The word for a round; what people search for is asked letter by letter and never meets it."""
    return f"c{cycle_id}"


def _matching(phrase: list[str], cycle_id: int) -> RawSQL:
    if connection.vendor == "sqlite":
        asked = f'{_round(cycle_id)} AND "' + " ".join(phrase).replace('"', '""') + '"'
        return RawSQL("SELECT task_id FROM ledger_search WHERE ledger_search MATCH %s", [asked])
    asked = f"{lexeme(_round(cycle_id))} & ({' <-> '.join(map(lexeme, phrase))})"
    return RawSQL("SELECT task_id FROM ledger_search WHERE words @@ %s::tsquery", [asked])


def insert_words(table: str, column: str, rows: Sequence[tuple[str, int]]) -> None:
    """Put written words and whose they are into one of the indexes."""
    if not rows:
        return
    place = "(%s, %s)" if connection.vendor == "sqlite" else "(%s::tsvector, %s)"
    values = ", ".join([place] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (words, {column}) VALUES {values}",  # noqa: S608  names of ours and placeholders
            [value for row in rows for value in row],
        )


def _passages(passages: Sequence[str]) -> list[str]:
    return [character for passage in passages if passage for character in (*characters_of(passage), BARRIER)]


def pieces_of(characters: list[str]) -> Iterator[list[str]]:
    """Words cut into pieces of which a database keeps every place; they overlap by as much as a query may be long."""
    most = max(Counter(characters).values(), default=0)
    if len(characters) <= LONGEST_PIECE and most <= MOST_OF_ONE:
        yield characters
        return
    middle = len(characters) // 2
    yield from pieces_of(characters[: middle + LONGEST_QUERY])
    yield from pieces_of(characters[middle:])


def characters_of(text: str) -> list[str]:
    """The printable characters of a text as they are searched, one by one."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return [character for character in folded if not character.isspace() and character.isprintable()]


def written(characters: list[str]) -> str:
    """Words as the column of an index takes them."""
    if connection.vendor == "sqlite":
        return " ".join(characters)
    places: dict[str, list[int]] = {}
    for place, character in enumerate(characters, start=1):
        places.setdefault(character, []).append(place)
    return " ".join(f"{lexeme(word)}:{','.join(map(str, found))}" for word, found in places.items())


def lexeme(word: str) -> str:
    """A word as PostgreSQL reads it."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
