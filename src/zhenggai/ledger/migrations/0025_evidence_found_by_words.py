"""An index of what evidence is called and shows, filled for what is there already."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = """CREATE VIRTUAL TABLE ledger_evidence_search USING fts5(
    words, columnsize = 0, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'")"""
POSTGRES = (
    """CREATE TABLE ledger_evidence_search (
         id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, evidence_id bigint NOT NULL, words tsvector NOT NULL)""",
    "CREATE INDEX ledger_evidence_search_words ON ledger_evidence_search USING gin (words)",
    "CREATE INDEX ledger_evidence_search_of ON ledger_evidence_search (evidence_id)",
)
BARRIER = "\ue000"
MOST_OF_ONE, OVERLAP, MOST_PIECES = 256, 100, 100
AT_ONCE = 400


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in (SQLITE,) if sqlite else POSTGRES:
        schema_editor.execute(statement, params=None)
    rows = apps.get_model("ledger", "Evidence").objects.order_by("pk")
    told = rows.values_list("pk", "number", "name", "document_number", "description").iterator(chunk_size=2000)
    ready: list[tuple[str, int]] = []
    for number, *passages in told:
        for place, piece in enumerate(list(pieces(pairs(passages)))[:MOST_PIECES]):
            ready.append((" ".join(piece), number * MOST_PIECES + place) if sqlite else (vector(piece), number))
        if len(ready) >= AT_ONCE:
            insert(schema_editor, ready, sqlite=sqlite)
            ready = []
    insert(schema_editor, ready, sqlite=sqlite)


def insert(schema_editor: BaseDatabaseSchemaEditor, ready: list[tuple[str, int]], *, sqlite: bool) -> None:
    if not ready:
        return
    column, place = ("rowid", "(%s, %s)") if sqlite else ("evidence_id", "(%s::tsvector, %s)")
    values = ", ".join([place] * len(ready))
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO ledger_evidence_search (words, {column}) VALUES {values}",  # noqa: S608
            [value for row in ready for value in row],
        )


def pairs(passages: list[str]) -> list[str]:
    found: list[str] = []
    for passage in passages:
        folded = unicodedata.normalize("NFKC", passage).casefold()
        characters = [*(one for one in folded if not one.isspace() and one.isprintable()), BARRIER]
        found += [*(one + other for one, other in pairwise(characters)), BARRIER]
    return found


def pieces(words: list[str]) -> Iterator[list[str]]:
    if max(map(words.count, set(words)), default=0) <= MOST_OF_ONE:
        yield words
        return
    middle = len(words) // 2
    yield from pieces(words[: middle + OVERLAP])
    yield from pieces(words[middle:])


def vector(words: list[str]) -> str:
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words, start=1):
        places.setdefault(word, []).append(place)
    return " ".join(f"{lexeme(word)}:{','.join(map(str, found))}" for word, found in places.items())


def lexeme(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TABLE ledger_evidence_search", params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0024_handovers_list_what_waits")]

    operations = [migrations.RunPython(install, remove)]
