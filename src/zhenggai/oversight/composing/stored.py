"""Passages as JSON, and back; a whole paper as the canonical text that is signed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from typing import Any

from zhenggai.chain.canonical import canonical_text
from zhenggai.domain.papers.passages import Column, Passage, Ref, SourceKind, Table
from zhenggai.domain.papers.renumbering import renumbered
from zhenggai.domain.papers.words import FigureField, Piece, Words
from zhenggai.ledger.arrived import numbers_of
from zhenggai.oversight.models import ComposedPaper, PaperPassage

Plain = Any
# Where the sources of passages are kept.
TABLES: dict[SourceKind, str] = {
    "problem": "ledger.problem",
    "task": "ledger.task",
    "measure": "ledger.measure",
    "report": "ledger.progress",
    "figure": "ledger.figure",
    "promise": "ledger.promise",
    "meeting": "oversight.meeting",
    "institution": "oversight.institution",
    "aspect": "ledger.aspect",
}


def words_text(words: Words) -> str:
    """Words as JSON."""
    return json.dumps(_plain_words(words), ensure_ascii=False)


def table_text(table: Table | None) -> str:
    """A table as JSON; empty where there is none."""
    return json.dumps(_plain_table(table), ensure_ascii=False) if table else ""


def words_of(text: str) -> Words:
    """The words that JSON holds."""
    return _words(json.loads(text))


def fields_of(text: str) -> tuple[FigureField, ...]:
    """The figures among the words that JSON holds."""
    return tuple(piece for piece in words_of(text) if isinstance(piece, FigureField))


def row_of(passage: Passage, *, paper: ComposedPaper, position: int) -> PaperPassage:
    """A passage as a row that is not saved yet."""
    return PaperPassage(
        paper=paper,
        position=position,
        key=passage.key,
        kind=passage.kind,
        words=words_text(passage.words),
        table=table_text(passage.table),
        refs=json.dumps([[ref.kind, ref.id] for ref in passage.refs]),
    )


def passage_of(row: PaperPassage) -> Passage:
    """The passage that a row holds."""
    return Passage(
        key=row.key,
        kind=row.kind,  # type: ignore[arg-type]  # a constraint keeps it among the kinds
        words=words_of(row.words),
        refs=tuple(Ref(kind, id) for kind, id in json.loads(row.refs)),
        table=_table(json.loads(row.table)) if row.table else None,
    )


def content_of(paper: ComposedPaper, passages: Iterable[Passage]) -> str:
    """All that is signed of a paper, as canonical text; of a round from another home by the numbers of there."""
    numbers = numbers_of(paper.cycle_id, *TABLES.values())
    if numbers:
        passages = [renumbered(one, lambda kind, key: numbers.told(TABLES[kind], key)) for one in passages]
    return canonical_text(
        {
            "kind": paper.kind,
            "name": paper.name,
            "document_number": paper.document_number,
            **_imprint(paper),
            "as_of": paper.as_of,
            "withheld": [numbers.told(TABLES["problem"], key) for key in json.loads(paper.withheld)],
            "passages": [
                {
                    "key": passage.key,
                    "kind": passage.kind,
                    "words": _plain_words(passage.words),
                    "refs": [[ref.kind, ref.id] for ref in passage.refs],
                    "table": _plain_table(passage.table) if passage.table else None,
                }
                for passage in passages
            ],
        }
    )


def _imprint(paper: ComposedPaper) -> dict[str, Plain]:
    """What stands below the last page; papers that have nothing there are signed as before there was such a place."""
    said = {"copies_to": paper.copies_to, "printed_by": paper.printed_by}
    return {name: words for name, words in said.items() if words}


def digest_of(content: str) -> str:
    """The SHA-256 of what is signed."""
    return sha256(content.encode()).hexdigest()


def passages_in(content: str, *, cycle_id: int) -> tuple[Passage, ...]:
    """The passages of a version, by the numbers that things of its round have here."""
    numbers = numbers_of(cycle_id, *TABLES.values())
    found = tuple(_passage(one) for one in json.loads(content)["passages"])
    if not numbers:
        return found
    return tuple(renumbered(one, lambda kind, key: numbers.here(TABLES[kind], key)) for one in found)


def _passage(plain: dict[str, Plain]) -> Passage:
    return Passage(
        key=plain["key"],
        kind=plain["kind"],
        words=_words(plain["words"]),
        refs=tuple(Ref(kind, id) for kind, id in plain["refs"]),
        table=_table(plain["table"]) if plain["table"] else None,
    )


def _plain_words(words: Words) -> list[Plain]:
    return [piece if isinstance(piece, str) else _plain_field(piece) for piece in words]


def _plain_field(field: FigureField) -> dict[str, Plain]:
    return {**asdict(field), "as_of": field.as_of.isoformat() if field.as_of else None}


def _words(plain: list[Plain]) -> Words:
    return tuple(_piece(one) for one in plain)


def _piece(plain: Plain) -> Piece:
    if isinstance(plain, str):
        return plain
    return FigureField(**{**plain, "as_of": date.fromisoformat(plain["as_of"]) if plain["as_of"] else None})


def _plain_table(table: Table) -> dict[str, Plain]:
    return {
        "columns": [[column.title, column.share, column.centred] for column in table.columns],
        "rows": [[_plain_words(cell) for cell in row] for row in table.rows],
        "bare": table.bare,
        "dense": table.dense,
    }


def _table(plain: dict[str, Plain]) -> Table:
    return Table(
        columns=tuple(Column(*column) for column in plain["columns"]),
        rows=tuple(tuple(_words(cell) for cell in row) for row in plain["rows"]),
        bare=plain["bare"],
        dense=plain["dense"],
    )
