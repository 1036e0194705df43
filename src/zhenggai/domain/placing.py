"""Which node of an outline a place in the text belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Generic, TypeVar

from zhenggai.domain.report import Span

T = TypeVar("T")
# Ranges nest only where a person added a problem inside another; so few need looking back over.
LOOK_BACK = 16
CLAUSE_MARKS = ",;。:!?()\n"
_MARKER = re.compile(r"^(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十]+|\d+[.、])")


class Places(Generic[T]):
    """Ranges of a text with what stands there."""

    __slots__ = ("_firsts", "_ranges")

    def __init__(self, ranges: Iterable[tuple[Span, T]]) -> None:
        self._ranges = sorted(ranges, key=lambda pair: (pair[0][0], -pair[0][1]))
        self._firsts = [span[0] for span, _ in self._ranges]

    def find(self, span: Span) -> T | None:
        """What stands around the beginning of `span`, the innermost first; None where nothing does."""
        first = span[0]
        place = bisect_right(self._firsts, first)
        for (_, last), thing in reversed(self._ranges[max(0, place - LOOK_BACK) : place]):
            if first < last:
                return thing
        return None


def clause_before(text: str, at: int, *, longest: int = 40) -> str:
    """The words of the clause that lead up to character `at`, at most `longest` of them and without a measure's marker."""
    lead = text[max(0, at - longest) : at]
    cut = max(lead.rfind(mark) for mark in CLAUSE_MARKS)
    return _MARKER.sub("", lead[cut + 1 :].strip())
