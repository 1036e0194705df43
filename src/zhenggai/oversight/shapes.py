"""Rows of meetings and institutions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhenggai.domain.institutions import InstitutionFacts, Standing
from zhenggai.domain.lights import Light
from zhenggai.domain.meetings import MeetingFacts
from zhenggai.domain.todo import Group, WorkItem
from zhenggai.journal.queries import Timeline
from zhenggai.ledger.shapes import CycleRow, ProblemLink, TaskHead


@dataclass(frozen=True, slots=True)
class Count:
    """One choice of a filter with the rows it leaves."""

    key: str
    label: str
    number: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A filed paper."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TaskLink:
    """A task as other pages point to it."""

    id: int
    number: int
    cited: str
    title: str


@dataclass(frozen=True, slots=True)
class MeasureLink:
    """A measure as other pages point to it, with its task."""

    id: int
    task_id: int
    number: int
    cited: str
    marker: str
    text: str


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in the list; `held` once its day has come."""

    id: int
    kind: str
    held_on: date
    topic: str
    unit: str
    attended: int
    absent: int
    minutes: bool
    minutes_number: str
    decisions: int
    open_decisions: int
    held: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    """A page of a cycle's meetings, the latest first; `held` counts those of the filter that took place."""

    cycle: CycleRow
    rows: tuple[MeetingRow, ...]
    after: str | None
    kinds: tuple[Count, ...]
    kind: str
    text: str
    held: int
    total: int
    without_minutes: int


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """Something a meeting decided; `task` where one was made of it."""

    id: int
    position: int
    text: str
    unit: str
    due: date | None
    settled: bool
    outcome: str
    task: TaskLink | None
    light: Light | None
    days_left: int | None


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """All that the page of a meeting needs; `whole` where the reader sees more than its own decisions."""

    id: int
    version: int
    cycle: CycleRow
    facts: MeetingFacts
    held: bool
    withdrawn: bool
    withdrawn_why: str
    minutes: PaperCard | None
    decisions: tuple[DecisionRow, ...]
    measures: tuple[MeasureLink, ...]
    timeline: Timeline | None
    whole: bool
    may_keep: bool
    may_plan: bool


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """An institution in the list."""

    id: int
    name: str
    change_name: str
    standing: Standing
    standing_name: str
    doc_number: str
    issued_on: date | None
    trial_ends: date | None
    unit: str
    tasks: int
    light: Light | None


@dataclass(frozen=True, slots=True)
class InstitutionsPage:
    """A page of a cycle's institutions; `established` counts those that are issued and not abolished."""

    cycle: CycleRow
    rows: tuple[InstitutionRow, ...]
    after: str | None
    standings: tuple[Count, ...]
    standing: str
    text: str
    established: int
    total: int


@dataclass(frozen=True, slots=True)
class InstitutionPage:
    """All that the page of an institution needs."""

    id: int
    version: int
    cycle: CycleRow
    facts: InstitutionFacts
    change_name: str
    standing: Standing
    standing_name: str
    light: Light | None
    days_left: int | None
    doc_number: str
    issued_on: date | None
    effective_on: date | None
    trial_ends: date | None
    reviewed_on: date | None
    review_note: str
    abolished_on: date | None
    paper: PaperCard | None
    tasks: tuple[TaskLink, ...]
    measures: tuple[MeasureLink, ...]
    timeline: Timeline
    may_keep: bool


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """A measure or a task that can be linked, and whether it is."""

    id: int
    label: str
    fits: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class LinkChoices:
    """What can be linked to a meeting or an institution; measures whose class fits come first."""

    tasks: tuple[LinkChoice, ...]
    measures: tuple[LinkChoice, ...]


@dataclass(frozen=True, slots=True)
class DecisionChoices:
    """The problems under which a task can be made of a decision."""

    problems: tuple[ProblemLink, ...]


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """Lines of somebody's work that stand together."""

    key: str
    name: str
    items: tuple[WorkItem, ...]


@dataclass(frozen=True, slots=True)
class WorkPage:
    """All that waits for somebody; `cycles` names the cycles by number, `newest` is the one of theirs adopted last, `unlisted` counts what is not shown."""

    groups: tuple[WorkGroup, ...]
    counts: dict[Group, int]
    cycles: dict[int, str]
    total: int
    unlisted: int
    reminders: int
    newest: int | None = None


@dataclass(frozen=True, slots=True)
class TeamRow:
    """What stands open at a unit, or at a person of it."""

    unit: str
    person: str
    open: int
    late: int
    today: int
    soon: int
    signing: int


@dataclass(frozen=True, slots=True)
class TeamPage:
    """A page of the team, by name; `people` where rows are persons of the reader's own unit."""

    cycle: CycleRow
    rows: tuple[TeamRow, ...]
    after: str | None
    total: TeamRow
    people: bool


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """A step of the ladder that was taken."""

    id: int
    number: int
    step_name: str
    kind: str
    what: str
    about: str
    unit: str
    due: date
    day: date
    told: tuple[str, ...]
    task_id: int | None


@dataclass(frozen=True, slots=True)
class RemindersPage:
    """A page of the steps taken in a cycle, the latest first."""

    cycle: CycleRow
    rows: tuple[ReminderRow, ...]
    after: str | None
    steps: tuple[Count, ...]
    step: str
    total: int
    may_remind: bool


@dataclass(frozen=True, slots=True)
class UnmailedRow:
    """Somebody who has work today and could not be written to."""

    name: str
    unit: str
    phone: str
    lines: int
    failed: bool


@dataclass(frozen=True, slots=True)
class UnmailedPage:
    """Whom the office calls today."""

    day: date
    rows: tuple[UnmailedRow, ...]


@dataclass(frozen=True, slots=True)
class TaskOversight:
    """What stands above a task: reminders, meetings, institutions."""

    head: TaskHead
    reminders: tuple[ReminderRow, ...]
    meetings: tuple[MeetingRow, ...]
    institutions: tuple[InstitutionRow, ...]
