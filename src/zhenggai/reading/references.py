"""What a text cites: titles in 《…》 and document numbers such as 东昌发〔2023〕5号."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from zhenggai.domain.report import Reference, Span

_LONGEST_TITLE = 200
_PLAIN_TITLE = re.compile(r"《[^《》\n]{0,198}》")
_MARK = re.compile(r"[《》\n]")
_YEAR_IN_BRACKETS = re.compile(r"[〔\[(【〈](?=(?:19|20)[0-9]{2} ?[〕\])】〉] ?(?:第 ?)?[0-9]{1,5} ?号)")
_NUMBER_REST = re.compile(r"[〔\[(【〈](?:19|20)[0-9]{2} ?[〕\])】〉] ?(?:第 ?)?[0-9]{1,5} ?号")
_ISSUER = re.compile(r"[一-鿿]{1,12}(?:\([一-鿿]{1,4}\)[一-鿿]{1,4})? ?$")
_LONGEST_ISSUER = 24
# Words that lead up to an issuer's code and are no part of it.
_LEAD_IN = re.compile(
    r".*(?:根据|按照|依据|依照|遵照|参照|对照|执行|贯彻|落实|印发了?|下发了?|制发了?|转发了?|发布了?|出台了?|作出了?|出具了?|收到了?|文号为?|文件|"
    r"通过了?|修订了?|修改了?|制定了?|废止了?|撤销了?|替代|取代|详见|参见|以及|[以和与及见按据在由为的了])"
)
# Round brackets also hold plain years, so that there the code must end like one.
_CODE_END = re.compile(r"[发字函办审文令政党组纪委报巡财整督]$")
_JOINT = re.compile(r"[\s、,(]*\Z")


def title_spans(text: str) -> tuple[Span, ...]:
    """Outermost 《…》 of each line, marks included; a mark without its partner is passed over."""
    plain = [title.span() for title in _PLAIN_TITLE.finditer(text)]
    if len(plain) == text.count("《") == text.count("》"):
        return tuple(plain)
    return _nested_titles(text)


def _nested_titles(text: str) -> tuple[Span, ...]:
    found: list[Span] = []
    opened: list[int] = []
    for mark in _MARK.finditer(text):
        character = mark.group()
        if character == "《":
            opened.append(mark.start())
        elif character == "\n":
            opened.clear()
        elif opened:
            _close(found, opened.pop(), mark.end())
    return tuple(found)


def _close(found: list[Span], first: int, last: int) -> None:
    if last - first > _LONGEST_TITLE:
        return
    while found and found[-1][0] > first:
        found.pop()
    found.append((first, last))


def inside(spans: Sequence[Span], offset: int) -> bool:
    """Whether one of the sorted, disjoint spans holds the offset."""
    place = bisect_right(spans, (offset, offset + _LONGEST_TITLE * 10**6)) - 1
    return place >= 0 and spans[place][0] <= offset < spans[place][1]


def find_references(text: str) -> tuple[Reference, ...]:
    """Every title and document number outside other titles, in the order of the text."""
    titles = title_spans(text)
    found = [Reference(text[a:b], "title", text[a + 1 : b - 1], (a, b)) for a, b in titles if b - a > 2]
    found.extend(_numbers(text, titles))
    return tuple(sorted(found, key=lambda reference: reference.span))


def _numbers(text: str, titles: Sequence[Span]) -> Iterator[Reference]:
    for bracket in _YEAR_IN_BRACKETS.finditer(text):
        rest = _NUMBER_REST.match(text, bracket.start())
        if rest is None or inside(titles, bracket.start()):
            continue
        first = _issuer_start(text, bracket.start())
        if first is None:
            continue
        span = (first, rest.end())
        yield Reference(text[first : rest.end()], "document_number", _neighbour(text, titles, span), span)


def _issuer_start(text: str, bracket: int) -> int | None:
    floor = max(0, bracket - _LONGEST_ISSUER)
    issuer = _ISSUER.search(text[floor:bracket])
    if issuer is None:
        return None
    words = issuer.group().rstrip()
    first = floor + issuer.start()
    if text[bracket] == "(" and not _CODE_END.search(words):
        return None
    if text[first - 1 : first] == "(":
        return first
    lead = _LEAD_IN.match(words)
    return first + lead.end() if lead and lead.end() < len(words) else first


def _neighbour(text: str, titles: Sequence[Span], span: Span) -> str | None:
    """Title that the number follows directly, as in 《…》(X〔2023〕5号), or that follows it."""
    place = bisect_right(titles, span)
    if place:
        first, last = titles[place - 1]
        if span[0] - last <= 3 and _JOINT.fullmatch(text[last : span[0]]):
            return text[first + 1 : last - 1]
    if place < len(titles):
        first, last = titles[place]
        if first - span[1] <= 2 and re.fullmatch(r"\)?(?:文件)?", text[span[1] : first]):
            return text[first + 1 : last - 1]
    return None
