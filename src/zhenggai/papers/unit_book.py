"""The workbook that a unit fills in: locked words, lists to choose from, hidden keys; and the same one as an answer."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from zhenggai.domain.workbooks.sheets import ANSWER_HEADING, KEY_HEADING, MARK, Field, SheetKind, Values
from zhenggai.papers.workbook import clean, lines

MEMORY_BYTES = 8_000_000
LISTS = "选项"
_LINE, _TALLEST = 16.0, 408.0
_HEAD_ROW = 2
_BASE = {
    "font_name": "宋体", "font_size": 10.5, "valign": "top", "text_wrap": True, "border": 1, "border_color": "#B8C0C9",
}  # fmt: skip
_STYLES: Mapping[str, Mapping[str, object]] = {
    "fixed": {"bg_color": "#EEF1F4"},
    "text": {"locked": False},
    "day": {"locked": False, "num_format": "yyyy-mm-dd", "align": "center"},
    "plain": {"locked": False, "num_format": "@", "align": "right"},
    "amount": {"locked": False, "num_format": "General", "align": "right"},
    "refused": {"locked": False, "bg_color": "#FBE9E7", "font_color": "#B3261E"},
    "answer": {"bg_color": "#FDF3E3"},
    "head": {"font_name": "黑体", "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E6ECF4"},
    "write": {"font_name": "黑体", "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#DCEBDD"},
    "title": {"font_name": "黑体", "font_size": 18, "border": 0, "valign": "vcenter", "text_wrap": False},
    "note": {"font_size": 10, "font_color": "#5B6570", "border": 0, "valign": "vcenter", "text_wrap": False},
    "said": {"font_size": 11, "border": 0},
    "label": {"font_size": 11, "font_name": "黑体", "bg_color": "#F3F5F8"},
}
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,10})?")
_BAD_NAME = re.compile(r"[\[\]:*?/\\']")
_LIST_CHARACTERS = 255


@dataclass(frozen=True, slots=True)
class BookRow:
    """A row: its hidden key, its values by field; `marks` are cells that were refused, by field, and `answer` what became of it."""

    key: str
    values: Values
    marks: Mapping[str, str] = field(default_factory=dict)
    answer: str = ""


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet with its rows."""

    kind: SheetKind
    rows: Sequence[BookRow]


@dataclass(frozen=True, slots=True)
class UnitBook:
    """A workbook. `code` names the export; `facts` and `said` stand on the cover; `answered` adds what became of each row."""

    code: str
    title: str
    facts: Sequence[tuple[str, str]]
    said: Sequence[str]
    sheets: Sequence[BookSheet]
    created: date
    answered: bool = False


def unit_book(content: UnitBook) -> IO[bytes]:
    """The workbook as a file that stands at its beginning; the same content gives the same bytes."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115 - handed to the caller
    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    made = datetime(content.created.year, content.created.month, content.created.day)
    book.set_properties({"title": clean(content.title), "author": "整改 Zhenggai", "created": made})
    styles = {name: book.add_format({**_BASE, **style}) for name, style in _STYLES.items()}
    names = _sheet_names([one.kind.title for one in content.sheets])
    _cover(book.add_worksheet("封面"), styles, content)
    lists = _Lists()
    for name, sheet in zip(names, content.sheets, strict=True):
        _Writer(book.add_worksheet(name), styles, sheet, content, lists).write()
    lists.write(book.add_worksheet(LISTS))
    book.close()
    file.seek(0)
    return file


def _sheet_names(titles: Sequence[str]) -> list[str]:
    """Names that a workbook can have: short, without its signs, each its own."""
    found: list[str] = []
    for title in titles:
        bare = _BAD_NAME.sub(" ", clean(title)).strip()[:24] or "清单"
        name, place = bare, 2
        while name in [*found, "封面", LISTS]:
            name, place = f"{bare} {place}", place + 1
        found.append(name)
    return found


def _cover(sheet: Any, styles: Mapping[str, Any], content: UnitBook) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 86)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, clean(content.title), styles["title"])
    row = 2
    for label, value in (*content.facts, ("表号", f"{MARK}|{content.code}|cover")):
        sheet.write_string(row, 0, label, styles["label"])
        sheet.write_string(row, 1, clean(value), styles["fixed"])
        row += 1
    row += 1
    for number, words in enumerate(content.said, start=1):
        sheet.set_row(row, lines(words, 86) * (_LINE + 2) + 4)
        sheet.write_string(row, 0, f"{number}.", styles["said"])
        sheet.write_string(row, 1, words, styles["said"])
        row += 1
    sheet.protect("")
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


class _Lists:
    """Lists to choose from that are too long for a cell's own rule, on a sheet that is not shown."""

    def __init__(self) -> None:
        self._columns: list[Sequence[str]] = []

    def source(self, words: Sequence[str]) -> Sequence[str] | str:
        """What a rule takes as its list."""
        if len(",".join(words)) <= _LIST_CHARACTERS and not any("," in word for word in words):
            return list(words)
        if words not in self._columns:
            self._columns.append(words)
        letter = xl_col_to_name(self._columns.index(words))
        return f"={LISTS}!${letter}$1:${letter}${len(words)}"

    def write(self, sheet: Any) -> None:
        """Write the lists and hide the sheet."""
        for row in range(max((len(words) for words in self._columns), default=0)):
            for column, words in enumerate(self._columns):
                if row < len(words):
                    sheet.write_string(row, column, words[row])
        sheet.protect("")
        sheet.hide()


class _Writer:
    """Writes one sheet from its title down."""

    def __init__(
        self, sheet: Any, styles: Mapping[str, Any], content: BookSheet, book: UnitBook, lists: _Lists
    ) -> None:
        self._sheet, self._styles, self._rows, self._kind = sheet, styles, content.rows, content.kind
        self._book, self._lists = book, lists
        self._fields = content.kind.fields
        self._key_too = content.kind.keyed_after + 1
        self._columns = [place + (place >= self._key_too) for place in range(1, len(self._fields) + 1)]
        self._answer = len(self._fields) + 2

    def write(self) -> None:
        self._set_columns()
        self._head()
        for number, row in enumerate(self._rows, start=_HEAD_ROW + 1):
            self._row(number, row)
        self._rules()
        self._guard()

    def _set_columns(self) -> None:
        for column in (0, self._key_too):
            self._sheet.set_column(column, column, 10, None, {"hidden": True})
        for column, one in zip(self._columns, self._fields, strict=True):
            self._sheet.set_column(column, column, one.width)
        if self._book.answered:
            self._sheet.set_column(self._answer, self._answer, 40)

    def _head(self) -> None:
        self._sheet.set_row(0, 30)
        self._sheet.write_string(0, 1, clean(self._kind.title), self._styles["title"])
        self._sheet.write_string(1, 1, self._kind.note, self._styles["note"])
        self._sheet.set_row(_HEAD_ROW, 30)
        mark = f"{KEY_HEADING} {MARK}|{self._book.code}|{self._kind.mark}"
        for column in (0, self._key_too):
            self._sheet.write_string(_HEAD_ROW, column, mark, self._styles["head"])
        for column, one in zip(self._columns, self._fields, strict=True):
            style = "head" if one.fixed == "always" else "write"
            self._sheet.write_string(_HEAD_ROW, column, clean(one.heading), self._styles[style])
        if self._book.answered:
            self._sheet.write_string(_HEAD_ROW, self._answer, ANSWER_HEADING, self._styles["head"])

    def _row(self, number: int, row: BookRow) -> None:
        words = [_shown(row.values.get(one.name, ""), one) for one in self._fields]
        self._sheet.set_row(number, self._height(words, row))
        for column in (0, self._key_too):
            self._sheet.write_string(number, column, row.key, self._styles["fixed"])
        for column, one, text in zip(self._columns, self._fields, words, strict=True):
            self._cell(number, column, one, row, text)
        if self._book.answered:
            self._sheet.write_string(number, self._answer, clean(row.answer), self._styles["answer"])

    def _cell(self, number: int, column: int, one: Field, row: BookRow, text: str) -> None:
        if one.name in row.marks:
            self._sheet.write_string(number, column, text, self._styles["refused"])
            self._sheet.write_comment(number, column, clean(row.marks[one.name]), {"x_scale": 1.6})
        elif one.is_fixed(row.key):
            self._sheet.write_string(number, column, text, self._styles["fixed"])
        elif not text:
            self._sheet.write_blank(number, column, None, self._styles[_style_of(one, "")])
        elif one.kind == "day" and (day := _day(text)) is not None:
            self._sheet.write_datetime(number, column, day, self._styles["day"])
        elif _style_of(one, text) == "amount":
            self._sheet.write_number(number, column, float(text), self._styles["amount"])
        else:
            self._sheet.write_string(number, column, text, self._styles[_style_of(one, text)])

    def _height(self, words: Sequence[str], row: BookRow) -> float:
        tallest = max(lines(text, one.width) for text, one in zip(words, self._fields, strict=True))
        if row.answer:
            tallest = max(tallest, lines(row.answer, 40))
        return min(tallest * _LINE + 4, _TALLEST)

    def _rules(self) -> None:
        last = _HEAD_ROW + max(len(self._rows), 1)
        for column, one in zip(self._columns, self._fields, strict=True):
            rule = self._rule(one)
            if rule:
                self._sheet.data_validation(_HEAD_ROW + 1, column, last, column, rule)

    def _rule(self, one: Field) -> dict[str, Any]:
        if one.fixed == "always":
            return {}
        if one.kind == "choice":
            words = [word for _key, word in one.choices]
            wrong = {"error_title": "请从列表里选", "error_message": "请点单元格右边的箭头，从列表里选一项。"}
            return {"validate": "list", "source": self._lists.source(words), **wrong} if words else {}
        if one.kind == "day":
            wrong = {"error_title": "日期不对", "error_message": "请写成 2026-03-05 这样的日期。"}
            span = {"minimum": date(2000, 1, 1), "maximum": date(2099, 12, 31)}
            return {"validate": "date", "criteria": "between", **span, **wrong}
        if one.kind == "text" and one.longest < 32_000:
            wrong = {"error_title": "文字太长", "error_message": f"最多 {one.longest} 个字。"}
            return {"validate": "length", "criteria": "<=", "value": one.longest, **wrong}
        return {}

    def _guard(self) -> None:
        last = self._answer if self._book.answered else len(self._fields) + 1
        self._sheet.autofilter(_HEAD_ROW, 1, _HEAD_ROW + max(len(self._rows), 1), last)
        self._sheet.freeze_panes(_HEAD_ROW + 1, 2)
        allowed = ("format_cells", "format_columns", "format_rows", "autofilter", "sort")
        self._sheet.protect("", dict.fromkeys(allowed, True))
        self._sheet.set_landscape()
        self._sheet.set_paper(8)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(_HEAD_ROW)
        self._sheet.set_footer("&C&10第 &P 页 共 &N 页&R&10&A")


def _shown(value: str, one: Field) -> str:
    text = clean(value)
    return dict(one.choices).get(text, text) if one.kind == "choice" else text


def _style_of(one: Field, text: str) -> str:
    """Days are days; digits are text, so that a share stays what was typed; amounts of registers can be summed."""
    if one.kind == "day":
        return "day"
    if one.kind != "number":
        return "text"
    return "amount" if one.longest > 1_000 and (not text or _is_exact(text)) else "plain"


def _is_exact(text: str) -> bool:
    """Whether a workbook keeps the number as it is written, to the last digit."""
    if _NUMBER.fullmatch(text) is None:
        return False
    try:
        return Decimal(f"{float(text):.15g}") == Decimal(text) and len(text.replace(".", "").lstrip("-0")) <= 15
    except (InvalidOperation, OverflowError):
        return False


def _day(text: str) -> datetime | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day)
