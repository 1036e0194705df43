"""Rows of issuing: reviews, versions, changes and acceptances."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zhenggai.domain.accepting import Countdown
from zhenggai.domain.comparing import TaskDifference
from zhenggai.domain.holes import PlanHasHoles
from zhenggai.domain.issuing import FrozenMeasure, FrozenPlan, FrozenTask
from zhenggai.domain.rules import Rules
from zhenggai.ledger.shapes.cycles import CountedCycle, CycleRow
from zhenggai.ledger.shapes.planning import IssueRow, TaskHead

PlanStage = Literal["draft", "review", "returned", "passed", "stale", "issued"]
# Stale: the reviewers passed another version than the one that stands now.
STAGE_NAMES: dict[PlanStage, str] = {
    "draft": "草拟中",
    "review": "会审中",
    "returned": "已退回修改",
    "passed": "会审已通过",
    "stale": "会审后又有修改",
    "issued": "已印发",
}


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party in a round; `agrees` is None while it has not answered, `mine` where the reader speaks for it."""

    name: str
    agrees: bool | None
    by: str
    at: datetime | None
    mine: bool


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round of review. `ready` where every party agrees and the office may let it pass."""

    id: int
    number: int
    state: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str
    reason: str
    parties: tuple[PartyRow, ...]
    outcome: str

    @property
    def answered(self) -> int:
        """How many parties have answered."""
        return sum(party.agrees is not None for party in self.parties)


@dataclass(frozen=True, slots=True)
class AcceptanceCounts:
    """How many leaders and units have answered, and how many of those that wait are late."""

    waiting: int
    late: int
    accepted: int
    refused: int

    @property
    def all(self) -> int:
        """How many were asked."""
        return self.waiting + self.accepted + self.refused


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The way of a plan. `differing` counts the tasks that differ from the version under review or in force."""

    cycle: CountedCycle
    stage: PlanStage
    stage_name: str
    rules: Rules
    refusal: PlanHasHoles | None
    rounds: tuple[RoundRow, ...]
    issues: tuple[IssueRow, ...]
    versions: tuple[VersionLink, ...]
    differing: int
    digest: str
    changes_waiting: int
    acceptances: AcceptanceCounts


@dataclass(frozen=True, slots=True)
class VersionLink:
    """A version that can be opened and compared: `key` is `now`, or r or i with a number."""

    key: str
    kind: Literal["now", "issue", "round"]
    number: int
    document_number: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VersionTask:
    """A task of a frozen plan with the problems it answers, in words."""

    task: FrozenTask
    problems: tuple[tuple[str, str], ...]
    kind_name: str
    frequencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A frozen plan for reading and printing; `after` is the place of the next page, None on the last one."""

    cycle: CycleRow
    link: VersionLink
    issue: IssueRow | None
    digest: str
    problems: int
    total: int
    measures: int
    tasks: tuple[VersionTask, ...]
    after: int | None


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What differs between two versions, a page of tasks at a time."""

    cycle: CycleRow
    old: VersionLink
    new: VersionLink
    versions: tuple[VersionLink, ...]
    differences: tuple[TaskDifference, ...]
    total: int
    after: int | None


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question with a party's answer."""

    question: str
    yes: bool
    words: str


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """Words on a field of a task; `task_id` is None where the task is gone."""

    task_id: int | None
    number: int
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """What a party said."""

    id: int
    party: str
    agrees: bool
    answers: tuple[AnsweredQuestion, ...]
    remarks: tuple[RemarkRow, ...]
    words: str
    by: str
    at: datetime
    scan_name: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A round with its opinions. `open_to` are the parties for which the reader may answer, `on_paper` where only from paper."""

    cycle: CycleRow
    round: RoundRow
    questions: tuple[str, ...]
    opinions: tuple[OpinionRow, ...]
    open_to: tuple[str, ...]
    on_paper: bool
    plan: FrozenPlan
    last: VersionLink | None

    @property
    def key(self) -> str:
        """The key of the version under review."""
        return f"r{self.round.number}"


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A fact before and after, as a page shows it; `place` is that of the measure it is of."""

    label: str
    before: str
    after: str
    place: int | None = None

    @property
    def differs(self) -> bool:
        """Whether the two are not the same."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request for a change, with what the reader may do about it."""

    id: int
    cycle_id: int
    task_id: int | None
    task_name: str
    kind_name: str
    place: int | None
    changes: tuple[ShownChange, ...]
    reason: str
    state: str
    state_name: str
    level_name: str
    reassigned: bool
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    answer: str
    may_decide: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class TaskChangesPage:
    """A task as it was issued beside what stands now; `issue` is None until the plan is issued."""

    head: TaskHead
    issue: IssueRow | None
    known: bool
    fields: tuple[ShownChange, ...]
    measures: tuple[FrozenMeasure, ...]
    requests: tuple[RequestRow, ...]
    acceptances: tuple[AcceptanceRow, ...]

    @property
    def differing(self) -> int:
        """How many fields differ."""
        return sum(field.differs for field in self.fields)


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """The requests of a cycle, newest first; `after` is the key of the next page, None on the last one."""

    cycle: CycleRow
    rows: tuple[RequestRow, ...]
    state: str
    counts: tuple[tuple[str, str, int], ...]
    after: int | None


@dataclass(frozen=True, slots=True)
class AcceptanceRow:
    """Who is asked to accept a task, and how that stands."""

    id: int
    task_id: int
    name: str
    title: str
    side: str
    side_name: str
    asked_of: str
    state: str
    state_name: str
    asked_at: datetime
    due: datetime
    countdown: Countdown
    at: datetime | None
    by: str
    reason: str
    insisted: str
    target: str
    deadline: date | None
    measures: int
    version: int


@dataclass(frozen=True, slots=True)
class AcceptancesPage:
    """Acceptances of a cycle: what the reader is asked, and all that the reader sees, of one state at a time."""

    cycle: CycleRow
    issue: IssueRow | None
    mine: tuple[AcceptanceRow, ...]
    rows: tuple[AcceptanceRow, ...]
    state: str
    counts: AcceptanceCounts
    after: str
    units: tuple[str, ...]
    leaders: tuple[str, ...]
