"""What a workbook changes of a register: row by row, by key."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from zhenggai.domain.registers.rows import Row

RowState = Literal["new", "changed", "unchanged", "returned", "vanished"]
ROW_STATES: dict[RowState, str] = {
    "new": "新增",
    "changed": "变更",
    "unchanged": "没有变化",
    "returned": "重新出现",
    "vanished": "不再出现",
}
STATE_COLUMN = "（状态）"

Difference = tuple[str, str, str]

# Made once: a register has very many rows.
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row as the register keeps it; `cells` is its JSON."""

    id: int
    key: str
    name: str
    state: str
    cells: str
    vanished: bool = False
    position: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one row. `cells` is what is to be kept; `row` is None for one that vanished, `known` for a new one."""

    state: RowState
    row: Row | None
    known: KnownRow | None
    cells: str = ""
    differences: tuple[Difference, ...] = ()


def columns_after(kept: Sequence[str], read: Sequence[str]) -> tuple[str, ...]:
    """The columns of a register once this workbook is taken: those it has, then the new ones."""
    return (*kept, *(column for column in read if column not in set(kept)))


def compare(
    rows: Iterable[Row],
    known: Iterable[KnownRow],
    *,
    columns: Sequence[str],
    read: Sequence[str],
    spared: Iterable[str] = (),
) -> Iterator[Change]:
    """Every change, in the order of the workbook, and last the rows that it does not have.

    `columns` are those the register has after this, `read` those of the workbook; `spared` keys were refused, and so
    they stay what they are.
    """
    left = {row.key: row for row in known}
    for key in spared:
        left.pop(key, None)
    places = [{name: place for place, name in enumerate(read)}.get(column, -1) for column in columns]
    for row in rows:
        yield _change(row, left.pop(row.key, None), columns, places)
    for gone in left.values():
        if not gone.vanished:
            yield Change("vanished", None, gone, gone.cells)


def _change(row: Row, known: KnownRow | None, columns: Sequence[str], places: Sequence[int]) -> Change:
    if known is None:
        return Change("new", row, None, cells_text([row.cells[place] if place >= 0 else "" for place in places]))
    if not known.vanished and (row.state, row.name) == (known.state, known.name):
        # Most rows of most workbooks are what they were, and nobody need take them apart.
        text = cells_text([row.cells[place] if place >= 0 else "" for place in places])
        if text == known.cells:
            return Change("unchanged", row, known, text)
    before: list[str] = json.loads(known.cells)
    # A column that the workbook does not have keeps what it had.
    after = [
        row.cells[place] if place >= 0 else (before[column] if column < len(before) else "")
        for column, place in enumerate(places)
    ]
    text = cells_text(after)
    if text == known.cells and row.state == known.state and row.name == known.name:
        return Change("returned" if known.vanished else "unchanged", row, known, text)
    differences = tuple(_differences(before, after, columns))
    if row.state != known.state:
        differences = (*differences, (STATE_COLUMN, known.state, row.state))
    return Change("returned" if known.vanished else "changed", row, known, text, differences)


def _differences(before: Sequence[str], after: Sequence[str], columns: Sequence[str]) -> Iterator[Difference]:
    for place, column in enumerate(columns):
        old = before[place] if place < len(before) else ""
        if old != after[place]:
            yield column, old, after[place]


def cells_text(cells: Sequence[str]) -> str:
    """Cells as a row keeps them."""
    return _ENCODE(cells)
