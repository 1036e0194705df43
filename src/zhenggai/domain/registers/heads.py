"""The head of a sheet: where it stands, how many rows it takes, and what its columns are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Grid = Sequence[Sequence[str]]

SEARCHED_ROWS = 20
MOST_LEVELS = 3
MOST_COLUMNS = 200
LONGEST_COLUMN = 100


@dataclass(frozen=True, slots=True)
class Head:
    """The rows of a head, counted from 0, and the names of the columns from left to right, each its own."""

    row: int
    levels: int
    columns: tuple[str, ...]

    @property
    def first_row(self) -> int:
        """Where the entries begin."""
        return self.row + self.levels


def find_head(rows: Grid) -> Head:
    """The head that a sheet most likely has: its first row of several different names, and the names below it."""
    row = next((place for place, cells in enumerate(rows[:SEARCHED_ROWS]) if len(_names(cells)) > 1), 0)
    levels = 1
    while levels < MOST_LEVELS and row + levels < len(rows) and _goes_on(rows[row + levels - 1], rows[row + levels]):
        levels += 1
    return head_at(rows, row=row, levels=levels)


def head_at(rows: Grid, *, row: int, levels: int) -> Head:
    """The head that stands in these rows; a name of several levels reads 清理情况/吊销."""
    taken = [list(cells) for cells in rows[row : row + levels]]
    width = min(max((len(cells) for cells in rows[row:]), default=0), MOST_COLUMNS)
    names: list[str] = []
    for column in range(width):
        parts = dict.fromkeys(_plain(cells[column]) for cells in taken if column < len(cells))
        name = "/".join(part for part in parts if part)[:LONGEST_COLUMN] or f"列 {_letters(column)}"
        names.append(_own(name, names))
    return Head(row, levels, tuple(names))


def _names(cells: Sequence[str]) -> set[str]:
    return {name for cell in cells if (name := _plain(cell))}


def _goes_on(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row of names is followed by another: a name that spans columns has its own names below it."""
    spans = any(one and one == other for one, other in pairwise(upper))
    below = [cell for cell in lower if cell]
    return spans and len(set(below)) > 1 and not any(_is_number(cell) for cell in below)


def _is_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "", 1).removeprefix("-").isdigit()


def _plain(cell: str) -> str:
    return "".join(cell.split())


def _own(name: str, names: Sequence[str]) -> str:
    if name not in names:
        return name
    place = 2
    while f"{name}（{place}）" in names:
        place += 1
    return f"{name}（{place}）"


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
