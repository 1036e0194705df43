"""The sheets of a workbook as plain rows of text, for long lists; stored numbers as they are, whatever their format shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.archive import Archive
from zhenggai.reading.formats.decode import decode
from zhenggai.reading.formats.limits import MEGABYTE, Limits
from zhenggai.reading.formats.sniff import ZIP_MARKS, sniff

_Value = int | float | str | bool | time | date | datetime | timedelta

MOST_CELLS = 3_000_000
# Names that span columns stand in the first rows; further down a merged cell is one entry's own.
SPREAD_ROWS = 30


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that a person sees; rows as long as what is written in them."""

    name: str
    rows: list[list[str]]


def open_sheets(data: bytes, *, name: str, limits: Limits) -> list[Sheet]:
    """Every visible sheet of a workbook (xlsx, xls), or the one of a csv file, in which anything is written.

    :raises Unreadable: whatever is wrong with the bytes; no other error leaves this door.
    """
    try:
        found = [sheet for sheet in _open(data, name=name, limits=limits) if sheet.rows]
        if not found:
            raise Unreadable(faults.NO_TEXT)
    except Unreadable as fault:
        raise Unreadable(fault.pattern, **{**fault.facts, "name": name}) from fault
    except MemoryError as error:
        raise Unreadable(faults.TOO_COSTLY, name=name) from error
    except Exception as error:
        raise Unreadable(faults.DAMAGED, name=name) from error
    return found


def _open(data: bytes, *, name: str, limits: Limits) -> Iterable[Sheet]:
    if not data:
        raise Unreadable(faults.EMPTY)
    if len(data) > limits.size:
        raise Unreadable(faults.TOO_LARGE, limit=limits.size // MEGABYTE)
    archive = Archive(data, limits=limits) if data.startswith(ZIP_MARKS) else None
    kind = sniff(data, name=name, archive=archive)
    if kind in {"xlsx", "xls"}:
        return _workbook(data)
    if kind == "txt" and name.lower().endswith((".csv", ".tsv", ".txt")):
        return [_separated(decode(data).text)]
    raise Unreadable(faults.NOT_A_WORKBOOK)


def _workbook(data: bytes) -> list[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        return [_sheet(book.get_sheet_by_name(name)) for name in names]
    except CalamineError as error:
        locked = "password" in str(error).lower() or "encrypt" in str(error).lower()
        raise Unreadable(faults.ENCRYPTED if locked else faults.DAMAGED) from error


def _sheet(sheet: CalamineSheet) -> Sheet:
    if sheet.width * sheet.height > MOST_CELLS:
        raise Unreadable(faults.TABLE_TOO_LARGE, limit=MOST_CELLS)
    top, left = sheet.start or (0, 0)
    rows = [[shown(value) for value in values] for values in sheet.iter_rows()]
    for (first, begin), (last, end) in sheet.merged_cell_ranges or ():
        if first - top < SPREAD_ROWS and last - first < SPREAD_ROWS:
            _spread(rows, first - top, begin - left, last - top, end - left)
    return Sheet(sheet.name, rows)


def _spread(rows: list[list[str]], first: int, begin: int, last: int, end: int) -> None:
    """Let the first cell of a merged area stand in all of it."""
    if not (0 <= first < len(rows) and 0 <= begin < len(rows[first])):
        return
    text = rows[first][begin]
    for row in rows[first : last + 1]:
        for column in range(begin, min(end + 1, len(row))):
            row[column] = text


def _separated(text: str) -> Sheet:
    head = text[: text.find("\n") if "\n" in text else len(text)]
    mark = max(",\t;", key=head.count)
    rows: list[list[str]] = []
    cells = 0
    for row in csv.reader(io.StringIO(text), delimiter=mark):
        cells += len(row)
        if cells > MOST_CELLS:
            raise Unreadable(faults.TABLE_TOO_LARGE, limit=MOST_CELLS)
        rows.append([cell.strip() for cell in row])
    return Sheet("", rows if any(any(row) for row in rows) else [])


def shown(value: _Value) -> str:
    """A stored value as text: whole numbers without a point, others with the fifteen digits that a workbook keeps."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" if (value.hour or value.minute) else f"{value:%Y-%m-%d}"
    return str(value)
