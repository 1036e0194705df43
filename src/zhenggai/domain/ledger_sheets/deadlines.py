"""The deadline that a cell of a ledger states: 9月底, 立行立改, 长期坚持, 2026年第三季度, 反馈后3个月内."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from zhenggai.domain.days import months_after
from zhenggai.domain.states import kind_of_task
from zhenggai.domain.workbooks.cells import CellRefused

_YEAR = r"(?:(?P<year>20\d{2})(?:年|[-./](?=\d)))?"
_DAY = re.compile(
    rf"{_YEAR}(?P<month>\d{{1,2}})(?:月(?:份)?|[-./](?=\d))(?P<rest>\d{{1,2}}[日号]?|[上中下]旬|底|末|初)?"
)
_QUARTER = re.compile(r"(?:(?P<year>20\d{2})年)?第?(?P<quarter>[一二三四1-4])季度")
_END = re.compile(r"(?:(?P<year>20\d{2})年)?(?P<part>上半年|下半年|年底|年末|年内)|(?P<bare>20\d{2})年(?:底|末|内|度)?")
_WITHIN = re.compile(r"(?:(?P<count>\d{1,2}|[一二两三四五六七八九十])个月|(?P<half>半)年|(?P<years>[一1])年)[之以]?内")
_TOGETHER = re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)")
_PARTS = {"上旬": 10, "中旬": 20, "初": 10}
_COUNTS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_WITHOUT = re.compile(r"立[行即]|立改|长期|持续|常态|集中整改期|按?时序|分阶段|分步|近期|^[—\-/无]+$")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, the kind of task that the words speak of, and whether the year was not written but follows from the feedback."""

    day: date | None = None
    kind: str = "unset"
    inferred: bool = False


def deadline_of(text: str, *, feedback: date | None) -> Deadline:
    """What the cell says; a day without its year is the first one after the feedback.

    :raises CellRefused: where nobody can tell.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return Deadline()
    days = dict.fromkeys(_days_in(plain, text, feedback))
    if len(days) > 1:
        raise CellRefused("“$text”里有几个日期，看不出以哪一个为准。", text=text[:30])
    day, inferred = next(iter(days), (None, False))
    kind = kind_of_task(deadline_text=plain, state=None, dated=day is not None)
    if day is None and kind == "unset" and not _WITHOUT.search(plain):
        raise CellRefused("看不出“$text”是什么时限，请写成 2026-09-30、9月底、立行立改这样。", text=text[:30])
    return Deadline(day, kind, inferred)


def _days_in(plain: str, text: str, feedback: date | None) -> list[tuple[date, bool]]:
    found: list[tuple[date, bool]] = []
    rest = plain
    for shape, read in _SHAPES:
        matches = list(shape.finditer(rest))
        for match in matches:
            try:
                found.append(read(match, feedback))
            except ValueError as fault:
                raise CellRefused("“$text”里的日期在日历上没有。", text=text[:30]) from fault
        rest = shape.sub("；", rest)
    return found


def _written_together(match: re.Match[str], _feedback: date | None) -> tuple[date, bool]:
    return date(int(match[1]), int(match[2]), int(match[3])), False


def _of_month(match: re.Match[str], feedback: date | None) -> tuple[date, bool]:
    month, rest = int(match["month"]), match["rest"] or ""

    def day_in(year: int) -> date:
        last = monthrange(year, month)[1] if 1 <= month <= 12 else 0
        return date(year, month, int(rest.rstrip("日号")) if rest[:1].isdigit() else _PARTS.get(rest, last))

    return _in_year(match["year"], day_in, feedback)


def _of_quarter(match: re.Match[str], feedback: date | None) -> tuple[date, bool]:
    quarter = int(match["quarter"]) if match["quarter"].isdigit() else _COUNTS[match["quarter"]]
    return _in_year(match["year"], lambda year: _month_end(year, 3 * quarter), feedback)


def _end_of_year(match: re.Match[str], feedback: date | None) -> tuple[date, bool]:
    month = 6 if match["part"] == "上半年" else 12
    return _in_year(match["year"] or match["bare"], lambda year: _month_end(year, month), feedback)


def _within(match: re.Match[str], feedback: date | None) -> tuple[date, bool]:
    if feedback is None:
        raise _no_feedback(match[0])
    count = match["count"] or ""
    months = 6 if match["half"] else 12 if match["years"] else int(count) if count.isdigit() else _COUNTS[count]
    return months_after(feedback, months), True


_SHAPES = ((_TOGETHER, _written_together), (_DAY, _of_month), (_QUARTER, _of_quarter), (_WITHIN, _within), (_END, _end_of_year))  # fmt: skip


def _in_year(year: str | None, day_in: object, feedback: date | None) -> tuple[date, bool]:
    if year:
        return day_in(int(year)), False  # type: ignore[operator]  # from a year to its day
    if feedback is None:
        raise _no_feedback("")
    day: date = day_in(feedback.year)  # type: ignore[operator]  # from a year to its day
    return (day if day >= feedback else day_in(feedback.year + 1)), True  # type: ignore[operator]  # the same


def _no_feedback(text: str) -> CellRefused:
    return CellRefused("时限$text没有写年份，轮次也没有反馈日期，推不出是哪一天。", text=f"“{text}”" if text else "")


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
