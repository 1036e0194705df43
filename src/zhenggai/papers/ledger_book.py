"""The ledger workbook: what was read, in the columns an office knows, with a sheet for each kind of finding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from zhenggai.checking.indexed import Indexed
from zhenggai.domain.report import Report
from zhenggai.papers.finding_sheets import (
    add_dates,
    add_doubts,
    add_explanation,
    add_figures,
    add_promises,
    add_relations,
)
from zhenggai.papers.ledger_rows import MEASURE, Entry, columns, entries
from zhenggai.papers.workbook import Book, Column, Sheet, lines, open_book

_FIRST_DAY = date(2000, 1, 1)
_LINE_HEIGHT = 16.0


def write_ledger(report: Report) -> bytes:
    """The workbook's bytes; the same report gives the same bytes."""
    target = BytesIO()
    published = report.header.published or _FIRST_DAY
    indexed = Indexed(report, today=published)
    with open_book(target, title=ledger_title(report), created=published) as book:
        _add_ledger(book, report)
        add_figures(book, indexed)
        add_dates(book, indexed)
        add_promises(book, indexed)
        add_relations(book, indexed)
        add_doubts(book, indexed)
        add_explanation(book, report)
    return target.getvalue()


def ledger_title(report: Report) -> str:
    """What stands above the ledger, with the inspected body where the report names it."""
    kind = report.header.kind if report.header.kind != "其他" else ""
    return f"{report.header.inspected or ''}{kind}整改台账"


def _add_ledger(book: Book, report: Report) -> None:
    found = entries(report)
    fitting = columns(found)
    sheet = book.sheet("整改台账", fitting, title=ledger_title(report), note=_note(report), frozen=3)
    aspect, first = None, sheet.row
    for entry in found:
        if aspect not in (None, entry.aspect):
            sheet.merge(first, sheet.row - 1, 1, aspect or "")
            first = sheet.row
        aspect = entry.aspect
        _add_entry(sheet, fitting, entry)
    if found:
        sheet.merge(first, sheet.row - 1, 1, aspect or "")


def _add_entry(sheet: Sheet, fitting: Sequence[Column], entry: Entry) -> None:
    first, last = sheet.row, sheet.row + len(entry.measures) - 1
    cells = {"序号": entry.number, "问题": entry.title, "是否完成": entry.state} | entry.values
    for index, column in enumerate(fitting):
        if column.heading not in (MEASURE, "方面"):
            style = "good" if cells.get(column.heading) == "已完成" else None
            sheet.merge(first, last, index, cells.get(column.heading, ""), style)
    place = next(index for index, column in enumerate(fitting) if column.heading == MEASURE)
    for row, (text, height) in enumerate(
        zip(entry.measures, _heights(fitting, entry, cells), strict=True), start=first
    ):
        sheet.write(row, place, text)
        sheet.set_height(row, height)
    sheet.row = last + 1


def _heights(fitting: Sequence[Column], entry: Entry, cells: dict[str, str]) -> list[float]:
    """Points for each measure's row, the last one growing until the cells beside all of them fit."""
    width = next(column.width for column in fitting if column.heading == MEASURE)
    heights = [lines(text, width) * _LINE_HEIGHT + 4 for text in entry.measures]
    beside = [lines(cells[c.heading], c.width) for c in fitting if c.heading != MEASURE and cells.get(c.heading)]
    lacking = max(beside, default=1) * _LINE_HEIGHT + 4 - sum(heights)
    each = max(lacking, 0.0) / len(heights)
    return [height + each for height in heights]


def _note(report: Report) -> str:
    header = report.header
    facts = [f"来源：{report.source.name}"]
    if header.inspector:
        facts.append(f"巡视巡察（审计、督察）组：{header.inspector}")
    if header.feedback_date:
        facts.append(f"反馈日期：{header.feedback_date.isoformat()}")
    if header.published:
        facts.append(f"公开日期：{header.published.isoformat()}")
    return "    ".join(facts)
