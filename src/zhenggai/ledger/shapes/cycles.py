"""Rows of cycles and of the dashboard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.domain.burning import Left
from zhenggai.domain.lights import Light
from zhenggai.domain.rates import Rates
from zhenggai.domain.report import Declared, Kind, Severity
from zhenggai.journal.queries import Timeline


@dataclass(frozen=True, slots=True)
class CycleName:
    """A cycle in the switch."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A cycle at the top of its pages."""

    id: int
    title: str
    kind: Kind
    inspected: str | None
    inspector: str | None
    feedback_date: date | None
    published: date | None
    history: bool
    adopted_at: datetime
    adopted_by: str


@dataclass(frozen=True, slots=True)
class CountedCycle(CycleRow):
    """A cycle with what is in it. `done` counts tasks closed out of `tasks`."""

    problems: int
    tasks: int
    done: int


@dataclass(frozen=True, slots=True)
class ProblemLink:
    """A problem named on another page; `number` is as people cite it, such as (一)9."""

    id: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class AspectCounts:
    """One line of the table aspect × state; `states` follows `domain.states.STATES`."""

    aspect_id: int
    name: str
    states: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """Figures of one chart: labels and values side by side, as many of one as of the other."""

    name: str
    title: str
    unit: str
    labels: tuple[str, ...]
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise with the problem it stands under, and how it stands."""

    id: int
    text: str
    due: date | None
    due_text: str | None
    problem_id: int | None
    problem_title: str | None
    days_left: int | None
    state_name: str
    light: Light


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A task and the days left to it."""

    task_id: int
    problem_id: int
    number: str
    title: str
    deadline: date
    days_left: int
    unit: str
    light: Light


@dataclass(frozen=True, slots=True)
class DoubtCounts:
    """The doubts of a round that stand, for the overview."""

    open: int
    blocking: int
    explained: int
    looked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The dashboard of a cycle. `declared` is what the document says about itself, beside what was found."""

    cycle: CycleRow
    declared: Declared
    aspects: tuple[AspectCounts, ...]
    states: tuple[int, ...]
    problems: int
    tasks: int
    measures: int
    figures: int
    deadlines: tuple[DeadlineRow, ...]
    rates: Rates
    late: int
    undated: int
    promises_beyond: tuple[PromiseRow, ...]
    promises_undated: int
    doubts: dict[Severity, int]
    standing: DoubtCounts
    relations_held: int
    relations_broken: int
    without_quantity: tuple[ProblemLink, ...]
    without_quantity_count: int
    charts: tuple[ChartSeries, ...]
    left: tuple[Left, ...]
    timeline: Timeline
