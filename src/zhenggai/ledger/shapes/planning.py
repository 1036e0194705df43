"""Rows of planning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.domain.gate import Missing
from zhenggai.domain.holes import Declared, Hole, PlanHasHoles
from zhenggai.domain.lights import Light
from zhenggai.domain.planning import MeasurePlan, TaskPlan
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import Thing
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import CLOSED, LedgerState
from zhenggai.domain.suggesting import Suggestion, Topic
from zhenggai.journal.queries import Timeline
from zhenggai.ledger.shapes.cycles import CountedCycle, CycleName, CycleRow, ProblemLink


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage of a cycle: `usual` by the preset, `end` in force."""

    key: str
    name: str
    usual: date | None
    end: date | None
    own: date | None


@dataclass(frozen=True, slots=True)
class RulesPage:
    """The settings of a cycle; `version` is 0 until the office has set any."""

    cycle: CycleRow
    version: int
    rules: Rules
    stages: tuple[StageRow, ...]
    presets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """A measure with its plan; `read` where its text came with the file, `vague` the words that ask for a number."""

    id: int
    position: int
    marker: str
    plan: MeasurePlan
    class_name: str
    term_name: str
    period: str
    vague: tuple[str, ...]
    read: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """A split, merge or move that has not been taken back, newest first."""

    id: int
    did: str


@dataclass(frozen=True, slots=True)
class TaskHead:
    """What stands at the top of every page of a task; `extensions` and `extended_days` are those that were granted.

    `doubts` is how many stand, `missing` what the gate still asks before the task can be closed, `stands_in` the empty
    posts whose work on it the reader does, `thing` whose it is as rights see it, `signed_off` whether it went through the gate, which holds its plan.
    """

    id: int
    number: int
    version: int
    thing: Thing
    cycle: CycleName
    problems: tuple[ProblemLink, ...]
    state: LedgerState
    state_name: str
    light: Light
    days_left: int | None
    deadline: date | None
    leader: str
    unit: str
    extensions: int
    extended_days: int
    comments: int
    doubts: int = 0
    missing: tuple[Missing, ...] = ()
    stands_in: tuple[str, ...] = ()
    signed_off: bool = False

    @property
    def over(self) -> bool:
        """Whether nothing is worked on until somebody opens the task again."""
        return self.state in CLOSED


@dataclass(frozen=True, slots=True)
class IssueRow:
    """A version that was issued."""

    number: int
    document_number: str
    day: date
    at: datetime
    by: str
    digest: str


@dataclass(frozen=True, slots=True)
class TaskPage:
    """All that the page of a task needs. `lacking` names what a whole plan still needs, `issue` the version of the plan in force."""

    id: int
    number: int
    version: int
    cycle: CycleName
    problems: tuple[ProblemLink, ...]
    plan: TaskPlan
    kind_name: str
    risk_name: str
    deadline_text: str
    state: LedgerState
    state_name: str
    light: Light
    days_left: int | None
    measures: tuple[PlannedMeasure, ...]
    lacking: tuple[str, ...]
    rules: Rules
    units: tuple[str, ...]
    leaders: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]
    steps: tuple[StepRow, ...]
    timeline: Timeline
    head: TaskHead
    issue: IssueRow | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a task before and after; `label` is its Chinese name."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ManyRow:
    """A task among those that change together; `refusal` says why it cannot."""

    task_id: int
    version: int
    number: str
    title: str
    changes: tuple[FieldChange, ...]
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class ManyPage:
    """The preview of a change of many tasks, in the order of the ledger."""

    cycle: CycleRow
    rules: Rules
    rows: tuple[ManyRow, ...]
    units: tuple[str, ...]
    leaders: tuple[str, ...]

    @property
    def changing(self) -> tuple[ManyRow, ...]:
        """The rows that would change."""
        return tuple(row for row in self.rows if row.changes and row.refusal is None)

    @property
    def refusing(self) -> tuple[ManyRow, ...]:
        """The rows that cannot."""
        return tuple(row for row in self.rows if row.refusal is not None)


@dataclass(frozen=True, slots=True)
class TopicCard:
    """A topic in the office's table."""

    id: int
    version: int
    topic: Topic


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """The table of topics, with the names of units to choose from."""

    cards: tuple[TopicCard, ...]
    units: tuple[str, ...]
    leaders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CoveredMeasure:
    """A measure in the matrix; `vague` where it speaks of a frequency and gives none."""

    position: int
    vague: bool


@dataclass(frozen=True, slots=True)
class CoveredTask:
    """A task in the matrix, with what its plan lacks."""

    id: int
    number: int
    unit: str
    measures: tuple[CoveredMeasure, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoveredProblem:
    """A problem with the tasks that answer it."""

    id: int
    number: str
    title: str
    tasks: tuple[CoveredTask, ...]


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """A declared number as the page and its form name it."""

    key: str
    count: Declared


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """The matrix problem × task × measure; `after` is the key of the next page, None on the last one.

    `refusal` says why the plan cannot be issued, None where nothing stands in the way.
    """

    cycle: CountedCycle
    problems: tuple[CoveredProblem, ...]
    after: int | None
    measures: int
    declared: tuple[DeclaredRow, ...]
    holes: tuple[Hole, ...]
    refusal: PlanHasHoles | None
