"""The rows of a sheet as a mapping reads them, and the cells that cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from zhenggai.domain.registers.heads import Grid, Head
from zhenggai.domain.registers.mapping import LONGEST_KEY, MOST_STATES, Mapping, WrongMapping

_TOTALS = frozenset({"合计", "总计", "小计", "共计", "总数", "合 计", "总 计", "小 计"})
_AROUND_NUMBERS = str.maketrans("", "", ",,¥¥ \u2009\u3000")
LONGEST_CELL = 2_000
LARGEST_POWER = 15


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: `place` is its row in the sheet as people count; `amounts` stand in the order of the mapping."""

    place: int
    key: str
    name: str
    state: str
    cells: tuple[str, ...]
    amounts: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that cannot be taken, and with it its row; `key` is the row's, where it has one."""

    place: int
    column: str
    text: str
    why: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class ReadRows:
    """What was read of a sheet."""

    rows: tuple[Row, ...]
    refused: tuple[Refused, ...]


def read_rows(grid: Grid, head: Head, mapping: Mapping) -> ReadRows:
    """Every row below the head.

    :raises WrongMapping: where the column of states holds more different words than there can be states.
    """
    reader = _Reader(head, mapping)
    rows = tuple(row for row in reader.read(grid) if row is not None)
    if len({row.state for row in rows}) > MOST_STATES:
        raise WrongMapping(
            "“$column”这一列有 $most 种以上不同的内容，不像状态，请换一列。", column=mapping.state, most=MOST_STATES
        )
    return ReadRows(rows, tuple(reader.refused))


def values_in(grid: Grid, head: Head, column: str) -> tuple[str, ...]:
    """The different words of a column, in the order in which they first come, one more than there can be states."""
    place = head.columns.index(column)
    found: dict[str, None] = {}
    for cells in grid[head.first_row :]:
        if any(cells):
            found[cells[place] if place < len(cells) else ""] = None
            if len(found) > MOST_STATES:
                break
    return tuple(found)


def number_in(text: str) -> Decimal:
    """The number of a cell; 0 where it is empty.

    :raises ValueError: where it is no number.
    """
    bare = text.translate(_AROUND_NUMBERS)
    if not bare or bare in {"-", "—", "/"}:
        return Decimal(0)
    try:
        number = Decimal(bare)
    except InvalidOperation as fault:
        raise ValueError(text) from fault
    if not number.is_finite() or (number and not -LARGEST_POWER <= number.adjusted() <= LARGEST_POWER):
        raise ValueError(text)
    return number


class _Reader:
    """Reads rows one after the other and remembers where each key came first."""

    def __init__(self, head: Head, mapping: Mapping) -> None:
        place = {name: index for index, name in enumerate(head.columns)}
        self._head = head
        self._width = len(head.columns)
        self._keys = [place[column] for column in mapping.keys]
        self._name = place[mapping.name] if mapping.name else self._keys[-1]
        self._state = place.get(mapping.state)
        self._amounts = [place[column] for column, _ in mapping.amounts]
        self._state_of: Callable[[str], str] = _remembered(mapping.state_of)
        self._seen: dict[str, int] = {}
        self.refused: list[Refused] = []

    def read(self, grid: Grid) -> Iterator[Row | None]:
        for index in range(self._head.first_row, len(grid)):
            if any(grid[index]):
                yield self._row(index + 1, grid[index])

    def _row(self, place: int, written: Sequence[str]) -> Row | None:
        cells = tuple(written[: self._width]) + ("",) * (self._width - len(written))
        key = " / ".join([cells[column] for column in self._keys])
        if not self._is_taken(place, key, cells):
            return None
        amounts = []
        for column in self._amounts:
            try:
                amounts.append(number_in(cells[column]))
            except ValueError:
                self._refuse(place, column, cells, "不是数字", key)
                return None
        state = self._state_of(cells[self._state]) if self._state is not None else ""
        self._seen[key] = place
        return Row(place, key, cells[self._name][:LONGEST_KEY], state, cells, tuple(amounts))

    def _is_taken(self, place: int, key: str, cells: tuple[str, ...]) -> bool:
        column = self._keys[0]
        if not key.strip(" /"):
            self._refuse(place, column, cells, "关键列是空的")
        elif cells[0] in _TOTALS or cells[column] in _TOTALS:
            self._refuse(place, column, cells, "是合计行，由系统计算，不收入")
        elif len(key) > LONGEST_KEY:
            self._refuse(place, column, cells, "关键列太长")
        elif key in self._seen:
            self._refuse(place, column, cells, f"与第 {self._seen[key]} 行重复", key)
        elif len(whole := "".join(cells)) > LONGEST_CELL * 2 or "\x00" in whole:
            self._refuse(place, column, cells, "这一行有太长或无法保存的内容", key)
        else:
            return True
        return False

    def _refuse(self, place: int, column: int, cells: tuple[str, ...], why: str, key: str = "") -> None:
        self.refused.append(Refused(place, self._head.columns[column], cells[column][:60], why, key))


def _remembered(call: Callable[[str], str]) -> Callable[[str], str]:
    known: dict[str, str] = {}

    def look(value: str) -> str:
        if value not in known:
            known[value] = call(value)
        return known[value]

    return look
