"""Workbooks as units hand them back: written by the product, edited as people do, read again."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from zhenggai.domain.workbooks.base import Base, BaseSheet, TakenBook
from zhenggai.domain.workbooks.sheets import EVIDENCE_SHEET, FIGURES_SHEET, PROGRESS_SHEET, for_tasks, register_sheet
from zhenggai.domain.workbooks.taking import Grid, take_book
from zhenggai.papers.unit_book import BookRow, BookSheet, UnitBook, unit_book
from zhenggai.reading.formats.limits import Limits
from zhenggai.reading.formats.returned import open_returned

CODE = "a1b2c3d4e5f60718"
HEAD = 3
REGISTER = register_sheet(
    register=7, name="公租房", columns=("编号", "户主", "金额"), keys=("编号",), amounts=("金额",)
)


def a_base(measures: int = 4) -> Base:
    """A unit's workbook as it went out: measures of two tasks, one figure, one register, one piece of evidence."""
    progress = {
        f"m{place}": {
            "task": str(1 + place % 2),
            "problem": f"一-{place} 账目不清的问题",
            "place": str(place),
            "measure": f"清理第{place}本账",
            "unit": "县水利局",
            "deadline": "2026-04-30",
            "day": "2026-02-03" if place == 0 else "",
            "done": "查账12本。" if place == 0 else "",
            "claims": "ongoing" if place == 0 else "",
            "next_step": "再查。" if place == 0 else "",
        }
        for place in range(measures)
    }
    figure = {
        "task": "1", "scope": "追回资金", "digits": "1234.5", "word": "万元", "until": "2026-02-28", "origin": "财政局账",
    }  # fmt: skip
    evidence = {"number": "一-1-1-001", "task": "1", "place": "1", "file": "纪要.pdf", "kind": "minutes"}
    row = {"编号": "001", "户主": "张某", "金额": "1200"}
    return Base(
        CODE,
        (
            BaseSheet(PROGRESS_SHEET, progress),
            BaseSheet(for_tasks(FIGURES_SHEET, (1, 2)), {"f9": figure, "+1": {}, "+2": {}}),
            BaseSheet(for_tasks(EVIDENCE_SHEET, (1, 2)), {"e3": evidence, "+1": {}}),
            BaseSheet(REGISTER, {"r1": row, "r2": {**row, "编号": "002", "户主": "李某"}, "+1": {}}),
        ),
    )


def written(base: Base, *, answered: bool = False) -> bytes:
    """The workbook's bytes."""
    sheets = [BookSheet(one.kind, [BookRow(key, values) for key, values in one.rows.items()]) for one in base.sheets]
    book = UnitBook(
        CODE, "县水利局 整改工作表", (("单位", "县水利局"),), ("填白底的格。",), sheets, date(2026, 3, 2), answered
    )
    with unit_book(book) as file:
        return file.read()


def opened(data: bytes) -> Workbook:
    """The workbook, to be edited."""
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: Workbook) -> bytes:
    """Its bytes again."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def column_of(sheet: Worksheet, heading: str) -> int:
    """The number of the column with this heading, from 1."""
    return next(cell.column for cell in sheet[HEAD] if cell.value == heading)


def row_of(sheet: Worksheet, key: str) -> int:
    """The number of the row with this hidden key, from 1."""
    return next(cell.row for cell in sheet["A"] if cell.value == key)


def filled(data: bytes, sheet: str, key: str, cells: Mapping[str, object]) -> bytes:
    """The workbook with cells of one row filled in, by heading."""
    book = opened(data)
    fill(book[sheet], key, cells)
    return saved(book)


def fill(page: Worksheet, key: str, cells: Mapping[str, object]) -> None:
    """Fill in cells of one row, by heading."""
    for heading, value in cells.items():
        page.cell(row_of(page, key), column_of(page, heading)).value = value  # type: ignore[assignment]


def taken(data: bytes, base: Base) -> TakenBook:
    """What the workbook says."""
    sheets = open_returned(data, name="交回.xlsx", limits=Limits())
    return take_book([Grid(one.name, one.rows, tuple(one.merged)) for one in sheets], base)
