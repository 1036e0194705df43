"""Rows of cells that span places, laid out as the rectangle they cover."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhenggai.reading.blocks import Cell, Table
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults


@dataclass(frozen=True, slots=True)
class Spanning:
    """A cell as a row of html writes it: once, with the places it covers to the right and below."""

    cell: Cell
    across: int = 1
    down: int = 1


def spread(rows: Iterable[Sequence[Spanning]], *, limit: int) -> list[list[Cell | None]]:
    """Grid in which each spanning cell stands in every place it covers; None where nothing was written.

    :raises Unreadable: where the grid would exceed `limit` places.
    """
    grid: list[list[Cell | None]] = []
    hanging: dict[int, tuple[Cell, int]] = {}
    places = 0
    for row in rows:
        line = _line(row, hanging, limit)
        places += len(line)
        if places > limit:
            raise Unreadable(faults.TABLE_TOO_LARGE, limit=limit)
        grid.append(line)
    return grid


def _line(row: Sequence[Spanning], hanging: dict[int, tuple[Cell, int]], limit: int) -> list[Cell | None]:
    line: dict[int, Cell] = {}
    for column, (cell, left) in list(hanging.items()):
        line[column] = cell
        if left > 1:
            hanging[column] = (cell, left - 1)
        else:
            del hanging[column]
    column = 0
    for span in row:
        while column in line:
            column += 1
        for place in range(column, column + min(span.across, limit)):
            line[place] = span.cell
            if span.down > 1:
                hanging[place] = (span.cell, span.down - 1)
        column += span.across
    return [line.get(place) for place in range(max(line, default=-1) + 1)]


def table_of(grid: Iterable[Sequence[Cell | None]], *, name: str | None = None, limit: int) -> Table | None:
    """Rectangular table without empty rows and empty columns at its edges; None where nothing is written in it.

    :raises Unreadable: where the rectangle would exceed `limit` places.
    """
    rows = [list(row) for row in grid]
    rows = [row for row in rows if any(cell and cell.text for cell in row)]
    if not rows:
        return None
    width = max(place + 1 for row in rows for place, cell in enumerate(row) if cell and cell.text)
    if width * len(rows) > limit:
        raise Unreadable(faults.TABLE_TOO_LARGE, limit=limit)
    full = (row[:width] + [None] * (width - len(row)) for row in rows)
    return Table(rows=tuple(tuple(cell or Cell("") for cell in row) for row in full), name=name)
