"""Walk through a text once and resolve each time expression against what was said before it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhenggai.domain.report import DateRange, Span
from zhenggai.reading.references import inside, title_spans
from zhenggai.reading.tense import follows_future, is_done, speaks_of_future
from zhenggai.reading.times import grammar, periods
from zhenggai.reading.times.periods import Period, number, year_number

_OFFSETS = {"今": 0, "本": 0, "去": -1, "上": -1, "明": 1, "下": 1}
_CLAUSE_STARTS = ",;。:\n是("


def find_dates(
    text: str, *, published: date | None, feedback: date | None, today: date, scopes: Sequence[int]
) -> tuple[DateRange, ...]:
    """Time expressions in the order of the text; `scopes` are the sorted offsets at which a year's context ends."""
    walk = _Walk(text, published or feedback or today, feedback or published or today, scopes)
    titles = title_spans(text)
    end = 0
    for candidate in grammar.CANDIDATE.finditer(text):
        start = candidate.start()
        if start < end or inside(titles, start):
            continue
        found, end = walk.read(start)
        if found is not None and not (_is_catchword(text, found) or grammar.IN_NAME.match(text, end)):
            walk.add(found)
    return tuple(walk.found)


def _is_catchword(text: str, found: DateRange) -> bool:
    """Whether the expression only opens a saying in quotes: “年底不立案”."""
    return found.inferred and text[found.span[0] - 1 : found.span[0]] == "“"


@dataclass(slots=True)
class _Walk:
    text: str
    base: date
    feedback: date
    scopes: Sequence[int]
    found: list[DateRange] = field(default_factory=list)
    # The nearest year written out to the left: where, which, and whether it holds beyond its sentence.
    sentence_year: tuple[int, int] | None = None
    scope_year: tuple[int, int] | None = None

    def add(self, found: DateRange) -> None:
        """Keep an expression; one that follows another after 至 or a dash is the end of the same range."""
        before = self.found[-1] if self.found else None
        if before is None or found.span[0] - before.span[1] > 3 or before.first > found.last or before.text == "目前":
            self.found.append(found)
        elif grammar.JOINT.fullmatch(self.text, before.span[1], found.span[0]):
            span = (before.span[0], found.span[1])
            whole = self.text[slice(*span)]
            self.found[-1] = DateRange(whole, before.first, found.last, before.inferred or found.inferred, span)
        else:
            self.found.append(found)

    def read(self, start: int) -> tuple[DateRange | None, int]:
        """The expression that begins here, None where no calendar has its day, and where to read on."""
        for shape, resolve in _RESOLVERS:
            found = shape.match(self.text, start)
            if found is not None:
                try:
                    answer = resolve(self, found)
                except ValueError:
                    return None, found.end()
                return answer, found.end() if answer else start
        return None, start

    def iso(self, found: re.Match[str]) -> DateRange | None:
        year = int(found["y"])
        first = last = date(year, int(found["m"]), int(found["d"]))
        if found["m2"]:
            last = date(int(found["y2"] or year), int(found["m2"]), int(found["d2"]))
        self.remember(last.year, found.start(), strong=True)
        return self.answer(found, (first, last), inferred=False)

    def iso_month(self, found: re.Match[str]) -> DateRange | None:
        if self.text[max(0, found.start() - 1) : found.start()] in _CODE_BEFORE:
            return None
        year, month = int(found["y"]), int(found["m"] or found["dm"])
        self.remember(year, found.start(), strong=True)
        return self.answer(found, periods.month_part(year, month, None), inferred=False)

    def years(self, found: re.Match[str]) -> DateRange | None:
        first, last = year_number(found["y"]), year_number(found["y2"])
        if not first < last <= first + 60:
            raise ValueError("years out of order")
        return self.answer(found, periods.year_of(first, last), inferred=False)

    def with_year(self, found: re.Match[str]) -> DateRange | None:
        year = year_number(found["y"]) if found["y"] else self.relative_year(found["r"])
        if year is None or (found["r"] in ("同年", "当年", "次年") and found["bare"] is not None):
            return None
        period = self.period(found, year)
        if found["feast"] and found["r"] and found["r"][0] in "今本" and period[1] < self.base and self.ahead(found):
            period = self.period(found, year + 1)
        bare = found["bare"] is not None
        follows = self.text[found.end() : found.end() + 1]
        strong = bool(found["m"]) or follows == "," or found["suffix"] == "以来"
        self.remember(period[1].year if found["right"] else year, found.start(), strong=strong, bare=bare)
        return self.answer(found, period, inferred=found["y"] is None)

    def without_year(self, found: re.Match[str]) -> DateRange | None:
        if found["m"] and not self.is_month(found):
            return None
        return self.answer(found, self.infer(found), inferred=True)

    def near(self, found: re.Match[str]) -> DateRange | None:
        if found["now"]:
            return self.answer(found, (self.base, self.base), inferred=True)
        if found["thisquarter"]:
            first = (self.base.month - 1) // 3 * 3 + 1
            return self.answer(found, periods.months_of(self.base.year, first, first + 2), inferred=True)
        if found["same"]:
            last = self.found[-1].last if self.found else None
            return self.answer(found, (last, last), inferred=True) if last else None
        return self.near_month(found)

    def near_month(self, found: re.Match[str]) -> DateRange | None:
        word = found["month"]
        anchor = self.base
        if word in ("同月", "当月"):
            if not self.found or not (found["d"] or found["part"]):
                return None
            anchor = self.found[-1].last
        moved = anchor.year * 12 + anchor.month - 1 + {"上": -1, "下": 1}.get(word[0], 0)
        year, month = divmod(moved, 12)
        if found["d"]:
            day = date(year, month + 1, number(found["d"]))
            return self.answer(found, (day, day), inferred=True)
        return self.answer(found, periods.month_part(year, month + 1, found["part"]), inferred=True)

    def is_month(self, found: re.Match[str]) -> bool:
        """Whether a month without a year is one: a lone Chinese numeral before 月 need not be."""
        if not found["m"].isascii() and not any(found[name] for name in ("fen", "d", "part", "right", "m1", "suffix")):
            return False
        return not (found["ml"] and (found["d"] or number(found["ml"]) + 1 != number(found["m"])))

    def relative_year(self, word: str) -> int | None:
        if word[0] in _OFFSETS:
            return self.base.year + _OFFSETS[word[0]]
        if not self.found:
            return None
        return self.found[-1].last.year + (word == "次年")

    def period(self, found: re.Match[str], year: int) -> Period:
        if found["m"]:
            return periods.calendar(found, year, self.right_year(found, year))
        return periods.within_year(found, year)

    def right_year(self, found: re.Match[str], year: int) -> int | None:
        if found["y2"]:
            return year_number(found["y2"])
        word = found["r2"]
        if not word:
            return None
        return year + 1 if word == "次年" else year if word in ("当年", "同年") else self.relative_year(word)

    def infer(self, found: re.Match[str]) -> Period:
        """Year of an expression that names none."""
        base, start = self.base.year, found.start()
        if found["right"] and (found["y2"] or found["r2"]):
            return self.back_from_right(found)
        spoken = self.year_in_sentence(start)
        if spoken is not None:
            return self.period(found, spoken)
        if self.ahead(found):
            period = self.period(found, base)
            return period if period[1] >= self.base else self.period(found, base + 1)
        if self.is_limit(found):
            period = self.period(found, self.feedback.year)
            return period if period[1] >= self.feedback else self.period(found, self.feedback.year + 1)
        period = self.period(found, base)
        if found["yearpart"] or (period[0] > self.base and follows_future(self.text, start)):
            return period
        earlier = self.year_in_scope(start)
        if earlier is not None and (there := self.period(found, earlier))[0] <= self.base:
            return there
        return period if self.has_begun(found, period) else self.period(found, base - 1)

    def back_from_right(self, found: re.Match[str]) -> Period:
        if found["y2"]:
            end = year_number(found["y2"])
            year = end - 1 if number(found["m2"]) < number(found["m"]) else end
        else:
            year = self.base.year
        return self.period(found, year)

    def has_begun(self, found: re.Match[str], period: Period) -> bool:
        """Whether a narrative of the publication day can speak of the period."""
        first, last = period
        if found["q"] or (found["d"] and not found["right"]):
            return first <= self.base
        return last.replace(day=1) <= self.base if first.month != last.month else first <= self.base

    def ahead(self, found: re.Match[str]) -> bool:
        return speaks_of_future(self.text, found.span())

    def is_limit(self, found: re.Match[str]) -> bool:
        """Whether this is a deadline that was set at the feedback: labelled, a table cell of its own, or X前 not yet done."""
        start, end = found.span()
        if _LIMIT_LABEL.search(self.text[max(0, start - 6) : start]):
            return True
        if self.text[start - 1 : start] == "\t" and self.text[end : end + 1] in _CELL_ENDS:
            return found.group().endswith(("底", "前", "末"))
        if not (found["suffix"] or "").endswith("前") or (found["feast"] and not _BY_THEN.match(self.text, end)):
            return False
        return not found["yearpart"] and not is_done(self.text, found.span())

    def remember(self, year: int, at: int, *, strong: bool, bare: bool = False) -> None:
        if strong or (bare and year == self.base.year):
            self.sentence_year = self.scope_year = (at, year)
        elif bare and (at == 0 or self.text[at - 1] in _CLAUSE_STARTS):
            self.sentence_year = (at, year)

    def year_in_sentence(self, start: int) -> int | None:
        if self.sentence_year is None or start - self.sentence_year[0] > 400:
            return None
        at, year = self.sentence_year
        return None if "。" in (between := self.text[at:start]) or "\n" in between else year

    def year_in_scope(self, start: int) -> int | None:
        if self.scope_year is None:
            return None
        place = bisect_right(self.scopes, start)
        opens = self.scopes[place - 1] if place else 0
        return self.scope_year[1] if self.scope_year[0] >= opens else None

    def answer(self, found: re.Match[str], period: Period, *, inferred: bool) -> DateRange:
        first, last = period
        if found.group().endswith(("以来", "至今", "至目前", "到目前")):
            last, inferred = max(first, self.base), True
        if first > last:
            raise ValueError("ends before it begins")
        span: Span = found.span()
        return DateRange(found.group(), first, last, inferred, span)


_BY_THEN = re.compile(r".{0,4}(?:完成|到位|办结|销号)")
_LIMIT_LABEL = re.compile(r"[时期]限(?:为|是)?:? ?$")
_CELL_ENDS = ("", "\t", "\n")
_CODE_BEFORE = frozenset("-./第ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_Resolve = Callable[[_Walk, re.Match[str]], DateRange | None]
_RESOLVERS: tuple[tuple[re.Pattern[str], _Resolve], ...] = (
    (grammar.ISO, _Walk.iso),
    (grammar.YEARS, _Walk.years),
    (grammar.ISO_MONTH, _Walk.iso_month),
    (grammar.WITH_YEAR, _Walk.with_year),
    (grammar.WITHOUT_YEAR, _Walk.without_year),
    (grammar.NEAR, _Walk.near),
)
