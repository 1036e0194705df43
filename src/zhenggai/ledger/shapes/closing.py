"""Rows of closing: the tab of a task, what somebody has to sign, lists, samples and rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.domain.closing_facts import ClosingView
from zhenggai.domain.gate import Missing
from zhenggai.domain.rates import Rates
from zhenggai.domain.rush import Rush
from zhenggai.domain.signing import StepStanding
from zhenggai.ledger.shapes.cycles import CycleRow
from zhenggai.ledger.shapes.listing import Choice
from zhenggai.ledger.shapes.planning import TaskHead


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition of the gate and what is missing of it; `asked` where the office has not waived it."""

    key: str
    name: str
    asked: bool
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage of long-term work."""

    id: int
    position: int
    target: str
    due: date
    reached: str
    reached_on: date | None
    accepted_by: str


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """An application; `standing` is empty unless it goes through the chain, `step` whose turn it is."""

    id: int
    version: int
    number: int
    outcome: str
    outcome_name: str
    state: str
    state_name: str
    statement: str
    unit: str
    applied_at: datetime
    applied_by: str
    ended_at: datetime | None
    ended_by: str
    why: str
    digest: str
    watch_until: date | None
    stable_by: str
    standing: tuple[StepStanding, ...]
    step: str
    step_name: str
    stages: tuple[StageRow, ...]
    meeting: str

    @property
    def next_stage(self) -> StageRow | None:
        """The stage that is accepted next; one comes after another."""
        return next((stage for stage in self.stages if stage.reached_on is None), None)


@dataclass(frozen=True, slots=True)
class PhotoLink:
    """A photo of a visit, by its catalogue number."""

    id: int
    number: str
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit with its photos."""

    id: int
    day: date
    place: str
    met: str
    passed: bool
    found: str
    by: str
    photos: tuple[PhotoLink, ...]


@dataclass(frozen=True, slots=True)
class CallRow:
    """Somebody who was asked."""

    day: date
    who: str
    result: str
    result_name: str
    said: str
    by: str


@dataclass(frozen=True, slots=True)
class CallList:
    """The calls of one list: how many names it holds (None where it is kept nowhere), how many were reached, how many denied."""

    roster: str
    rows: int | None
    called: int
    denied: int
    calls: tuple[CallRow, ...]


@dataclass(frozen=True, slots=True)
class VoucherRow:
    """A voucher among the evidence; `amount` is empty until somebody has stated it, in yuan."""

    id: int
    number: str
    name: str
    voucher: str
    amount: str


@dataclass(frozen=True, slots=True)
class ReopeningRow:
    """A reopening with its cause."""

    number: int
    cause_name: str
    what: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class OtherTask:
    """A task of another round that is the same finding, before or after this one."""

    cycle_id: int
    cycle: str
    task_id: int
    name: str
    state_name: str
    why: str


@dataclass(frozen=True, slots=True)
class Rights:
    """What the reader may do here and now."""

    apply: bool
    ask_long_term: bool
    ask_not_applicable: bool
    withdraw: bool
    sign: bool
    send_back: bool
    decide: bool
    accept_stage: bool
    reopen: bool
    settle: bool
    visit: bool
    point: bool
    vouch: bool


@dataclass(frozen=True, slots=True)
class ClosingTab:
    """All that the tab of closing shows; `seen` is the digest of what stands in the ledger, for who applies."""

    head: TaskHead
    view: ClosingView
    conditions: tuple[ConditionRow, ...]
    blocking: tuple[Missing, ...]
    seen: str
    current: ClosingRow | None
    earlier: tuple[ClosingRow, ...]
    changed_since: bool
    visits: tuple[VisitRow, ...]
    call_lists: tuple[CallList, ...]
    rosters: tuple[str, ...]
    vouchers: tuple[VoucherRow, ...]
    reopenings: tuple[ReopeningRow, ...]
    older: tuple[OtherTask, ...]
    later: tuple[OtherTask, ...]
    old_tasks: tuple[OtherTask, ...]
    stage_months: int
    rights: Rights


@dataclass(frozen=True, slots=True)
class ListRow:
    """An application in the list of a round."""

    id: int
    task_id: int
    task_number: int
    name: str
    title: str
    unit: str
    number: int
    outcome_name: str
    state: str
    state_name: str
    applied_at: datetime
    applied_by: str
    ended_at: datetime | None
    watch_until: date | None
    step_name: str
    why: str


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """A page of the applications of a round, newest first."""

    cycle: CycleRow
    rows: tuple[ListRow, ...]
    after: int | None
    total: int
    choices: tuple[Choice, ...]
    to_sign: int


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A draw in the list."""

    id: int
    number: int
    purpose_name: str
    at: datetime
    by: str
    percent: int
    size: int
    drawn: int
    visited: int


@dataclass(frozen=True, slots=True)
class FrameRow:
    """A task in the frame of a draw: its rank, how it was drawn, and what came of it since."""

    place: int
    rank: str
    task_id: int
    task_number: int
    name: str
    title: str
    unit: str
    by_lot: bool
    by_risk: bool
    visited: bool


@dataclass(frozen=True, slots=True)
class SamplePage:
    """A draw with its frame in the order of the ranks; `replays` whether drawing again gives the same."""

    cycle: CycleRow
    row: SampleRow
    seed: str
    rows: tuple[FrameRow, ...]
    replays: bool
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SamplesPage:
    """The draws of a round, what could be drawn from now, and how often what was closed came back."""

    cycle: CycleRow
    rows: tuple[SampleRow, ...]
    waiting: int
    finished: int
    percent: int
    reopened: int
    ever_closed: int
    may_draw: bool


@dataclass(frozen=True, slots=True)
class RatesPage:
    """Strict and broad, what the denominator is and how the ledger differs from it, and whether there was a rush."""

    cycle: CycleRow
    rates: Rates
    declared: str
    rush: Rush
    end: date | None
