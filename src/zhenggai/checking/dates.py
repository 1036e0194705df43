"""Dates that stand where they should not: before the feedback, going back, stale, or ambiguous."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from zhenggai.checking.indexed import Indexed, Placed
from zhenggai.checking.registry import RULES, Finding
from zhenggai.checking.wording import FUTURE, begins_clause, is_point
from zhenggai.domain.report import DateRange, Measure, Span

_STALE_AFTER = 90
_GAP = 2
_NOT_AN_ACT = ("对", "自", "从", "比", "较", "据", "于", "的", "前", "原")
_WRITTEN_END = ("底", "末", "日", "号")
_FESTIVALS = ("春节前", "元旦前", "春节之前", "元旦之前", "年关前")
_REPORTED = ("通报", "公布", "发布", "公示")


@RULES.rule(
    "date.before_feedback",
    severity="warning",
    title="措施日期早于反馈日",
    explanation="措施写的是反馈之前发生的事。边巡边改和既往工作可以写，但要标明，不得计入反馈之后的整改成效；反馈前已办结的，说明为何仍被反馈。",
    source="X11 D-01 D-02 D-03",
)
def find_before_feedback(indexed: Indexed) -> Iterator[Finding]:
    """Acts of a problem's measures that were over before the feedback; one doubt per problem."""
    feedback = indexed.report.header.feedback_date
    if feedback is None:
        return
    for place, group in groupby(indexed.dated, key=lambda dated: dated[0]):
        acts = [d for _, _, dates in group for d in dates if d.last < feedback and _is_act(indexed, d)]
        if acts:
            texts = "、".join(found.text for found in acts)
            message = f"{place.name}的{texts}早于反馈日{feedback.isoformat()}，请标注既往工作或边巡边改"
            yield Finding(message, acts[0].span)


@RULES.rule(
    "date.order",
    severity="info",
    title="日期前后颠倒",
    explanation="同一问题里先写后发生的事、再写先发生的事。核对日期是否写错；没写错的，按时间顺序排更清楚。",
    source="D-02",
)
def find_disorder(indexed: Indexed) -> Iterator[Finding]:
    """Acts told out of their order, within one measure or by two neighbours that both begin with a date."""
    last: tuple[Placed, Measure, DateRange] | None = None
    for place, measure, dates in indexed.dated:
        acts = [d for d in dates if _tells_when(indexed, d, measure) and _is_act(indexed, d)]
        leads = bool(acts) and _leads(indexed, measure, acts[0])
        if last and leads and last[0] is place and last[1].span[1] + _GAP >= measure.span[0]:
            acts = [last[2], *acts]
        yield from _going_back(place, acts)
        last = (place, measure, acts[-1]) if leads and len(dates) == 1 else None


@RULES.rule(
    "date.period_open",
    severity="warning",
    title="统计期未满就有数字",
    explanation="所说的统计期在通报那天（或公开那天）还没有结束。核对统计口径和截止日。",
    source="D-09 X26",
)
def find_open_periods(indexed: Indexed) -> Iterator[Finding]:
    """Months or quarters reported on before their end."""
    for place, measure, dates in indexed.dated:
        told: DateRange | None = None
        for found in dates:
            if found.first == found.last and begins_clause(indexed.text, found.span[0], start=_body(measure)):
                told = found
            elif told and told.first < found.last and _reported_on(indexed, told, found, measure.span):
                yield Finding(
                    f"{place.name}在{told.text}通报{found.text}的情况，当时{found.text}还没有结束", found.span
                )
            elif found.first <= indexed.published < found.last and is_point(found) and _as_of(indexed, found):
                yield Finding(f"{place.name}截至{found.text}，但公开时还没有到期末，请核对截止日", found.span)


@RULES.rule(
    "date.stale",
    severity="info",
    title="数据陈旧",
    explanation="“截至”的日期距公开已超过90天（只写到月的，从该月第一天算起）。更新到最近，或说明为何只有旧数据。",
    source="D-11 D-12 X26",
)
def find_stale(indexed: Indexed) -> Iterator[Finding]:
    """Figures as of a day long before publication."""
    feedback = indexed.report.header.feedback_date
    for place, _, dates in indexed.dated:
        for found in dates:
            if not _as_of(indexed, found) or (feedback and found.last < feedback):
                continue
            since = found.last if found.text.endswith(_WRITTEN_END) else found.first
            if (indexed.published - since).days > _STALE_AFTER:
                yield Finding(f"{place.name}的数据截至{found.text}，距公开已超过{_STALE_AFTER}天，请更新", found.span)


@RULES.rule(
    "date.ambiguous",
    severity="info",
    title="日期有歧义",
    explanation="如“本年度春节前”：公开时当年春节已过，可能指下一年。写明年月日。",
    source="D-10 C08",
)
def find_ambiguous(indexed: Indexed) -> Iterator[Finding]:
    """Festivals as deadlines without a printed year."""
    for word in _FESTIVALS:
        place = indexed.text.find(word)
        while place >= 0:
            lead = indexed.text[max(0, place - 6) : place]
            if not any(character.isdigit() for character in lead):
                yield _ambiguous(indexed, place, word, lead)
            place = indexed.text.find(word, place + len(word))


def _ambiguous(indexed: Indexed, place: int, word: str, lead: str) -> Finding:
    prefix = next((text for text in ("本年度", "今年", "本年", "年度") if lead.endswith(text)), "")
    message = f"{indexed.place_of(place)}的“{prefix}{word}”没有写明是哪一年，请写明年月日"
    return Finding(message, (place - len(prefix), place + len(word)))


def _is_act(indexed: Indexed, found: DateRange) -> bool:
    """True for a day or month on which something was done: no title, comparison or plan."""
    first = found.span[0]
    if not is_point(found) or found.first > indexed.published or indexed.text[first - 1 : first] in _NOT_AN_ACT:
        return False
    return not indexed.in_title(first)


def _tells_when(indexed: Indexed, found: DateRange, measure: Measure) -> bool:
    """True where the date opens its clause and the clause is no plan."""
    if not begins_clause(indexed.text, found.span[0], start=_body(measure)):
        return False
    return not FUTURE.match(indexed.text[found.span[1] : found.span[1] + 12].lstrip(",前底"))


def _leads(indexed: Indexed, measure: Measure, found: DateRange) -> bool:
    """True where the measure begins with this date and its year is printed."""
    return "年" in found.text and indexed.text[_body(measure) : found.span[0]].strip(",、:在于 ") == ""


def _body(measure: Measure) -> int:
    return measure.span[0] + len(measure.marker or "")


def _going_back(place: Placed, told: list[DateRange]) -> Iterator[Finding]:
    for before, after in pairwise(told):
        if after.last < before.first:
            yield Finding(f"{place.name}先写{before.text}、后写{after.text}，前后颠倒，请核对", after.span)


def _reported_on(indexed: Indexed, told: DateRange, found: DateRange, inside: Span) -> bool:
    if found.first == found.last or found.first > told.last or (found.last - found.first).days > 200:
        return False
    if indexed.sentence(told.span, inside=inside)[1] < found.span[0]:
        return False
    return indexed.text[max(told.span[1], found.span[0] - 4) : found.span[0]].endswith(_REPORTED)


def _as_of(indexed: Indexed, found: DateRange) -> bool:
    lead = indexed.text[max(0, found.span[0] - 2) : found.span[0]]
    return lead in ("截至", "截止") and any(character.isdigit() for character in found.text)
