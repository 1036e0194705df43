"""How alike two texts are, and whether a report says anything that the one before it did not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

# Reports above this measure are the same report.
SAME_ABOVE = 0.9
# Up to here texts are compared character by character, beyond it by the pairs of characters they are made of.
SHORT = 200

FigureKey = tuple[Decimal, str]

_IDLE = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?|[〇零一二两三四五六七八九十百千万亿]{2,}")


@dataclass(frozen=True, slots=True)
class Told:
    """What a report tells: its words, and its figures as value and unit."""

    words: str
    figures: tuple[FigureKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two reports are. `measure` goes from 0 to 1, figures left out; `moved` says whether a figure changed."""

    measure: float
    moved: bool

    @property
    def same(self) -> bool:
        """Whether the second report says nothing new."""
        return self.measure > SAME_ABOVE and not self.moved


def same_as_before(previous: Told | None, now: Told) -> Likeness:
    """How alike a report is to the one before it; a first report is like none."""
    if previous is None:
        return Likeness(0.0, moved=False)
    moved = Counter(previous.figures) != Counter(now.figures)
    return Likeness(likeness_of(masked(previous.words), masked(now.words)), moved=moved)


def masked(text: str) -> str:
    """The text with every number written as one sign, so that a new figure alone does not make it another text."""
    return _DIGITS.sub("#", text)


def likeness_of(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1; blanks and punctuation do not count."""
    first, second = _plain(one), _plain(other)
    if first == second:
        return 1.0 if first else 0.0
    if max(len(first), len(second)) <= SHORT:
        return SequenceMatcher(None, first, second, autojunk=False).ratio()
    return _shared(_pairs(first), _pairs(second))


def _plain(text: str) -> str:
    return "".join(part for part in _IDLE.split(text.replace("#", "数")) if part)


def _pairs(text: str) -> Counter[str]:
    return Counter(text[place : place + 2] for place in range(len(text) - 1))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
