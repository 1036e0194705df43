"""An entry of somebody's own ledger against the task that it speaks of, field by field and measure by measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhenggai.domain.alike import likeness_of
from zhenggai.domain.ledger_sheets.entries import TASK_FIELDS, Entry, SheetMeasure
from zhenggai.domain.workbooks.base import RefusedCell
from zhenggai.domain.workbooks.cells import narrow
from zhenggai.domain.workbooks.merging import State

SAME_MEASURE = 0.55
NEW = "+"
_MEASURE_FIELDS = ("text", "unit", "deadline")


@dataclass(frozen=True, slots=True)
class OwnMeasure:
    """A measure as the ledger has it."""

    id: int
    place: int
    text: str
    unit: str = ""
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a ledger's entry says: of the task (`measure` None), of a measure, or of one that is new (0).

    `number` counts the new measures from 1; `place` is where the measure stands in the task.
    """

    field: str
    theirs: str
    ours: str = ""
    measure: int | None = None
    number: int = 0
    place: int = 0

    @property
    def name(self) -> str:
        """What it is called where earlier ledgers are remembered."""
        return self.field if self.measure is None else f"{self.field}:{self.measure or f'{NEW}{self.number}'}"

    @property
    def differs(self) -> bool:
        """Whether both say something else; how a text is broken and spaced does not count."""
        return same_words(self.theirs) != same_words(self.ours)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an entry means for its task: its state, and what differs with what an earlier ledger said of it.

    `matched` names for each measure of the entry the task's own that says the same, None where none does.
    """

    state: State
    told: tuple[Told, ...] = ()
    base: Mapping[str, str] | None = None
    refused: tuple[RefusedCell, ...] = ()
    matched: tuple[int | None, ...] = ()

    @property
    def differences(self) -> tuple[Told, ...]:
        """What differs."""
        return tuple(one for one in self.told if one.differs)


def weigh(entry: Entry, *, ours: Mapping[str, str], measures: Sequence[OwnMeasure], base: Mapping[str, str]) -> Weighed:
    """Compare; `base` is what an earlier ledger brought, by which it is known which side has changed since.

    What an entry leaves empty is nowhere erased, and a measure that it does not name stays.
    """
    own = _matched(entry.measures, measures)
    told = (*_of_task(entry, ours), *_of_measures(entry.measures, own))
    matched = tuple(one.id if one else None for one in own)
    state: State = "refused" if entry.refused else _state([one for one in told if one.differs], base)
    return Weighed(state, told, base, entry.refused, matched)


def _state(differing: Sequence[Told], base: Mapping[str, str]) -> State:
    if not differing:
        return "unchanged"
    filled = [one for one in differing if one.ours]
    if any(same_words(base.get(one.name, "")) != same_words(one.ours) for one in filled):
        return "conflict"
    return "changed" if filled else "new"


def _of_task(entry: Entry, ours: Mapping[str, str]) -> list[Told]:
    return [Told(name, entry.values[name], ours.get(name, "")) for name in TASK_FIELDS if entry.values.get(name)]


def _of_measures(theirs: Sequence[SheetMeasure], matched: Sequence[OwnMeasure | None]) -> list[Told]:
    found: list[Told] = []
    number = 0
    for one, own in zip(theirs, matched, strict=True):
        if own is None:
            number += 1
            values = ((name, getattr(one, name)) for name in _MEASURE_FIELDS)
            found.extend(Told(name, text, measure=0, number=number) for name, text in values if text)
        else:
            values = ((name, getattr(one, name)) for name in _MEASURE_FIELDS)
            found.extend(Told(name, text, getattr(own, name), own.id, place=own.place) for name, text in values if text)
    return found


def _matched(theirs: Sequence[SheetMeasure], ours: Sequence[OwnMeasure]) -> list[OwnMeasure | None]:
    """For each measure the task's own that says the same or nearly; the most alike find each other first."""
    scores = sorted(
        (
            (score, -first, -second)
            for first, one in enumerate(theirs)
            for second, own in enumerate(ours)
            if (score := likeness_of(one.text, own.text)) >= SAME_MEASURE
        ),
        reverse=True,
    )
    found: list[OwnMeasure | None] = [None] * len(theirs)
    used: set[int] = set()
    for _score, first, second in scores:
        if found[-first] is None and -second not in used:
            found[-first] = ours[-second]
            used.add(-second)
    return found


def same_words(text: str) -> str:
    """A text by which it is known whether two say the same: without blanks and the sign at its end."""
    return narrow(text).rstrip("。.;,")
