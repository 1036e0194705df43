"""One cell of a workbook that came back: what it says, or why nobody can tell."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.workbooks.sheets import Field

# A text, or what kind of value it is and its text: n a number, d a day, e an error of the workbook.
Cell = str | tuple[str, str]

_FIRST_DAY = date(1899, 12, 30)
# From 2000 to 2099: what is outside is no day that anybody meant.
_SERIALS = (36_526, 73_050)
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_DAY_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NO_YEAR = re.compile(r"\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?")
_NUMBER = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(\D{0,20})")
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c]")
LARGEST = Decimal(10) ** 18


class CellRefused(Refusal):
    """A cell that cannot be taken, or a row for which there is a reason."""


def kind_and_text(cell: Cell) -> tuple[str, str]:
    """The kind of a cell's value, empty for a text, and its text."""
    return ("", cell) if isinstance(cell, str) else (cell[0], cell[1])


def shown(cell: Cell) -> str:
    """A cell as a person sees it, whatever it is."""
    return plain(kind_and_text(cell)[1])


def plain(text: str) -> str:
    """A text as every cell can hold it: no control characters, one kind of line break, nothing around it."""
    if _ODD.search(text) is None:
        return text.strip()
    text = _BREAKS.sub("\n", text)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def narrow(text: str) -> str:
    """Full-width digits, letters and signs as the usual ones, without any blank."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def value_of(cell: Cell, field: Field) -> str:
    """What the cell says, as the ledger writes it; empty where it is empty.

    :raises CellRefused: where nobody can tell.
    """
    kind, text = kind_and_text(cell)
    if kind == "e":
        raise CellRefused("单元格是出错的公式（$text）。", text=text[:20])
    text = plain(text)
    if not text:
        return ""
    found = _READERS[field.kind](kind, text, field)
    if len(found) > field.longest:
        raise CellRefused("文字太长，最多 $longest 个字。", longest=field.longest)
    return found


def same_form(text: str, field: Field) -> str:
    """A value of the ledger in the form in which it would come back."""
    return _tidy(plain(text)) if field.kind == "number" else plain(text)


def split_amount(digits: str, word: str) -> tuple[str, str]:
    """Digits and unit, of which the unit may stand behind the digits, such as 1,234.5万元.

    :raises CellRefused: where two units contradict each other, or a share may be written in either of two ways.
    """
    found = _NUMBER.fullmatch(digits)
    if found is None:
        raise CellRefused("“$text”不是一个数，请只写数字，如 8641 或 12.5。", text=digits[:20])
    number, unit, said = found[1].replace(",", ""), found[2], narrow(word)
    if unit and said and unit != said:
        raise CellRefused("数值里写的单位是“$unit”，单位一列写的是“$said”，请统一。", unit=unit, said=said)
    return _tidy(number), unit or said


def _text(kind: str, text: str, field: Field) -> str:
    return _tidy(text) if kind == "n" else text


def _day(kind: str, text: str, field: Field) -> str:
    plain_text = unicodedata.normalize("NFKC", text).strip()
    if kind == "n":
        return _day_of_serial(plain_text)
    found = _DAY.fullmatch(plain_text.split(" 00:00")[0]) or _DAY_TOGETHER.fullmatch(plain_text)
    if found is None and plain_text.isascii() and plain_text.isdigit() and len(plain_text) == 5:
        return _day_of_serial(plain_text)
    if found is None:
        why = "“$text”没有写年份，请写成 2026-03-05。" if _NO_YEAR.fullmatch(plain_text) else _NO_DAY
        raise CellRefused(why, text=text[:20])
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as fault:
        raise CellRefused(_NO_DAY, text=text[:20]) from fault
    return _in_range(day, text)


_NO_DAY = "“$text”不是一个日期，请写成 2026-03-05。"


def _day_of_serial(text: str) -> str:
    try:
        serial = Decimal(text)
    except InvalidOperation as fault:
        raise CellRefused(_NO_DAY, text=text[:20]) from fault
    if serial == serial.to_integral_value() and 20_000_101 <= serial <= 20_991_231:
        return _day("", str(int(serial)), Field("", "", 0))
    if serial != serial.to_integral_value() or not _SERIALS[0] <= serial < _SERIALS[1]:
        raise CellRefused(_NO_DAY, text=text[:20])
    return (_FIRST_DAY + timedelta(days=int(serial))).isoformat()


def _in_range(day: date, text: str) -> str:
    if not 2000 <= day.year <= 2099:
        raise CellRefused(_NO_DAY, text=text[:20])
    return day.isoformat()


def _choice(kind: str, text: str, field: Field) -> str:
    wanted = narrow(_tidy(text) if kind == "n" else text)
    found = next((key for key, word in field.choices if narrow(word) == wanted), None)
    if found is None:
        words = "、".join(word for _key, word in field.choices[:20])
        raise CellRefused("没有“$text”这一项，请从下拉列表里选：$words。", text=text[:20], words=words)
    return found


def _number(kind: str, text: str, field: Field) -> str:
    if kind == "d":
        raise CellRefused("这里应是数，写的却是日期 $text。", text=text)
    bare = narrow(text)
    found = _NUMBER.fullmatch(_tidy(bare) if kind == "n" else bare)
    if found is None or abs(Decimal(found[1].replace(",", ""))) >= LARGEST:
        raise CellRefused("“$text”不是一个数，请只写数字，如 8641 或 12.5。", text=text[:20])
    return _tidy(found[1].replace(",", "")) + found[2]


def _tidy(number: str) -> str:
    """A number without plus sign, exponent, idle zeros behind its point, or a sign before nothing."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return number
    if not value.is_finite() or abs(value.adjusted()) > 30:
        return number
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


_READERS = {"text": _text, "day": _day, "choice": _choice, "number": _number}
