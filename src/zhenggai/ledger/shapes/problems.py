"""Rows of a problem's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zhenggai.domain.lights import Light
from zhenggai.domain.relations.equations import Kind as EquationKind
from zhenggai.domain.report import Severity, Span
from zhenggai.domain.states import LedgerState
from zhenggai.journal.queries import Timeline
from zhenggai.ledger.shapes.cycles import CycleRow, ProblemLink, PromiseRow


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure of a task."""

    id: int
    position: int
    marker: str | None
    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A task on the page of its problem, by its own number."""

    id: int
    number: int
    kind_name: str
    state: LedgerState
    state_name: str
    leader: str
    unit: str
    deadline: date | None
    deadline_text: str
    days_left: int | None
    light: Light
    measures: tuple[MeasureRow, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure as printed, its value and unit, and the clause that says what it counts.

    One that was stated or computed later has no `span`; `term` and `definition` are those of the dictionary, `until` is
    its day or the last of its period, and `superseded` are the figures that it took the place of, newest first.
    """

    id: int
    text: str
    value: str
    unit: str
    kind: str
    approximate: bool
    bound: Literal["min", "max"] | None
    scope: str
    measure: int | None
    span: Span | None
    source: str = "text"
    source_name: str = "原文"
    origin: str = ""
    term: str = ""
    definition: str = ""
    since: date | None = None
    until: date | None = None
    task_id: int | None = None
    entered_by: str = ""
    entered_at: datetime | None = None
    word: str = ""
    broken: bool = False
    superseded: tuple[FigureRow, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationRow:
    """An equation recomputed: `mark` is ✔, ✘ or, where it cannot be computed, ？; `wording` reads 9638 = 8641 + 997."""

    id: int
    kind: EquationKind
    kind_name: str
    wording: str
    stated: str
    computed: str
    holds: bool | None
    mark: str
    figure_ids: tuple[int, ...]
    task_id: int | None = None
    figures: tuple[FigureRow, ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """A doubt on a problem, with the words it points at."""

    id: int
    rule: str
    severity: Severity
    message: str
    span: Span | None
    quoted: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of the source text; `marked` where it is the problem's own."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """All that the page of a problem needs; its wording is locked since adoption."""

    id: int
    cycle: CycleRow
    aspect: str
    number: str
    label: str | None
    title: str
    description: str | None
    parent: str | None
    responsible: tuple[str, ...]
    extra: tuple[tuple[str, str], ...]
    tasks: tuple[TaskCard, ...]
    figures: tuple[FigureRow, ...]
    relations: tuple[RelationRow, ...]
    promises: tuple[PromiseRow, ...]
    doubts: tuple[DoubtRow, ...]
    passages: tuple[Passage, ...]
    previous: ProblemLink | None
    following: ProblemLink | None
    timeline: Timeline
