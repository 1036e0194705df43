"""A workbook whose cells can never be formulas, in the hand of an office: fonts, borders, print setup."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

Cell = str | int | Decimal | date | None

_CELL_LIMIT = 32_000
_CUT = "……（过长，全文见原件）"
_A3 = 8
_LINE = 16.0
_TALLEST = 408.0
_FIRST_EXCEL_YEAR = 1900
_EXACT = Decimal(10) ** 15
_BASE = {
    "font_name": "宋体",
    "font_size": 10.5,
    "valign": "top",
    "text_wrap": True,
    "border": 1,
    "border_color": "#B8C0C9",
}
_STYLES: Mapping[str, Mapping[str, object]] = {
    "text": {},
    "centre": {"align": "center"},
    "number": {"num_format": "#,##0.######", "align": "right", "text_wrap": False},
    "day": {"num_format": "yyyy-mm-dd", "align": "center", "text_wrap": False},
    "good": {"align": "center", "font_color": "#1A7F4B"},
    "bad": {"align": "center", "font_color": "#B3261E", "bold": True},
    "head": {"font_name": "黑体", "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E6ECF4"},
    "aspect": {"font_name": "黑体"},
    "label": {"bg_color": "#F3F5F8", "font_name": "黑体"},
    "title": {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter", "border": 0},
    "note": {"font_size": 10, "font_color": "#5B6570", "border": 0, "valign": "vcenter"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, its width in half-width characters, and the style of its cells."""

    heading: str
    width: float
    style: str = "text"


class Book:
    """An open workbook and its styles."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self.styles = {name: book.add_format({**_BASE, **style}) for name, style in _STYLES.items()}

    def sheet(self, name: str, columns: Sequence[Column], *, title: str, note: str, frozen: int = 0) -> Sheet:
        """A new sheet with its title, a line of explanation and a heading row that stays and repeats in print."""
        return Sheet(self._book.add_worksheet(name), self.styles, columns, title=title, note=note, frozen=frozen)


class Sheet:
    """A sheet that grows downwards, row by row."""

    def __init__(
        self, sheet: Any, styles: Mapping[str, Any], columns: Sequence[Column], *, title: str, note: str, frozen: int
    ) -> None:
        self._sheet, self._styles, self.columns = sheet, styles, tuple(columns)
        last = len(self.columns) - 1
        for index, column in enumerate(self.columns):
            sheet.set_column(index, index, column.width)
        self._banner(0, last, title, "title", 34)
        self._banner(1, last, note, "note", 20)
        for index, column in enumerate(self.columns):
            sheet.write_string(2, index, clean(column.heading), styles["head"])
        sheet.set_row(2, 26)
        self.row = 3
        sheet.freeze_panes(3, frozen)
        self._set_up_print(title)

    def add(self, *cells: Cell, styles: Mapping[int, str] | None = None) -> None:
        """Append one row, one cell per column; `styles` replaces a column's own style."""
        for index, cell in enumerate(cells):
            self.write(self.row, index, cell, (styles or {}).get(index))
        self._sheet.set_row(self.row, self.height(cells))
        self.row += 1

    def write(self, row: int, index: int, cell: Cell, style: str | None = None) -> None:
        """Write one cell by its type; text is text whatever it begins with."""
        chosen = self._styles[style or self.columns[index].style]
        if isinstance(cell, date) and cell.year >= _FIRST_EXCEL_YEAR:
            self._sheet.write_datetime(row, index, datetime(cell.year, cell.month, cell.day), chosen)
        elif isinstance(cell, int | Decimal) and abs(Decimal(cell)) < _EXACT:
            self._sheet.write_number(row, index, float(cell), chosen)
        elif cell is None or cell == "":
            self._sheet.write_blank(row, index, None, chosen)
        else:
            self._sheet.write_string(row, index, clean(str(cell)), chosen)

    def merge(self, first: int, last: int, index: int, text: str, style: str | None = None) -> None:
        """One cell over the rows `first` to `last`, both included."""
        if first == last:
            self.write(first, index, text, style)
        else:
            chosen = self._styles[style or self.columns[index].style]
            self._sheet.merge_range(first, index, last, index, "", chosen)
            self._sheet.write_string(first, index, clean(text), chosen)

    def set_height(self, row: int, points: float) -> None:
        """Row height in points, kept within what a sheet allows."""
        self._sheet.set_row(row, min(max(points, _LINE + 4), _TALLEST))

    def height(self, cells: Sequence[Cell]) -> float:
        """Height in points that a row of these cells needs."""
        needed = [lines(str(cell), column.width) for cell, column in zip(cells, self.columns, strict=False) if cell]
        return min(max(needed, default=1) * _LINE + 4, _TALLEST)

    def choices(self, index: int, values: Sequence[str]) -> None:
        """Offer these values in a column's cells below the heading."""
        self._sheet.data_validation(3, index, max(self.row - 1, 3), index, {"validate": "list", "source": list(values)})

    def filters(self) -> None:
        """Put filter buttons on the heading row."""
        self._sheet.autofilter(2, 0, max(self.row - 1, 2), len(self.columns) - 1)

    def _banner(self, row: int, last: int, text: str, style: str, height: float) -> None:
        if last:
            self._sheet.merge_range(row, 0, row, last, "", self._styles[style])
        self._sheet.write_string(row, 0, clean(text), self._styles[style])
        self._sheet.set_row(row, height)

    def _set_up_print(self, title: str) -> None:
        self._sheet.set_landscape()
        self._sheet.set_paper(_A3)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(2)
        self._sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self._sheet.set_footer("&C&10第 &P 页 共 &N 页&R&10&A")


@contextmanager
def open_book(target: BytesIO, *, title: str, created: date) -> Iterator[Book]:
    """A workbook that is written to `target` at the end; the same content and day give the same bytes."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    day = datetime(created.year, created.month, created.day)
    book.set_properties({"title": clean(title), "author": "整改 Zhenggai", "created": day})
    yield Book(book)
    book.close()


def clean(text: str) -> str:
    """Text as a cell may hold it: no lone surrogates, no control characters, not too long."""
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return kept if len(kept) <= _CELL_LIMIT else kept[:_CELL_LIMIT] + _CUT


def lines(text: str, width: float) -> int:
    """Printed lines of a text in a column of `width` half-width characters, a Chinese one taking two."""
    room = max(width - 2, 4)
    return sum(max(1, -(-_columns(line) // int(room))) for line in text.split("\n"))


def _columns(line: str) -> int:
    return sum(2 if character > "ᄀ" else 1 for character in line)
