"""Placed characters into lines, for formats that know only where each sign stands (pdf, ofd)."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character on a page; lengths in the file's own unit, `baseline` growing downwards."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one baseline; `size` is the width of a full character."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    page: int


def lines_of(glyphs: Iterable[Glyph], *, page: int) -> list[Line]:
    """Lines of one page in reading order: as the file writes them, or downwards where it writes them at random."""
    rows: list[list[Glyph]] = []
    for glyph in glyphs:
        if rows and _continues(rows[-1][-1], glyph):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = [line for row in _rejoined(rows) if (line := _line(row, page)).text]
    upwards = sum(below.baseline < above.baseline - above.size for above, below in itertools.pairwise(lines))
    if upwards * 3 > len(lines):
        lines.sort(key=lambda line: (round(line.baseline / max(line.size, 1)), line.left))
    return lines


def _continues(before: Glyph, glyph: Glyph) -> bool:
    size = max(before.size, glyph.size)
    return abs(before.baseline - glyph.baseline) < size * 0.5 and glyph.left > before.left - size * 0.5


def _rejoined(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Rows whose pieces were written out of order on one baseline."""
    joined: list[list[Glyph]] = []
    for row in rows:
        if joined and abs(joined[-1][-1].baseline - row[0].baseline) < row[0].size * 0.3:
            joined[-1] = sorted([*joined[-1], *row], key=lambda glyph: glyph.left)
        else:
            joined.append(row)
    return joined


def _line(row: Sequence[Glyph], page: int) -> Line:
    visible = [glyph for glyph in row if glyph.text.strip()]
    if not visible:
        return Line("", 0, 0, 0, 0, page)
    return Line(
        text="".join(_spaced(row)).strip(),
        left=visible[0].left,
        right=visible[-1].right,
        baseline=median(glyph.baseline for glyph in visible),
        size=median(glyph.size for glyph in visible),
        page=page,
    )


def _spaced(row: Sequence[Glyph]) -> Iterator[str]:
    """Characters of a row, each with the blank before it, written or seen."""
    before: Glyph | None = None
    blank = False
    for glyph in row:
        if not glyph.text.strip():
            blank = True
            continue
        if before is not None and _is_shadow(before, glyph):
            continue
        gap = _gap(before, glyph) if before is not None else ""
        yield (gap or (" " if blank and before is not None else "")) + glyph.text
        before, blank = glyph, False


def _is_shadow(before: Glyph, glyph: Glyph) -> bool:
    """Whether a character is drawn again beside itself, as some writers make bold."""
    return before.text == glyph.text and abs(glyph.left - before.left) < 0.15 * glyph.size


def _gap(before: Glyph, glyph: Glyph) -> str:
    """What a person sees between two characters: nothing, a blank, or the distance between columns."""
    size = max(before.size, glyph.size, 0.01)
    distance = (glyph.left - before.right) / size
    if distance > 2.5:
        return "\t"
    narrow = before.text.isascii() and glyph.text.isascii()
    return " " if distance > (0.2 if narrow else 0.8) else ""


def is_wide(character: str) -> bool:
    """Whether a character fills a whole square, as Chinese ones do."""
    return unicodedata.east_asian_width(character) in "WF"
