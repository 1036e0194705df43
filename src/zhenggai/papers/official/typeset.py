"""A composed paper as plain data for the typesetter: the same passages, measures and typefaces as the Word file has.

The document `pages.typ` is ours and fixed; words reach it as JSON and are never read as its commands.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from zhenggai.domain.papers.passages import Composed, Passage, Table
from zhenggai.domain.papers.titles import first_line
from zhenggai.domain.papers.words import Words, plain
from zhenggai.papers.official.document import imprint_lines, is_kept, neighbours, printable, row_is_whole
from zhenggai.papers.official.fitting import Fit, fit_of
from zhenggai.papers.official.fonts import FONTS, candidates

Sheet = dict[str, Any]
# How each size of table text stands in `pages.typ`.
_TABLES = {"TableDense": "dense", "TableDenser": "denser", "TableDensest": "densest"}


def sheet_of(paper: Composed) -> Sheet:
    """The paper as JSON: its passages in order, and for each part of the layout the typefaces that may stand for it."""
    fit = fit_of(paper)
    return {
        "title": printable(paper.title),
        "day": paper.as_of.isoformat(),
        "wide": paper.wide,
        "page": "a3" if fit is not None and fit.large else "a4",
        "number": printable(paper.document_number),
        "imprint": [[printable(left), printable(right)] for left, right in imprint_lines(paper)],
        "passages": [
            _passage(passage, paper, before.kind if before else "", after.kind if after else "")
            for before, passage, after in neighbours(paper.passages)
        ],
        "faces": {key: list(candidates(font)) for key, font in FONTS.items()},
    }


def document() -> str:
    """The typesetter's document."""
    return (files("zhenggai.papers.official") / "pages.typ").read_text(encoding="utf-8")


def _passage(passage: Passage, paper: Composed, behind: str, before: str) -> Sheet:
    if passage.table is not None:
        return {"kind": "table", "table": _table(passage.table, fit_of(paper), wide=paper.wide)}
    text = _words(passage.words)
    kind = "annexes-next" if passage.kind == behind == "annexes" else passage.kind
    first = first_line(text) if passage.kind == "title" else 0
    return {"kind": kind, "text": text, "first": first, "sticky": is_kept(passage.kind, before)}


def _table(table: Table, fit: Fit | None, *, wide: bool) -> Sheet:
    style = "bare" if table.bare else _TABLES[fit.style] if fit is not None and table.dense else "plain"
    return {
        "style": style,
        "shares": [column.share for column in table.columns],
        "centred": [column.centred for column in table.columns],
        "head": [] if table.bare else [printable(column.title) for column in table.columns],
        "rows": [[_words(cell) for cell in row] for row in table.rows],
        "whole": [row_is_whole(row, table, wide=wide) for row in table.rows],
    }


def _words(words: Words) -> str:
    return printable(plain(words))
