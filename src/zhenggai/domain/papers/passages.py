"""A paper as an ordered tree of passages, kept in the order of reading with the depth of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhenggai.domain.papers.words import FigureField, Words, fields_of, plain

PassageKind = Literal[
    "title", "addressee", "heading1", "heading2", "heading3", "heading4", "body", "note",
    "annexes", "annex", "table", "signature", "date",
]  # fmt: skip
SourceKind = Literal["problem", "task", "measure", "report", "figure", "promise", "meeting", "institution", "aspect"]
PASSAGE_KINDS: dict[PassageKind, str] = {
    "title": "标题",
    "addressee": "主送",
    "heading1": "一级标题",
    "heading2": "二级标题",
    "heading3": "三级标题",
    "heading4": "四级标题",
    "body": "正文",
    "note": "注释",
    "annexes": "附件说明",
    "annex": "附件",
    "table": "表格",
    "signature": "署名",
    "date": "成文日期",
}
# How deep a passage stands in the tree; what is no heading stands below the last one.
_DEPTHS = {"title": 0, "annex": 1, "heading1": 1, "heading2": 2, "heading3": 3, "heading4": 4}


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing of the ledger that a passage comes from."""

    kind: SourceKind
    id: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is its width beside the others."""

    title: str
    share: int = 1
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the row of titles is repeated on each page. `bare` tables are forms without titles, `dense` ones fit one page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]
    bare: bool = False
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage. `key` is its own within the paper and stays the same when it is composed anew."""

    key: str
    kind: PassageKind
    words: Words = ()
    refs: tuple[Ref, ...] = ()
    table: Table | None = None

    @property
    def figures(self) -> tuple[FigureField, ...]:
        """Every figure in it."""
        cells = (cell for row in self.table.rows for cell in row) if self.table else ()
        return (*fields_of(self.words), *(field for cell in cells for field in fields_of(cell)))

    @property
    def text(self) -> str:
        """What is printed, rows of a table as lines."""
        if self.table is None:
            return plain(self.words)
        return "\n".join("\t".join(plain(cell) for cell in row) for row in self.table.rows)


@dataclass(frozen=True, slots=True)
class Composed:
    """A paper as it was composed; `wide` ones are printed across."""

    kind: str
    name: str
    title: str
    as_of: date
    passages: tuple[Passage, ...]
    wide: bool = False
    document_number: str = ""
    copies_to: str = ""
    printed_by: str = ""

    @property
    def figures(self) -> tuple[FigureField, ...]:
        """Every figure in it, in order."""
        return tuple(field for passage in self.passages for field in passage.figures)


def with_depths(passages: tuple[Passage, ...]) -> Iterator[tuple[int, Passage]]:
    """Each passage with its depth in the tree."""
    above = 0
    for passage in passages:
        depth = _DEPTHS.get(passage.kind)
        if depth is None:
            yield above + 1, passage
        else:
            above = depth
            yield depth, passage
