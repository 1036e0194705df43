"""A table that is to stand on one page: how small its letters must be, and whether the page is A3."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from zhenggai.domain.papers.passages import Composed, Table
from zhenggai.domain.papers.words import Words, plain

# Points: the text area of A4 and of A3 upright, with the margins of the standard.
A4, A3 = (442.2, 637.8), (688.8, 986.4)
# The title with the room below it, and what borders, the end of a document and other typefaces may need.
HEAD, SPARE = 70.0, 0.04
NOTE_SIZE, NOTE_LINE = 14.0, 26.0
INSET, BORDER = 5.7, 0.6
# A digit or Latin letter in parts of a Chinese one, as wide as in any typeface that may stand in.
NARROW = 0.65


@dataclass(frozen=True, slots=True)
class Fit:
    """The style of a dense table, the size of its letters and the distance of its lines in points, and the paper."""

    style: str
    size: float
    line: float
    large: bool = False


_STEPS = tuple(
    Fit(style, size, line, large)
    for large in (False, True)
    for style, size, line in (("TableDense", 9.0, 13.0), ("TableDenser", 8.0, 11.0), ("TableDensest", 7.0, 9.0))
)


def fit_of(paper: Composed) -> Fit | None:
    """The largest letters with which the dense table of a paper stands on one page; None where it has none.

    What does not fit A3 in the smallest ones takes further pages.
    """
    table = next((one.table for one in paper.passages if one.table is not None and one.table.dense), None)
    if table is None:
        return None
    note = sum(_letters(one.text) for one in paper.passages if one.kind == "note")
    return next((step for step in _STEPS if _fits(table, note, step)), _STEPS[-1])


def _fits(table: Table, note: float, step: Fit) -> bool:
    width, height = A3 if step.large else A4
    above = HEAD + ceil(note * NOTE_SIZE / (width - NOTE_SIZE)) * NOTE_LINE + 6
    rows = sum(_lines(row, table, width, step.size) * step.line + BORDER for row in table.rows)
    return above + step.line + BORDER + rows <= height * (1 - SPARE)


def _lines(row: tuple[Words, ...], table: Table, width: float, size: float) -> int:
    shares = sum(column.share for column in table.columns)
    return max(
        ceil(_letters(plain(cell)) * size / (width * column.share / shares - INSET))
        for cell, column in zip(row, table.columns, strict=True)
    )


def _letters(text: str) -> float:
    return sum(NARROW if letter < "\u2000" else 1.0 for letter in text)
