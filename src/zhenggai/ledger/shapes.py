"""What queries answer with: frozen rows of ready values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from zhenggai.domain.lights import Light
from zhenggai.domain.outline import Outline
from zhenggai.domain.report import Declared, Kind, RelationKind, Severity, Span, State
from zhenggai.journal.queries import Timeline

DraftState = Literal["received", "unreadable", "ready", "adopted", "discarded"]
SortKey = Literal["number", "aspect", "state", "unit", "leader", "deadline", "measures", "doubts"]
SORT_KEYS: tuple[SortKey, ...] = ("number", "aspect", "state", "unit", "leader", "deadline", "measures", "doubts")
DeadlineWindow = Literal["late", "10_days", "20_days", "this_month", "this_year", "later", "undated"]
DEADLINE_WINDOWS: dict[DeadlineWindow, str] = {
    "late": "已逾期",
    "10_days": "10 天内",
    "20_days": "20 天内",
    "this_month": "本月内",
    "this_year": "本年内",
    "later": "明年及以后",
    "undated": "无期限",
}


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the list of imports. `fault` is the sentence of an unreadable file."""

    id: int
    name: str
    size: int
    format: str | None
    state: DraftState
    fault: str | None
    received_at: datetime
    received_by: str
    cycle_id: int | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of the text under one node. `key` is the innermost node, `kind` what it is, `doubts` indexes of doubts on it."""

    text: str
    first: int
    key: str | None
    kind: Literal["section", "problem", "measure", "plain"]
    doubts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedDoubt:
    """A doubt with the node it stands on, if any, and the words it points at."""

    index: int
    rule: str
    severity: Severity
    message: str
    span: Span
    key: str | None
    quoted: str


@dataclass(frozen=True, slots=True)
class TextMark:
    """A finding inside the text; `note` says its value: 4959900 元, 2023-04-21."""

    kind: Literal["figure", "date", "promise"]
    span: Span
    note: str


@dataclass(frozen=True, slots=True)
class AdoptedBefore:
    """A cycle that already came from the same file."""

    cycle_id: int
    title: str
    adopted_at: datetime


@dataclass(frozen=True, slots=True)
class DraftPreview:
    """All that the page of a draft needs. `outline` and what follows are empty unless the state is ready or adopted."""

    draft: DraftRow
    version: int
    can_undo: bool
    can_redo: bool
    outline: Outline | None
    segments: tuple[Segment, ...]
    doubts: tuple[PlacedDoubt, ...]
    counts: OutlineCounts
    adopted_before: tuple[AdoptedBefore, ...]
    timeline: Timeline
    marks: tuple[TextMark, ...] = ()


@dataclass(frozen=True, slots=True)
class OutlineCounts:
    """How much there is to adopt."""

    sections: int = 0
    problems: int = 0
    measures: int = 0
    figures: int = 0
    promises: int = 0
    relations: int = 0


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A cycle in the switch and the list of cycles. `done` counts tasks closed out of `tasks`."""

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
    problems: int
    tasks: int
    done: int


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
    """A promise with the problem it stands under."""

    id: int
    text: str
    due: date | None
    due_text: str | None
    problem_id: int | None
    problem_title: str | None
    days_left: int | None


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
class ProblemLink:
    """A problem named on another page; `number` is as people cite it, such as (一)9."""

    id: int
    number: str
    title: str


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
    late: int
    undated: int
    promises_beyond: tuple[PromiseRow, ...]
    promises_undated: int
    doubts: dict[Severity, int]
    relations_held: int
    relations_broken: int
    without_quantity: tuple[ProblemLink, ...]
    without_quantity_count: int
    charts: tuple[ChartSeries, ...]
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class LedgerFilters:
    """What of a ledger is asked for; empty means all. `units` and `leaders` hold names, "" for none named."""

    text: str = ""
    aspects: tuple[int, ...] = ()
    states: tuple[State, ...] = ()
    units: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    deadline: DeadlineWindow | None = None
    has_doubts: bool | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One task. `number` is as people cite it, such as (一)9."""

    task_id: int
    problem_id: int
    number: str
    aspect: str
    title: str
    kind: str
    kind_name: str
    state: State
    state_name: str
    unit: str
    leader: str
    deadline: date | None
    deadline_text: str
    days_left: int | None
    light: Light
    measures: int
    figures: int
    doubts: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a filter may take. `count` is how many rows it would leave under the other filters."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class LedgerChoices:
    """The choices of every filter."""

    aspects: tuple[Choice, ...] = ()
    states: tuple[Choice, ...] = ()
    units: tuple[Choice, ...] = ()
    leaders: tuple[Choice, ...] = ()
    kinds: tuple[Choice, ...] = ()
    deadlines: tuple[Choice, ...] = ()
    doubts: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerFoot:
    """Sums over everything that the filters leave; `states` follows `domain.states.STATES`."""

    tasks: int = 0
    measures: int = 0
    figures: int = 0
    doubts: int = 0
    states: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A page of the ledger. `before` and `after` are keys for the pages beside it, None where there is none.

    `total` counts what the filters leave, `all` the whole cycle; `first_place` is the place of the first row, from 1.
    """

    cycle: CycleRow
    rows: tuple[LedgerRow, ...]
    before: str | None
    after: str | None
    first_place: int
    total: int
    all: int
    foot: LedgerFoot
    choices: LedgerChoices


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
    """A task on the page of its problem; `version` guards later changes."""

    id: int
    kind_name: str
    state: State
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
    """A figure as printed, its value and unit, and the clause that says what it counts."""

    id: int
    text: str
    value: str
    unit: str
    kind: str
    approximate: bool
    bound: Literal["min", "max"] | None
    scope: str
    measure: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class RelationRow:
    """An equation recomputed: `mark` is ✔ or ✘, `wording` reads 9638 = 8641 + 997."""

    id: int
    kind: RelationKind
    kind_name: str
    wording: str
    stated: str
    computed: str
    holds: bool
    mark: str
    figure_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """A doubt on a problem, with the words it points at."""

    id: int
    rule: str
    severity: Severity
    message: str
    span: Span
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


@dataclass(frozen=True, slots=True)
class LedgerExportRow:
    """One line of the exported ledger: the row and its measures in full."""

    row: LedgerRow
    description: str
    measures: tuple[str, ...] = field(default=())
