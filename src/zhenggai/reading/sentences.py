"""Where sentences begin and end: one index that every grammar shares."""

from __future__ import annotations

import re
from bisect import bisect_right

from zhenggai.domain.report import Span

_END = re.compile(r"[。!?\n]")


class Sentences:
    """The sentence ends of one text; a line break ends a sentence, a semicolon does not."""

    __slots__ = ("_ends", "_length")

    def __init__(self, text: str) -> None:
        self._ends = [match.end() for match in _END.finditer(text)]
        self._length = len(text)

    def bounds(self, offset: int) -> Span:
        """First and past-last character of the sentence that holds `offset`, its end mark included."""
        place = bisect_right(self._ends, offset)
        first = self._ends[place - 1] if place else 0
        last = self._ends[place] if place < len(self._ends) else self._length
        return first, last
