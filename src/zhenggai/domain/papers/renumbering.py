"""A passage under other numbers: where things of the ledger are called otherwise in one home than in another."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import get_args

from zhenggai.domain.papers.passages import Passage, Ref, SourceKind, Table
from zhenggai.domain.papers.words import FigureField, Words

Number = Callable[[SourceKind, int], int]
# What else keys call a thing that is known by its task.
_OF_TASKS = ("target", "form")
_NAMED = re.compile(rf"\b({'|'.join((*get_args(SourceKind), *_OF_TASKS))})/(\d+)\b")


def renumbered(passage: Passage, number: Number) -> Passage:
    """The passage with every key, source and figure under the number of its thing."""
    return Passage(
        key=renumbered_key(passage.key, number),
        kind=passage.kind,
        words=_words(passage.words, number),
        refs=tuple(Ref(ref.kind, number(ref.kind, ref.id)) for ref in passage.refs),
        table=_table(passage.table, number) if passage.table else None,
    )


def renumbered_key(key: str, number: Number) -> str:
    """A key such as `task/12/0` with the other number."""

    def other(match: re.Match[str]) -> str:
        kind: SourceKind = "task" if match[1] in _OF_TASKS else match[1]  # type: ignore[assignment]
        return f"{match[1]}/{number(kind, int(match[2]))}"

    return _NAMED.sub(other, key)


def _table(table: Table, number: Number) -> Table:
    return replace(table, rows=tuple(tuple(_words(cell, number) for cell in row) for row in table.rows))


def _words(words: Words, number: Number) -> Words:
    return tuple(piece if isinstance(piece, str) else _field(piece, number) for piece in words)


def _field(field: FigureField, number: Number) -> FigureField:
    return replace(
        field,
        key=renumbered_key(field.key, number),
        figure=field.figure and number("figure", field.figure),
        task=field.task and number("task", field.task),
    )
