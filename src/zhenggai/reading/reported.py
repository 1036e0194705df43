"""Reading what a unit reports: the figures in it, the days, and words of things still to come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from zhenggai.domain.report import DateRange, Quantity
from zhenggai.reading.normal import normal_characters
from zhenggai.reading.quantities import find_quantities
from zhenggai.reading.references import find_references, inside, title_spans
from zhenggai.reading.tense import FUTURE, is_done, is_taking
from zhenggai.reading.times import find_dates

# 正在 is no promise in a report about others, but somebody who says it has not finished.
_UNDER_WAY = re.compile(r"正在|尚在|有待|待(?=[^,。;:\n]{1,10}(?:后|完成|批复|验收|确认))")


@dataclass(frozen=True, slots=True)
class ReadText:
    """What was found in a text that somebody typed."""

    figures: tuple[Quantity, ...]
    dates: tuple[DateRange, ...]
    ahead: tuple[str, ...]


def read_text(text: str, *, today: date, feedback: date | None) -> ReadText:
    """Read a short text; `today` and `feedback` give years to days that have none."""
    plain = normal_characters(text)
    dates = find_dates(plain, published=today, feedback=feedback, today=today, scopes=())
    taken = sorted([*(found.span for found in dates), *(found.span for found in find_references(plain))])
    return ReadText(find_quantities(plain, taken=taken), dates, _ahead(plain))


def _ahead(text: str) -> tuple[str, ...]:
    """The words that speak of what is still to come, each once; titles of documents do not speak."""
    titles = title_spans(text)
    marks = [
        *(mark for mark in FUTURE.finditer(text) if not is_taking(text, mark)),
        *(mark for mark in _UNDER_WAY.finditer(text) if not is_done(text, mark.span())),
    ]
    found = sorted(mark.span() for mark in marks if not inside(titles, mark.start()))
    return tuple(dict.fromkeys(text[first:last] for first, last in found))
