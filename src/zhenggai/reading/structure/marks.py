"""Every place of a text where a measure may begin: 一是, 第一, 首先, ①, (1), 1. after a full stop or at a line's front."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from zhenggai.domain.numbering import label_value
from zhenggai.domain.report import Span

_HANZI = "[一二三四五六七八九十]{1,3}"
_QUOTE_REACH = 300
_CANDIDATE = re.compile(
    # The first character is one class, so that the scan skips quickly to the next place.
    rf"""[。;:!?\n\t①-⑳](?:(?<=[①-⑳])(?P<circled>)[、.]?
    | (?<![①-⑳])[” ]{{0,2}}(?=[一二三四五六七八九十第首其再最当长立建其(\d])(?:
      (?P<shi>{_HANZI}是)(?!一|否)[,:]?
    | (?P<ordinal>第{_HANZI})[,、:]
    | (?P<word>首先|其次|再次|再者|最后)[,:]
    | (?P<item>其{_HANZI})[,、:]
    | (?P<dual>当下改|长久立|立行立改|建章立制)[:,]
    | (?P<paren>\(\d{{1,2}}\))[、.]?
    | (?P<decimal>\d{{1,2}}\s?(?:\.(?!\d)|、(?!\d{{1,3}}(?:[、.月日号项至到-]|$))))
    | (?P<close>\d{{1,2}}[.、])(?=\d)
    | (?P<hanzi_paren>\({_HANZI}\))[、.]?
    | (?P<yao>{_HANZI}要)(?!求|素|点|害|闻|领|义)
    ))""",
    re.VERBOSE,
)
_DASH = re.compile(r"\n(?P<marker>——?|--?|[•●■◆▪·])(?!\d)\s?")
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "当下改": 1, "长久立": 2, "立行立改": 1, "建章立制": 2}
LAST = 99


class Mark(NamedTuple):
    """A possible marker: its family, what it counts, the span of the marker and where its text begins."""

    family: str
    marker: str
    value: int
    start: int
    end: int
    before: str
    # 3. with a digit behind it is a marker only where 2. has gone before: 3.3个项目, and never 1.5公里.
    is_close: bool

    @property
    def opens_line(self) -> bool:
        """Whether nothing stands before the marker on its line or in its cell."""
        return self.before in "\n\t"


class Marks:
    """All possible markers of one text, in order, outside “…” and 《…》; half a pair of quotes is no pair."""

    __slots__ = ("_marks", "_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._marks: list[Mark] = []
        # The first line has no line break before it: scan it behind one of our own.
        scanned = "\n" + text
        for match in _CANDIDATE.finditer(scanned):
            mark = _mark(match, -1)
            if mark is not None and not _is_quoted(text, mark.start):
                self._marks.append(mark)
        self._starts = [mark.start for mark in self._marks]

    def within(self, regions: Sequence[Span]) -> list[Mark]:
        """The possible markers that stand in these regions."""
        starts = self._starts
        found: list[Mark] = []
        for first, last in regions:
            place = bisect_left(starts, first)
            if place == len(starts) or starts[place] != first:
                found.extend(self._opening(first, last))
            found.extend(self._marks[place : bisect_left(starts, last)])
        return found

    def _opening(self, first: int, last: int) -> list[Mark]:
        """A marker at the very front of a region, whatever stands before it."""
        match = _CANDIDATE.match("\n" + self._text[first : min(last, first + 12)])
        mark = _mark(match, first - 1) if match else None
        return [mark] if mark else []

    def dashes(self, regions: Sequence[Span]) -> list[Mark]:
        """Lines of these regions that a dash or a bullet opens."""
        text = self._text
        found: list[Mark] = []
        for first, last in regions:
            scanned = "\n" + text[first:last]
            found.extend(
                Mark("dash", m["marker"], 0, first + m.start("marker") - 1, first + m.end() - 1, "\n", False)
                for m in _DASH.finditer(scanned)
            )
        return found


def _mark(match: re.Match[str], shift: int) -> Mark | None:
    """The mark of a match, its offsets moved by `shift`."""
    family = match.lastgroup or ""
    start = match.start() if family == "circled" else match.start(family)
    marker = match.string[start] if family == "circled" else match[family]
    value = _value(marker)
    if value is None:
        return None
    is_close = family == "close"
    before = match.string[match.start() - (family == "circled")]
    return Mark("decimal" if is_close else family, marker, value, start + shift, match.end() + shift, before, is_close)


def _is_quoted(text: str, offset: int) -> bool:
    """Whether an offset lies inside “…” or 《…》 of one line; half a pair is no pair."""
    reach = max(0, offset - _QUOTE_REACH)
    for opening, closing in ("“”", "《》"):
        first = text.rfind(opening, reach, offset)
        if first >= 0 and text.rfind(closing, first, offset) < 0 and text.rfind("\n", first, offset) < 0:
            last = text.find(closing, offset, offset + _QUOTE_REACH)
            stops = [at for at in (text.find("\n", offset, last), text.find(opening, offset, last)) if at >= 0]
            if last >= 0 and not stops:
                return True
    return False


def _value(marker: str) -> int | None:
    if marker == "最后":
        return LAST
    return _WORDS.get(marker) or label_value(marker.strip("第是要其()、. "))
