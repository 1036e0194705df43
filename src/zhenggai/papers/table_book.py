"""A table as a workbook: one sheet, a frozen head, a filter over the columns, ready to print on A4."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | date | None

MEMORY_BYTES = 4_000_000
# What a cell of a workbook can hold.
MAX_CELL = 32_767


@dataclass(frozen=True, slots=True)
class BookColumn:
    """A column's heading and its width in characters."""

    label: str
    width: int


def table_book(*, title: str, columns: Sequence[BookColumn], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """The workbook as a file that stands at its beginning; rows are taken one by one and not kept in memory."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115 - handed to the caller
    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    sheet = book.add_worksheet(title[:31])
    head = book.add_format(
        {
            "bold": True,
            "bg_color": "#EEF1F4",
            "border": 1,
            "border_color": "#DFE3E8",
            "valign": "vcenter",
            "text_wrap": True,
        }
    )
    body = book.add_format({"valign": "top", "text_wrap": True, "border": 1, "border_color": "#DFE3E8"})
    day = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "border": 1, "border_color": "#DFE3E8"})
    _set_page(sheet, columns)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.label, head)
    count = 0
    for count, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            _write(sheet, count, place, cell, body=body, day=day)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    book.close()
    file.seek(0)
    return file


def _set_page(sheet: Worksheet, columns: Sequence[BookColumn]) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Worksheet, row: int, place: int, cell: Cell, *, body: Format, day: Format) -> None:
    if cell is None:
        sheet.write_blank(row, place, None, body)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, day)
    elif isinstance(cell, int):
        sheet.write_number(row, place, cell, body)
    else:
        sheet.write_string(row, place, cell[:MAX_CELL], body)
