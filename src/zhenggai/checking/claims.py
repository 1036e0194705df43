"""Claims that go further than the text can carry: the future as done, a promise without a date, all without a count."""

from __future__ import annotations

from collections.abc import Iterator

from zhenggai.checking.indexed import Indexed
from zhenggai.checking.registry import RULES, Finding
from zhenggai.checking.wording import DONE, FUTURE
from zhenggai.domain.report import DateRange, Measure, Span

_COVERAGE = ("全部", "均已", "都已", "全覆盖", "无一遗漏")
_SHOWN = 30


@RULES.rule(
    "claim.future_done",
    severity="warning",
    title="未来的事写成已完成",
    explanation="日期在公开日之后，却写成已经完成；或者标为已完成的问题里还有以后才做的措施。改为承诺并写明期限，或更正日期。",
    source="X12",
)
def find_future_done(indexed: Indexed) -> Iterator[Finding]:
    """Acts told as done on a day that was still to come, and done problems with acts to come."""
    for place, measure, dates in indexed.dated:
        for found in dates:
            if found.first > indexed.published and _told_as_done(indexed, found, measure):
                day = indexed.published.isoformat()
                yield Finding(f"{place.name}把{found.text}的事写成已完成，而公开日是{day}，请核对", found.span)
    for place in indexed.leaves:
        if place.problem.state == "done":
            for promise in indexed.promises_in(place.problem.span)[:1]:
                text = _short(promise.text)
                yield Finding(f"{place.name}标为已完成，却还有要做的事：“{text}”，请核对状态", promise.span)


@RULES.rule(
    "promise.undated",
    severity="info",
    title="承诺没有期限",
    explanation="说了以后要做的事，没有写到什么时候做完。补上期限，才能跟踪兑现。",
    source="A-8",
)
def find_undated(indexed: Indexed) -> Iterator[Finding]:
    """Promises inside a problem that state no time."""
    for place in indexed.leaves:
        for promise in indexed.promises_in(place.problem.span):
            if promise.due is None:
                yield Finding(f"{place.name}的“{_short(promise.text)}”没有期限，请补上", promise.span)


@RULES.rule(
    "claim.coverage",
    severity="info",
    title="说“全部”却没有总数",
    explanation="用了全部、均已、全覆盖、应统尽统一类的词，同一句里没有任何数目。写明总共多少、做到多少，并备好名册。",
    source="X17 C12",
)
def find_coverage(indexed: Indexed) -> Iterator[Finding]:
    """Coverage claims in sentences without any figure."""
    for word, span in _coverage_words(indexed.text):
        around = indexed.measure_at(span[0])
        if around is None:
            continue
        place, measure = around
        sentence = indexed.sentence(span, inside=measure.span)
        if not any(q.kind in ("count", "ratio") and q.span != span for q in indexed.quantities_in(sentence)):
            yield Finding(f"{place.name}说“{word}”，这一句没有写总数，请写明总数和完成数", span)


def _coverage_words(text: str) -> Iterator[tuple[str, Span]]:
    for word in _COVERAGE:
        place = text.find(word)
        while place >= 0:
            yield word, (place, place + len(word))
            place = text.find(word, place + len(word))
    place = text.find("尽")
    while place >= 0:
        if text[place - 2 : place - 1] == "应":
            yield text[place - 2 : place + 2], (place - 2, place + 2)
        place = text.find("尽", place + 1)


def _told_as_done(indexed: Indexed, found: DateRange, measure: Measure) -> bool:
    first, last = indexed.sentence(found.span, inside=measure.span)
    if "前" in found.text or FUTURE.search(indexed.text, first, last):
        return False
    return DONE.search(indexed.text, found.span[1], last) is not None


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
