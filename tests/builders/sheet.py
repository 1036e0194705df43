"""Workbooks, with merged cells and number formats."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import xlsxwriter

Value = str | int | float | date | None
# First row, first column, last row, last column, counted from 0.
Area = tuple[int, int, int, int]


def xlsx_of(
    rows: Sequence[Sequence[Value]],
    merges: Sequence[Area] = (),
    *,
    name: str = "整改台账",
    percent: Sequence[tuple[int, int]] = (),
    hidden: Sequence[str] = (),
) -> bytes:
    """One sheet with these rows; `percent` names the places shown as percentages, `hidden` further sheets nobody sees."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(name)
    day, share = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "0%"})
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            elif value is not None:
                sheet.write(row, column, value, share if (row, column) in percent else None)
    for first, left, last, right in merges:
        sheet.merge_range(first, left, last, right, rows[first][left])
    for other in hidden:
        concealed = book.add_worksheet(other)
        concealed.write(0, 0, "看不见的内容")
        concealed.hide()
    book.close()
    return out.getvalue()
