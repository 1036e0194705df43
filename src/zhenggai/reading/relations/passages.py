"""The figures of one sentence, with the words around each: what every rule about relations looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhenggai.domain.report import Quantity
from zhenggai.reading.sentences import Sentences

# A sentence with more figures than this is a table in disguise; it is looked at in pieces, so that work stays linear.
_MOST_FIGURES = 40
_REACH = 40
_MARKS = ",。;:、()\n\t!?"


@dataclass(frozen=True, slots=True)
class Passage:
    """Part of a text with the figures in it: characters `first` to `last`, figures `low` to `high`."""

    text: str
    quantities: Sequence[Quantity]
    first: int
    last: int
    low: int
    high: int

    def lead(self, index: int) -> str:
        """Words of the figure's own clause before it, at most since the figure before."""
        start = self.quantities[index].span[0]
        floor = max(self.first, start - _REACH, self.quantities[index - 1].span[1] if index > self.low else 0)
        return _after_last_mark(self.text[floor:start])

    def gap(self, index: int) -> str:
        """Everything between the figure before and this one; since the passage begins for its first."""
        start = self.quantities[index].span[0]
        floor = self.quantities[index - 1].span[1] if index > self.low else self.first
        return self.text[max(floor, start - 2 * _REACH) : start]

    def tail(self, index: int) -> str:
        """Words of the figure's own clause after it, at most until the next figure."""
        end = self.quantities[index].span[1]
        ceiling = self.quantities[index + 1].span[0] if index + 1 < self.high else self.last
        return _before_first_mark(self.text[end : min(ceiling, end + _REACH)])

    def ends_clause(self, index: int) -> bool:
        """Whether a mark stands between the figure and the next one."""
        return index + 1 >= self.high or any(mark in self.gap(index + 1) for mark in _MARKS)

    def after(self, index: int) -> str:
        """Everything from the figure to the passage's end, bounded."""
        end = self.quantities[index].span[1]
        return self.text[end : min(self.last, end + 2 * _REACH)]


def passages(text: str, quantities: Sequence[Quantity], sentences: Sentences) -> Iterator[Passage]:
    """Cut the text into its sentences that hold figures."""
    low, count = 0, len(quantities)
    while low < count:
        first, last = sentences.bounds(quantities[low].span[0])
        high = low + 1
        while high < count and high - low < _MOST_FIGURES and quantities[high].span[0] < last:
            high += 1
        yield Passage(text, quantities, first, last, low, high)
        low = high


def same_measure(one: Quantity, other: Quantity) -> bool:
    """Whether two figures count the same kind of thing in the same unit."""
    return one.unit == other.unit and one.kind == other.kind


def _after_last_mark(words: str) -> str:
    for place in range(len(words) - 1, -1, -1):
        if words[place] in _MARKS:
            return words[place + 1 :]
    return words


def _before_first_mark(words: str) -> str:
    for place, letter in enumerate(words):
        if letter in _MARKS:
            return words[:place]
    return words
