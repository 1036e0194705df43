"""The ledger as it was: rows that pages of a past instant get."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.domain.lights import Light
from zhenggai.domain.past_overview import PastOverview
from zhenggai.ledger.shapes.cycles import CycleRow


@dataclass(frozen=True, slots=True)
class PastMeasure:
    """A measure as it stood."""

    text: str
    unit: str
    deadline: date | None
    deliverable: str


@dataclass(frozen=True, slots=True)
class PastTask:
    """A task as it stood at an instant."""

    id: int
    number: int
    problems: tuple[str, ...]
    title: str
    kind_name: str
    state_name: str
    light: Light
    leader: str
    unit: str
    co_units: str
    person: str
    deadline: date | None
    target: str
    standard: str
    measures: tuple[PastMeasure, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many tasks were so."""

    word: str
    count: int


@dataclass(frozen=True, slots=True)
class PastLedger:
    """A round at an instant: `entry` is the last one written by then, None where nothing was."""

    cycle: CycleRow
    at: datetime
    entry: int | None
    came: datetime | None
    tasks: tuple[PastTask, ...]
    states: tuple[Count, ...]
    lights: tuple[tuple[Light, int], ...]
    overview: PastOverview


@dataclass(frozen=True, slots=True)
class FactThen:
    """One fact at two instants."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs of one task between two instants; it may have come or gone."""

    task_id: int
    number: int
    title: str
    came: bool
    went: bool
    facts: tuple[FactThen, ...]
