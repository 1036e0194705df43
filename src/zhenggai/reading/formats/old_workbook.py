"""Old Excel workbooks (xls, et), through calamine."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from zhenggai.reading.blocks import Document, Table
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.limits import Limits
from zhenggai.reading.formats.number_formats import plain
from zhenggai.reading.formats.sparse import Sparse

_Value = int | float | str | bool | time | date | datetime | timedelta


def open_old_workbook(data: bytes, *, limits: Limits) -> Document:
    """:raises Unreadable: where the workbook is damaged, encrypted or empty."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        found = [table for name in names if (table := _table(book.get_sheet_by_name(name), limits)) is not None]
    except CalamineError as error:
        locked = "password" in str(error).lower() or "encrypt" in str(error).lower()
        raise Unreadable(faults.ENCRYPTED if locked else faults.DAMAGED) from error
    if not found:
        raise Unreadable(faults.NO_TEXT)
    return Document(format="xls", blocks=tuple(found))


def _table(sheet: CalamineSheet, limits: Limits) -> Table | None:
    found = Sparse(limit=limits.cells)
    first_row, first_column = sheet.start or (0, 0)
    for row, values in enumerate(sheet.iter_rows(), start=first_row):
        for column, value in enumerate(values, start=first_column):
            found.put(row, column, _shown(value))
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        found.merge((top, left, bottom, right))
    return found.table(sheet.name)


def _shown(value: _Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return plain(Decimal(str(value)))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" if (value.hour or value.minute) else f"{value:%Y-%m-%d}"
    return str(value).strip()
