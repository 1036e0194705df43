"""Acts still to come: those with a date, one by one; those without, one per sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zhenggai.domain.report import DateRange, Promise, Span
from zhenggai.reading.references import inside, title_spans
from zhenggai.reading.sentences import Sentences
from zhenggai.reading.structure.fields import is_deadline_named
from zhenggai.reading.tense import BREAK, DONE, FUTURE, is_taking

_MEASURE_MARKER = re.compile(
    r"[一二三四五六七八九十]{1,3}是[,:]?|[（(]?[0-9]{1,2}[)、.]|[①-⑳]|第[一二三四五六七八九十][,、]"
)
_SEASON = re.compile(r"[春夏秋冬汛雨][季期]?[^,;。0-9]{0,4}前(?!期)")
_ENDS = "底末内"
_LIMIT_LABEL = re.compile(r"(?:(?<!合同)期限|时限|推迟|延期|顺延|延长)[为是至到]?:? ?$")
_THEN_DONE = re.compile(r",(?:现|均|目前|目前均)?已(?:全部|完成|如期|按期|圆满)")
_BARE_YEAR = re.compile(r"(?:^|[0-9〇○零一二三四五六七八九今明本])年度?$")
_ACHIEVED = re.compile(
    r"完成|完工|竣工|到位|建成|投用|投产|使用|交付|达到|实现|销号|整改|办结|清零|验收|启动|开工|通车|还清|付清|新建|新增|改造|取得|招聘|配备|配齐|制定|建立|培训|修订"
)
# Spans of validity, and plans of the future that nobody in the report promises.
_NO_ACT = re.compile(
    r"原计划|合同|协议|有效期|租期|租赁期|任期|服务期|公示|质保|保质|届满|到期|预算|远景|(?<!制定)(?<!编制)(?<!印发)(?<!出台)规划(?!编制)"
)
_MAKING = re.compile(r"(?:制定|编制|修编|印发|出台|完善|完成)[^,;。]{0,30}规划")
_FINAL = "。!?;,、:. \n\t"
_LABEL = re.compile(r"[下今接][一后下来]?(?:步|阶段)?(?:整改)?(?:工作)?(?:措施|打算|安排|计划|举措):")
_LONGEST_CLAUSE = 150
_NOW = ("目前", "以来")


def find_promises(
    text: str,
    *,
    dates: Sequence[DateRange],
    sentences: Sentences,
    headings: Sequence[Span],
    published: date | None,
    deadlines: Sequence[Span],
) -> tuple[Promise, ...]:
    """Promises in the order of the text, none of them in a heading.

    `deadlines` are values of labelled deadlines; each stands here, told apart from what somebody promises, where its
    date lies after publication.
    """
    finder = _Finder(text, dates, sentences, headings, published)
    dated = [*finder.deadlines(deadlines), *finder.dated(deadlines)]
    taken = sorted(promise.span for promise in dated)
    undated = finder.undated(taken, deadlines)
    return tuple(sorted([*dated, *undated], key=lambda promise: promise.span))


_UNKEPT = re.compile(r"“[^”\n]{1,400}”(?=(?:尚|还|仍)?(?:未|没有))")


@dataclass(frozen=True, slots=True)
class _Marks:
    starts: list[int]
    ends: list[int]

    def first_in(self, span: Span) -> int | None:
        """Offset of the first marker that lies in the span."""
        place = bisect_left(self.starts, span[0])
        return self.starts[place] if place < len(self.starts) and self.starts[place] < span[1] else None


class _Finder:
    """The text with its future markers, found once."""

    def __init__(
        self,
        text: str,
        dates: Sequence[DateRange],
        sentences: Sentences,
        headings: Sequence[Span],
        published: date | None,
    ) -> None:
        self.text = text
        self.dates = dates
        self.sentences = sentences
        self.headings = headings
        self.published = published
        titles = title_spans(text)
        # What is quoted as not done or not reported is no promise of whoever quotes it.
        self.unkept = [found.span() for found in _UNKEPT.finditer(text)]
        found = [
            mark
            for mark in FUTURE.finditer(text)
            if not inside(titles, mark.start())
            and not is_taking(text, mark)
            and not _holds(headings, mark.start())
            and not _holds(self.unkept, mark.start())
        ]
        self.marks = _Marks([mark.start() for mark in found], [mark.end() for mark in found])

    def deadlines(self, spans: Sequence[Span]) -> Iterator[Promise]:
        starts = [found.span[0] for found in self.dates]
        for first, last in spans:
            place = bisect_left(starts, first)
            if place < len(starts) and starts[place] < last:
                found = self.dates[place]
                if self.published is None or found.last > self.published:
                    span = (found.span[0], self.clause_end(found.span[1], last))
                    yield self.promise(span, found, is_deadline=True)

    def dated(self, deadlines: Sequence[Span]) -> Iterator[Promise]:
        for place, found in enumerate(self.dates):
            start = found.span[0]
            if not self.is_ahead(found) or any(
                _holds(spans, start) for spans in (self.headings, deadlines, self.unkept)
            ):
                continue
            clause = self.clause(found.span)
            if self.text.find("公示", max(0, start - 12), start) >= 0 or not self.is_promised(found, clause):
                continue
            following = self.dates[place + 1].span[0] if place + 1 < len(self.dates) else len(self.text)
            first = self.beginning(place, clause)
            last = min(clause[1], following) if self.is_split(place, clause) else clause[1]
            yield self.promise((first, last), found, is_deadline=is_deadline_named(self.text, start))

    def is_split(self, place: int, clause: Span) -> bool:
        """Whether the clause holds a further date that is a promise of its own."""
        if place + 1 >= len(self.dates):
            return False
        after = self.dates[place + 1]
        return after.span[0] < clause[1] and self.is_ahead(after) and self.is_promised(after, clause)

    def beginning(self, place: int, clause: Span) -> int:
        """The marker or the date, whichever comes first, but not before an earlier date of the same clause."""
        start = self.dates[place].span[0]
        floor = clause[0]
        if place and self.dates[place - 1].span[1] > floor:
            floor = self.dates[place - 1].span[1]
        mark = self.marks.first_in((floor, start))
        return start if mark is None else mark

    def is_ahead(self, found: DateRange) -> bool:
        return (self.published is None or found.last > self.published) and not found.text.endswith(_NOW)

    def is_promised(self, found: DateRange, clause: Span) -> bool:
        """Whether the clause promises: by a marker, or by an unfinished act on a day after publication."""
        start, end = found.span
        mark = self.marks.first_in(clause)
        done = DONE.search(self.text, *clause)
        if mark is not None:
            return (mark < start or done is None) and not (
                self.has_begun(found) and _THEN_DONE.match(self.text, clause[1])
            )
        if self.is_labelled(start):
            return True
        kept = found.text.endswith("前") and self.is_achieving(end, clause[1])
        if done or (_NO_ACT.search(self.text, *clause) and not kept and not _MAKING.search(self.text, end, clause[1])):
            return False
        marked_before = self.sentence_mark(start) is not None
        if _BARE_YEAR.search(found.text) and not _SEASON.match(self.text, end):
            return (marked_before and start == self.begin_of_words(clause)) or (
                self.is_later(found) and (self.text[start - 1 : start] == "到" or self.is_achieving(end, clause[1]))
            )
        if found.text.endswith("前") or marked_before or _SEASON.match(self.text, end):
            return True
        words = self.text[end : clause[1]].strip(_FINAL + "止")
        return (self.is_later(found) and (found.text[-1] in _ENDS or len(words) > 1)) or (
            self.published is not None and found.text[-1] in _ENDS and self.is_achieving(end, clause[1])
        )

    def is_later(self, found: DateRange) -> bool:
        return self.published is not None and found.first > self.published

    def has_begun(self, found: DateRange) -> bool:
        return self.published is not None and found.first <= self.published

    def is_labelled(self, start: int) -> bool:
        return _LIMIT_LABEL.search(self.text[max(0, start - 6) : start]) is not None

    def is_achieving(self, first: int, last: int) -> bool:
        return _ACHIEVED.search(self.text, first, last) is not None

    def begin_of_words(self, clause: Span) -> int:
        first = self.after_marker(clause[0])
        return first + (self.text[first : first + 1] in ("于", "在", "到", "至"))

    def sentence_mark(self, offset: int) -> int | None:
        first, _ = self.sentences.bounds(offset)
        return self.marks.first_in((first, offset))

    def undated(self, taken: Sequence[Span], deadlines: Sequence[Span]) -> Iterator[Promise]:
        """One promise per sentence that has a marker and no dated promise."""
        end = 0
        for mark in self.marks.starts:
            if mark < end or _holds(deadlines, mark):
                continue
            first, last = self.sentences.bounds(mark)
            place = bisect_left(taken, (first, first))
            if place < len(taken) and taken[place][0] < last:
                end = last
                continue
            clause = self.clause((mark, mark + 1))
            if DONE.search(self.text, clause[0], mark) or _THEN_DONE.match(self.text, clause[1]):
                continue
            end = last
            label = _LABEL.match(self.text, mark)
            yield self.promise((label.end() if label else self.after_marker(clause[0]), last), None)

    def after_marker(self, first: int) -> int:
        marker = _MEASURE_MARKER.match(self.text, first)
        return marker.end() if marker else first

    def clause(self, span: Span) -> Span:
        """The stretch between clause marks that holds the span, within its sentence."""
        first, last = self.sentences.bounds(span[0])
        for mark in BREAK.finditer(self.text, max(first, span[0] - _LONGEST_CLAUSE), span[0]):
            first = mark.end()
        return max(first, span[0] - _LONGEST_CLAUSE), self.clause_end(span[1], last)

    def clause_end(self, offset: int, last: int) -> int:
        last = min(last, offset + _LONGEST_CLAUSE)
        mark = BREAK.search(self.text, offset, last)
        return mark.start() if mark else last

    def promise(self, span: Span, found: DateRange | None, *, is_deadline: bool = False) -> Promise:
        first, last = span
        words = self.text[first:last]
        first += len(words) - len(words.lstrip(" \t\n,、"))
        last = max(first, last - (len(words) - len(words.rstrip(_FINAL))))
        if self.text[last - 1 : last] == ")" and "(" not in words:
            last -= 1
        due, due_text = (found.last, found.text) if found else (None, None)
        return Promise(self.text[first:last], due, due_text, (first, last), is_deadline)


def _holds(spans: Sequence[Span], offset: int) -> bool:
    place = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return place >= 0 and spans[place][0] <= offset < spans[place][1]
