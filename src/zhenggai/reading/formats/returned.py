"""Workbooks that came back from elsewhere: every sheet, hidden ones among them, with what kind of value each cell holds."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.archive import Archive
from zhenggai.reading.formats.limits import MEGABYTE, Limits
from zhenggai.reading.formats.sheets import MOST_CELLS
from zhenggai.reading.formats.sniff import ZIP_MARKS, sniff
from zhenggai.reading.formats.xml import parse, related, relations

_Value = int | float | str | bool | time | date | datetime | timedelta
# A text, or the kind of a value and its text: n a number, d a day, e an error.
ReturnedCell = str | tuple[str, str]
Area = tuple[int, int, int, int]
_ERROR_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*? t="e"[^>]*>.{0,400}?<v>([^<]{1,20})</v>', re.DOTALL)

# A formula that nobody has reckoned has no value, and would look empty.
_UNRECKONED = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*><f[^>]*>([^<]{0,40})[^<]*</f>(?:<v\s*/>|<v></v>)?</c>')


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """A sheet with its rows from the first of the sheet on, and its merged areas counted from 0."""

    name: str
    rows: list[list[ReturnedCell]]
    merged: list[Area]


def open_returned(data: bytes, *, name: str, limits: Limits) -> list[ReturnedSheet]:
    """Every sheet of a workbook (xlsx, xls, et).

    :raises Unreadable: whatever is wrong with the bytes; no other error leaves this door.
    """
    try:
        found = list(_open(data, name=name, limits=limits))
        if not any(sheet.rows for sheet in found):
            raise Unreadable(faults.NO_TEXT)
    except Unreadable as fault:
        raise Unreadable(fault.pattern, **{**fault.facts, "name": name}) from fault
    except MemoryError as error:
        raise Unreadable(faults.TOO_COSTLY, name=name) from error
    except Exception as error:
        raise Unreadable(faults.DAMAGED, name=name) from error
    return found


def _open(data: bytes, *, name: str, limits: Limits) -> Iterable[ReturnedSheet]:
    if not data:
        raise Unreadable(faults.EMPTY)
    if len(data) > limits.size:
        raise Unreadable(faults.TOO_LARGE, limit=limits.size // MEGABYTE)
    archive = Archive(data, limits=limits) if data.startswith(ZIP_MARKS) else None
    if sniff(data, name=name, archive=archive) not in {"xlsx", "xls"}:
        raise Unreadable(faults.NOT_A_WORKBOOK)
    broken = _broken_cells(archive) if archive is not None else {}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            _sheet(book.get_sheet_by_name(sheet.name), broken.get(sheet.name, ()))
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]
    except CalamineError as error:
        locked = "password" in str(error).lower() or "encrypt" in str(error).lower()
        raise Unreadable(faults.ENCRYPTED if locked else faults.DAMAGED) from error


def _broken_cells(archive: Archive) -> dict[str, Sequence[tuple[str, str]]]:
    """Cells with errors or unreckoned formulas, which calamine shows empty, by sheet; every part is unpacked within the limits on the way.

    :raises Unreadable: beyond the limits, since headers lie and calamine believes them.
    """
    main = related(archive, "", "officeDocument") or "xl/workbook.xml"
    found: dict[str, list[tuple[str, str]]] = {}
    for part in archive.names():
        if part.startswith("xl/") and part.endswith((".xml", ".bin")):
            data = archive.read(part)
            cells = [(place.decode(), error.decode()) for place, error in _ERROR_CELL.findall(data)]
            cells += [
                (place.decode(), formula.decode("utf-8", "replace")) for place, formula in _UNRECKONED.findall(data)
            ]
            if cells:
                found[part] = cells
    if not found or main not in archive:
        return {}
    targets = relations(archive, main)
    sheets = {}
    for sheet in parse(archive.read(main)).iter("{*}sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        sheets[sheet.get("name", "")] = found.get(targets.get(link, ("", ""))[1], [])
    return dict(sheets)


def _sheet(sheet: CalamineSheet, broken: Iterable[tuple[str, str]]) -> ReturnedSheet:
    if sheet.total_width * sheet.total_height > MOST_CELLS:
        raise Unreadable(faults.TABLE_TOO_LARGE, limit=MOST_CELLS)
    rows = [[_cell(value) for value in values] for values in sheet.to_python(skip_empty_area=False)]
    for place, error in broken:
        row, column = _place(place)
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = ("e", error)
    areas = sheet.merged_cell_ranges or ()
    return ReturnedSheet(sheet.name, rows, [(first, begin, last, end) for (first, begin), (last, end) in areas])


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1


def _cell(value: _Value) -> ReturnedCell:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return ("n", str(value))
    if isinstance(value, float):
        return ("n", str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}")
    if isinstance(value, datetime):
        whole = value.hour == value.minute == value.second == 0
        return ("d", f"{value:%Y-%m-%d}" if whole else f"{value:%Y-%m-%d %H:%M}")
    if isinstance(value, date):
        return ("d", value.isoformat())
    return str(value)
