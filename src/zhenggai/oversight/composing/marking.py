"""Texts of the ledger with every figure in them as a field, bound to the figure that the ledger keeps of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from zhenggai.domain.papers.words import FigureField, Words, joined
from zhenggai.domain.papers.writing import full_width
from zhenggai.reading.normal import normal_characters
from zhenggai.reading.reported import read_text


@dataclass(frozen=True, slots=True)
class Marker:
    """Finds figures in texts; `known` are those that the ledger keeps of the task."""

    today: date
    feedback: date | None
    known: tuple[FigureField, ...] = ()

    def with_known(self, known: Iterable[FigureField]) -> Marker:
        """The same for a task that has these figures."""
        return replace(self, known=tuple(known))

    def mark(self, text: str, *, key: str, source: str, as_of: date | None = None, task: int | None = None) -> Words:
        """The text with its figures as fields; one that the ledger does not keep is traced to the text itself."""
        bare = one_paragraph(text)
        if not bare or len(normal_characters(bare)) != len(bare):
            return (bare,) if bare else ()
        found: Words = ()
        done = 0
        for place, quantity in enumerate(read_text(bare, today=self.today, feedback=self.feedback).figures, start=1):
            first, last = quantity.span
            written = bare[first:last]
            value = format(quantity.value, "f")
            own = FigureField(f"{key}/{place}", written, value, quantity.unit, source, as_of=as_of, task=task)
            found = joined(found, bare[done:first], self._bound(own) or own)
            done = last
        return joined(found, bare[done:])

    def _bound(self, own: FigureField) -> FigureField | None:
        same = (
            field for field in self.known if (field.value, field.unit, field.text) == (own.value, own.unit, own.text)
        )
        return next(same, None)


def one_paragraph(text: str) -> str:
    """The text in one line; what stood on lines of its own becomes a sentence of its own."""
    lines = [line.strip() for line in full_width(text).splitlines() if line.strip()]
    return "".join(line if line[-1] in "。；！？，、：;" or line is lines[-1] else f"{line}。" for line in lines)
