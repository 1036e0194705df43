"""First and last day of what a matched shape says, once its year is known."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from zhenggai.domain.numbering import hanzi_value
from zhenggai.reading.times.festivals import feast_day

Period = tuple[date, date]
_PARTS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 10)}


@dataclass(frozen=True, slots=True)
class Shape:
    """A time expression whose year may still be open.

    `year` is what was written, None where nothing was. `of(year)` raises ValueError for a day no calendar has.
    `key(period)` is the day that must not lie after the publication of a narrative.
    """

    year: int | None
    of: Callable[[int], Period]
    by_month: bool = False
    spans_months: bool = False


def number(text: str) -> int:
    """Value of digits or of a Chinese numeral that the grammar matched."""
    return int(text) if text.isascii() else hanzi_value(text) or 0


def year_number(text: str) -> int:
    """Value of a written year: four digits, four Chinese ones, or the last two as in 24年6月."""
    if text.isascii():
        return int(text) + (2000 if len(text) == 2 else 0)
    return number(text.replace("O", "〇"))


def year_of(first: int, last: int) -> Period:
    """Whole years."""
    return date(first, 1, 1), date(last, 12, 31)


def months_of(year: int, first: int, last: int) -> Period:
    """Whole months of one year, or into the next one where the last is before the first."""
    end = year + 1 if last < first else year
    return date(year, first, 1), _last_day(end, last)


def month_part(year: int, month: int, part: str | None) -> Period:
    """A third of a month where one is named, else the whole month."""
    first, last = _PARTS.get(part or "", (1, 31))
    return date(year, month, first), min(date(year, month, 28) + timedelta(last - 28), _last_day(year, month))


def _last_day(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(f"no month {month}")
    return date(year, month, monthrange(year, month)[1])


def calendar(found: re.Match[str], year: int, other_year: int | None) -> Period:
    """Months and days of a match; `other_year` is the written year of the right end."""
    month = number(found["m"])
    if found["right"]:
        return _to_right(found, year, month, other_year)
    if found["d"]:
        last = date(year, month, number(found["d"]))
        return (date(year, month, number(found["d1"])) if found["d1"] else last), last
    before = found["m1"] or found["ml"]
    if before:
        return months_of(year, number(before), month)
    return month_part(year, month, found["part"])


def _to_right(found: re.Match[str], year: int, month: int, other_year: int | None) -> Period:
    month2 = number(found["m2"])
    first = date(year, month, number(found["d"])) if found["d"] else month_part(year, month, found["part"])[0]
    end = other_year or (year + 1 if month2 < month else year)
    last = date(end, month2, number(found["d2"])) if found["d2"] else month_part(end, month2, found["part2"])[1]
    return first, last


def within_year(found: re.Match[str], year: int) -> Period:
    """Quarters, half-years, first months, feasts and ends of a year."""
    if found["feast"]:
        day = feast_day(found["feast"], year)
        return day, day
    if found["half"]:
        return months_of(year, 1, 6) if found["half"] == "上半年" else months_of(year, 7, 12)
    if found["fm"]:
        return months_of(year, 1, 2 if found["fm"] == "两" else number(found["fm"]))
    if found["fq"]:
        return months_of(year, 1, 3 * (2 if found["fq"] == "两" else number(found["fq"])))
    if found["q"] or found["q1"]:
        first, last = number(found["q1"] or found["q"]), number(found["q2"] or found["q"])
        return months_of(year, 3 * first - 2, 3 * last)
    if found["yearpart"] == "初":
        return months_of(year, 1, 1)
    return year_of(year, year)
