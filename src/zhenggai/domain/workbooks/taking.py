"""The rows of a workbook that came back: found by their marks and keys, whatever happened to sheets, rows and columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from zhenggai.domain.workbooks.base import Base, BaseSheet, RefusedCell, Sentence, TakenBook, TakenRow, sentence
from zhenggai.domain.workbooks.cells import Cell, CellRefused, kind_and_text, narrow, plain, same_form, shown, value_of
from zhenggai.domain.workbooks.sheets import ANSWER_HEADING, FIGURES, INSERTED, MARK, Field, SheetKind, Values, is_new

Area = tuple[int, int, int, int]
SEARCHED_ROWS = 60
KEY_COLUMNS = 2
_SHARES = frozenset({"%", "％", "‰", "成", "个百分点"})
_MARK = re.compile(rf"{MARK}\|([0-9a-z]{{8,40}})\|([a-z]+(?:-\d+)?)")


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it was read, rows from the first, and its merged areas: first row and column, last row and column."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: tuple[Area, ...] = ()


def code_in(grids: Sequence[Grid]) -> str | None:
    """The code of the export that a workbook came from; None where it carries none."""
    return next((mark[0] for grid in grids for _row, _column, mark in _marks(grid)), None)


def take_book(grids: Sequence[Grid], base: Base) -> TakenBook:
    """Every row that came back; what cannot be told apart is refused cell by cell, never guessed."""
    rows: list[TakenRow] = []
    extra: list[str] = []
    same: dict[tuple[str, str], int] = {}
    for grid in grids:
        for sheet in base.sheets:
            head = _head_of(grid, sheet.kind, base.code)
            if head is not None:
                taker = _Taker(grid, sheet, head, same)
                rows.extend(taker.rows())
                extra.extend(head.extra)
                break
    rows = list(_without_doubles(rows, same))
    came = {*((row.sheet, row.key) for row in rows), *same}
    seen = {sheet for sheet, _key in came}
    notes = [
        ("表里没有“$sheet”这一张，其中的内容按没有变化处理。", {"sheet": sheet.kind.title})
        for sheet in base.sheets
        if any(not is_new(key) for key in sheet.rows) and sheet.kind.mark not in seen
    ]
    lacking = sum(
        1 for sheet in base.sheets for key in sheet.rows if not is_new(key) and (sheet.kind.mark, key) not in came
    )
    return TakenBook(tuple(rows), tuple(notes), lacking, tuple(dict.fromkeys(extra)), len(same))


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a sheet's headings stand: the row, the columns of keys, the column of each field; `twice` stand in two."""

    row: int
    keys: tuple[int, ...]
    columns: dict[str, int]
    twice: frozenset[str]
    extra: tuple[str, ...]


def _marks(grid: Grid) -> Iterator[tuple[int, int, tuple[str, str]]]:
    for row, cells in enumerate(grid.rows[:SEARCHED_ROWS]):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and MARK in cell and (found := _MARK.search(cell)):
                yield row, column, (found[1], found[2])


def _head_of(grid: Grid, kind: SheetKind, code: str) -> _Head | None:
    """The head that carries the sheet's mark or, where no mark is left, all of its headings that tell rows apart."""
    marked = [(row, column) for row, column, mark in _marks(grid) if mark == (code, kind.mark)]
    if marked:
        row = marked[0][0]
        return _read_head(grid, kind, row, tuple(column for place, column in marked if place == row))
    if any(mark[1] != "cover" for _row, _column, mark in _marks(grid)):
        return None
    for row in range(min(SEARCHED_ROWS, len(grid.rows))):
        head = _read_head(grid, kind, row, ())
        if len(head.columns) > len(kind.identity) and set(kind.identity) <= set(head.columns):
            return head
    return None


def _read_head(grid: Grid, kind: SheetKind, row: int, keys: tuple[int, ...]) -> _Head:
    named = {narrow(field.heading): field.name for field in kind.fields}
    columns: dict[str, int] = {}
    twice, extra = set(), []
    for column, cell in enumerate(grid.rows[row]):
        heading = narrow(shown(cell))
        name = named.get(heading)
        if name is None:
            if heading and column not in keys and heading != ANSWER_HEADING:
                extra.append(shown(cell)[:40])
        elif name in columns:
            twice.add(name)
        else:
            columns[name] = column
    return _Head(row, keys, columns, frozenset(twice), tuple(extra))


class _Taker:
    """Takes the rows below a head; those of a register that are what they were are only noted in `same`, with their place."""

    def __init__(self, grid: Grid, sheet: BaseSheet, head: _Head, same: dict[tuple[str, str], int]) -> None:
        self._grid, self._sheet, self._head, self._same = grid, sheet, head, same
        self._kind = sheet.kind
        self._fields = {field.name: field for field in self._kind.fields}
        self._spread, self._merged = self._areas()
        self._passed: set[int] = set()

    def rows(self) -> Iterator[TakenRow]:
        if self._kind.register:
            self._note_same()
        for index in range(self._head.row + 1, len(self._grid.rows)):
            if index not in self._passed and any(shown(cell) for cell in self._grid.rows[index]):
                taken = self._row(index)
                if taken is not None:
                    yield taken

    def _note_same(self) -> None:
        """Pass over rows whose open cells say letter by letter what went out, since most rows of a long register do."""
        names = self._kind.writable("")
        if self._head.twice or not self._head.keys or any(name not in self._head.columns for name in names):
            return
        places = [(self._head.columns[name], name) for name in names]
        merged = {row for row, _column in self._merged} | {row for row, _column in self._spread}
        key_column, mark, rows, known = self._head.keys[0], self._kind.mark, self._grid.rows, self._sheet.rows
        for index in range(self._head.row + 1, len(rows)):
            cells = rows[index]
            key = cells[key_column] if key_column < len(cells) else ""
            base = known.get(key) if type(key) is str and not is_new(key) else None
            if base is None or index in merged or (mark, str(key)) in self._same:
                continue
            width = len(cells)
            for column, name in places:
                cell = cells[column] if column < width else ""
                text = cell if type(cell) is str else cell[1] if cell[0] != "e" else None
                if text != base.get(name, ""):
                    break
            else:
                self._same[mark, str(key)] = index + 1
                self._passed.add(index)

    def _row(self, index: int) -> TakenRow | None:
        key = self._key(index)
        written = {name: self._cell(index, column) for name, column in self._head.columns.items()}
        filled = any(shown(cell) for name, cell in written.items() if self._fields[name].fixed != "always")
        if not key:
            if not filled:
                return None
            key = self._known.get(self._identity_of(written), "")
        if not key and self._kind.open_ended:
            key = f"{INSERTED}{index + 1}"
        base = self._sheet.rows.get(key)
        if base is None and not key.startswith(INSERTED):
            return self._unknown(index, key, written) if filled else None
        taken = self._read(index, key, base or {}, written)
        return None if is_new(key) and not taken.refused and not any(taken.values.values()) else taken

    def _read(self, index: int, key: str, known: Values, written: dict[str, Cell]) -> TakenRow:
        values: dict[str, str] = {}
        refused: list[RefusedCell] = []
        for name in self._kind.writable(key):
            field = self._fields[name]
            then = same_form(known.get(name, ""), field)
            cell = written.get(name, then)
            values[name] = then
            try:
                if name in written:
                    values[name] = self._value(index, cell, field, then)
            except CellRefused as refusal:
                refused.append(RefusedCell(name, shown(cell)[:200], sentence(refusal)))
        share = _doubtful_share(self._kind, values, written)
        if share is not None:
            refused.append(share)
        changed = refused or any(values[name] != same_form(known.get(name, ""), self._fields[name]) for name in values)
        if changed:
            refused.extend(self._of_the_row(index, key, known, written))
        return TakenRow(self._kind.mark, key, index + 1, values, tuple(refused))

    def _value(self, index: int, cell: Cell, field: Field, then: str) -> str:
        if (index, self._head.columns[field.name]) in self._merged:
            raise CellRefused("单元格被合并，看不出各行各列写的是什么，请取消合并后分别填写。")
        kind, text = kind_and_text(cell)
        text = plain(text)
        if text == then and kind != "e" and field.kind != "choice":
            return then
        if field.name in self._head.twice:
            raise CellRefused("有两列都叫“$heading”，看不出以哪一列为准。", heading=field.heading)
        return value_of(cell, field)

    def _of_the_row(self, index: int, key: str, base: Values, written: dict[str, Cell]) -> Iterator[RefusedCell]:
        """What keeps a row that was filled in from being taken: columns that are gone, words that are not its own."""
        if len(self._head.keys) < KEY_COLUMNS:
            yield RefusedCell("", "", ("隐藏的行标识列被删去，无法核对是哪一行。", {}))
        elif len(set(self._keys(index))) > 1:
            yield RefusedCell("", "", ("行标识前后不一致，可能只给一部分列排过序，看不出各行写的是什么。", {}))
        for name in self._kind.writable(key):
            if name not in written:
                field = self._fields[name]
                yield RefusedCell(name, "", ("没有找到“$heading”这一列。", {"heading": field.heading}))
        if is_new(key):
            return
        for name in self._kind.identity:
            field = self._fields[name]
            if not field.is_fixed(key):
                continue
            if name not in written:
                yield RefusedCell("", "", ("没有找到“$heading”这一列，无法核对是哪一行。", {"heading": field.heading}))
            elif narrow(shown(written[name])) != narrow(_as_shown(base.get(name, ""), field)):
                text = shown(written[name])[:200]
                yield RefusedCell(name, text, ("“$heading”与导出时不同，可能错了行。", {"heading": field.heading}))

    def _unknown(self, index: int, key: str, written: dict[str, Cell]) -> TakenRow:
        why: Sentence = ("看不出这一行是哪一项：请不要改动灰底的内容和隐藏的列，也不要在这张表里加行。", {})
        texts = [shown(cell) for name, cell in written.items() if self._fields[name].fixed == "never"]
        said = next((text for text in texts if text), "")[:200]
        return TakenRow(self._kind.mark, key or f"{INSERTED}{index + 1}", index + 1, {}, (RefusedCell("", said, why),))

    def _key(self, index: int) -> str:
        return next((key for key in self._keys(index) if key), "")

    def _keys(self, index: int) -> list[str]:
        """What the row is called in each column of keys: the same, unless its cells were torn apart."""
        return [shown(self._cell(index, place)) for place in self._head.keys]

    def _cell(self, index: int, column: int) -> Cell:
        spread = self._spread.get((index, column))
        row = self._grid.rows[spread[0] if spread else index]
        place = spread[1] if spread else column
        return row[place] if place < len(row) else ""

    @cached_property
    def _known(self) -> dict[tuple[str, ...], str]:
        """The keys by what tells rows apart, for rows whose key is lost; what two rows share tells nothing."""
        found: dict[tuple[str, ...], str] = {}
        for key, values in self._sheet.rows.items():
            if not is_new(key):
                words = tuple(
                    narrow(_as_shown(values.get(name, ""), self._fields[name])) for name in self._kind.identity
                )
                found[words] = "" if words in found else key
        return found

    def _identity_of(self, written: dict[str, Cell]) -> tuple[str, ...]:
        return tuple(narrow(shown(written.get(name, ""))) for name in self._kind.identity)

    def _areas(self) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
        """Cells of merged areas: over fixed columns the first one stands in all, over others none can be told."""
        fixed = {column for name, column in self._head.columns.items() if self._fields[name].fixed == "always"}
        spread: dict[tuple[int, int], tuple[int, int]] = {}
        doubtful: set[tuple[int, int]] = set()
        for top, left, bottom, right in self._grid.merged:
            if bottom <= self._head.row:
                continue
            rows = range(max(top, self._head.row + 1), min(bottom, len(self._grid.rows) - 1) + 1)
            columns = range(left, min(right, max(self._head.columns.values(), default=0)) + 1)
            if set(columns) <= fixed:
                spread.update({(row, column): (top, left) for row in rows for column in columns})
            else:
                doubtful.update((row, column) for row in rows for column in columns)
        return spread, doubtful


def _doubtful_share(kind: SheetKind, values: Values, written: dict[str, Cell]) -> RefusedCell | None:
    """A share that the workbook keeps as a number below one: its cell may have shown 12% or 0.12, and nobody can tell."""
    if kind.name != FIGURES or "digits" not in written:
        return None
    cell_kind, text = kind_and_text(written["digits"])
    if (
        cell_kind != "n"
        or values.get("word", "") not in _SHARES
        or "." not in text
        or not text.startswith(("0.", "-0."))
    ):
        return None
    return RefusedCell(
        "digits", text, ("看不出是 $text 还是百分之几，请把格式改成文本，写成 12.5 这样的数。", {"text": text})
    )


def _as_shown(text: str, field: Field) -> str:
    return dict(field.choices).get(text, text) if field.kind == "choice" and field.choices else text


def _without_doubles(rows: Sequence[TakenRow], same: Mapping[tuple[str, str], int]) -> Iterator[TakenRow]:
    """The rows, of which those that claim the same key as another, or as one that came back as it was, are refused."""
    places: dict[tuple[str, str], list[int]] = {key: [place] for key, place in same.items()}
    for row in rows:
        places.setdefault((row.sheet, row.key), []).append(row.place)
    for row in rows:
        others = places[row.sheet, row.key]
        if len(others) == 1:
            yield row
        else:
            other = others[1] if others[0] == row.place else others[0]
            why = ("与第 $place 行是同一项（整行复制过），看不出以哪一行为准。", {"place": str(other)})
            yield replace(row, refused=(*row.refused, RefusedCell("", "", why)))
