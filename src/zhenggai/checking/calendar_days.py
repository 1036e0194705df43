"""Days that no calendar has and ranges that end before they begin; these are no time expressions, so the text is searched."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from zhenggai.checking.indexed import Indexed
from zhenggai.checking.registry import RULES, Finding
from zhenggai.domain.report import Span

_BEFORE_MONTH = re.compile(r"(?:(?<!\d)(\d{4})年)?(?<![\d.])(\d{1,2})$")
_DAY = re.compile(r"月(\d{1,2})[日号]")
_RANGE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日[至到—–~-]{1,2}"
    r"(?:(?P<last_year>\d{4})年)?(?:(?P<last_month>\d{1,2})月)?(?P<last_day>\d{1,2})日"
)
_ORDINARY = re.compile(
    r"(?s:.)?[^\d.](?:[1-9]|1[0-2])月(?:(?![\d龄])|(?:[1-9]|1\d|2[0-8])[日号](?![至到—–~-]))",
)
_LEAP = 2024


@RULES.rule(
    "date.impossible",
    severity="error",
    title="日期不存在或止早于起",
    explanation="日历上没有这一天（如2月30日、13月5日），或者起止日期写反了。核对原件改正。",
    source="A-7 X26",
)
def find_impossible(indexed: Indexed) -> Iterator[Finding]:
    """Impossible days, and ranges that end before they begin."""
    for place in _months(indexed.text):
        span = _impossible(indexed.text, place) or _reversed(indexed.text, place)
        if span:
            message = f"{indexed.place_of(span[0])}的“{indexed.text[slice(*span)]}”不是可能的日期，请核对"
            yield Finding(message, span)


def _months(text: str) -> Iterator[int]:
    """Places of 月 after a digit, except the ordinary ones: 1 to 12, alone or with a day up to 28."""
    place = text.find("月")
    while place >= 0:
        if text[place - 1 : place].isdecimal() and not _ORDINARY.match(text, max(0, place - 3)):
            yield place
        place = text.find("月", place + 1)


def _impossible(text: str, place: int) -> Span | None:
    before = _BEFORE_MONTH.search(text, max(0, place - 8), place)
    if before is None or text[place + 1 : place + 2] == "龄":
        return None
    day = _DAY.match(text, place)
    month = int(before[2])
    if 1 <= month <= 12 and (day is None or 1 <= int(day[1]) <= _days(before[1], month)):
        return None
    return before.start(), day.end() if day else place + 1


def _days(year: str | None, month: int) -> int:
    return monthrange(int(year) if year and year > "0000" else _LEAP, month)[1]


def _reversed(text: str, place: int) -> Span | None:
    before = _BEFORE_MONTH.search(text, max(0, place - 8), place)
    found = _RANGE.match(text, before.start()) if before else None
    if found is None or not _ends_first(found):
        return None
    return found.span()


def _ends_first(found: re.Match[str]) -> bool:
    """A range over the turn of a year may leave its second year out, so only what is printed counts."""
    first = (int(found["month"]), int(found["day"]))
    last = (int(found["last_month"] or first[0]), int(found["last_day"]))
    if found["year"] and found["last_year"]:
        return (int(found["last_year"]), *last) < (int(found["year"]), *first)
    return last[0] == first[0] and not found["last_year"] and last < first
