"""A sheet of which only the written cells are kept, and the table they make."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from zhenggai.reading.blocks import Cell, Table
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.grid import table_of

# First row, first column, last row, last column, counted from 0.
Area = tuple[int, int, int, int]


class Sparse:
    """Written cells by row and column, and the merged areas over them."""

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._rows: dict[int, dict[int, Cell]] = {}
        self._count = 0
        self._areas: list[Area] = []

    def put(self, row: int, column: int, text: str) -> None:
        """Keep a cell, unless it is empty.

        :raises Unreadable: where there are too many.
        """
        if text:
            self._grow(1)
            self._rows.setdefault(row, {})[column] = Cell(text)

    def merge(self, area: Area) -> None:
        """Let the first cell of an area stand in all of it.

        :raises Unreadable: where there are too many areas.
        """
        self._grow(1)
        self._areas.append(area)

    def table(self, name: str | None) -> Table | None:
        """Rows and columns in which anything is written; None where nothing is."""
        rows = sorted(self._rows)
        columns = sorted({column for row in self._rows.values() for column in row})
        for area in self._areas:
            self._spread(area, rows, columns)
        grid = (
            [[self._rows[row].get(column) for column in columns] for row in rows] if self._fits(rows, columns) else []
        )
        return table_of(grid, name=name, limit=self._limit)

    def _fits(self, rows: list[int], columns: list[int]) -> bool:
        if len(rows) * len(columns) > self._limit:
            raise Unreadable(faults.TABLE_TOO_LARGE, limit=self._limit)
        return True

    def _spread(self, area: Area, rows: list[int], columns: list[int]) -> None:
        top, left, bottom, right = area
        anchor = self._rows.get(top, {}).get(left)
        if anchor is None:
            return
        covered = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        across = columns[bisect_left(columns, left) : bisect_right(columns, right)]
        self._grow(len(covered) * len(across))
        for row in covered:
            self._rows[row].update(dict.fromkeys(across, anchor))

    def _grow(self, more: int) -> None:
        self._count += more
        if self._count > 2 * self._limit:
            raise Unreadable(faults.TABLE_TOO_LARGE, limit=self._limit)
