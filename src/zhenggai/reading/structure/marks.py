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
    rf"""[。;:!?\n\t][” ]{{0,2}}(?=[一二三四五六七八九十第首其再最①-⑳(\d])(?:
      (?P<shi>{_HANZI}是)(?!一|否)[,:]?
    | (?P<ordinal>第{_HANZI})[,、:]
    | (?P<word>首先|其次|再次|再者|最后)[,:]
    | (?P<circled>[①-⑳])[、.]?
    | (?P<paren>\(\d{{1,2}}\))[、.]?
    | (?P<decimal>\d{{1,2}}\s?(?:\.(?!\d)|、(?!\d{{1,3}}(?:[、.月日号项至到-]|$))))
    | (?P<hanzi_paren>\({_HANZI}\))[、.]?
    | (?P<yao>{_HANZI}要)(?!求|素|点|害|闻|领|义)
    )""",
    re.VERBOSE,
)
_DASH = re.compile(r"\n(?P<marker>——?|--?|[•●■◆▪·])(?!\d)\s?")
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3}
LAST = 99


class Mark(NamedTuple):
    """A possible marker: its family, what it counts, the span of the marker and where its text begins."""

    family: str
    marker: str
    value: int
    start: int
    end: int
    opens_line: bool
    before: str


class Marks:
    """All possible markers of one text, in order, outside “…” and 《…》; half a pair of quotes is no pair."""

    __slots__ = ("_marks", "_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._marks: list[Mark] = []
        # The first line has no line break before it: scan it behind one of our own.
        scanned = "\n" + text
        for match in _CANDIDATE.finditer(scanned):
            family = match.lastgroup or ""
            start = match.start(family) - 1
            if _is_quoted(text, start):
                continue
            value = _value(match[family])
            if value is not None:
                before = match.group()[0]
                self._marks.append(Mark(family, match[family], value, start, match.end() - 1, before in "\n\t", before))
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
        if match is None or (value := _value(match[family := match.lastgroup or ""])) is None:
            return []
        return [Mark(family, match[family], value, first, first + match.end() - 1, True, "\n")]

    def dashes(self, regions: Sequence[Span]) -> list[Mark]:
        """Lines of these regions that a dash or a bullet opens."""
        text = self._text
        found: list[Mark] = []
        for first, last in regions:
            scanned = "\n" + text[first:last]
            found.extend(
                Mark("dash", m["marker"], 0, first + m.start("marker") - 1, first + m.end() - 1, True, "\n")
                for m in _DASH.finditer(scanned)
            )
        return found


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
    return _WORDS.get(marker) or label_value(marker.strip("第是要()、. "))
