"""Rows of the pages of report periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.domain.burning import Left
from zhenggai.domain.lights import Light
from zhenggai.domain.period_comparing import ChangeKind
from zhenggai.domain.period_words import CorrectionKind
from zhenggai.domain.periods import Counts, PeriodRules
from zhenggai.domain.rates import Rate
from zhenggai.ledger.shapes.cycles import CycleRow
from zhenggai.ledger.shapes.listing import Choice


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """A frozen month: its days, who froze it when, and up to which entry. `late` says that it was frozen after `due`."""

    id: int
    month: str
    first: date
    last: date
    due: date
    instant: datetime
    entry: int
    frozen_at: datetime
    frozen_by: str
    late: bool
    skipped: str
    digest: str
    rows: int


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month on the list: running, waiting for the office, or frozen with what it came to."""

    month: str
    first: date
    last: date
    due: date
    overdue: bool
    running: bool
    frozen: PeriodFacts | None = None
    counts: Counts | None = None
    strict: Rate | None = None
    broad: Rate | None = None


@dataclass(frozen=True, slots=True)
class PeriodList:
    """The months of a round, the newest first; `waiting` are those that are over and not frozen, the earliest first."""

    cycle: CycleRow
    months: tuple[MonthLine, ...]
    waiting: tuple[str, ...]
    rules: PeriodRules
    rules_version: int
    may_freeze: bool
    may_plan: bool


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """A count as it was frozen, and as it would come out today with the corrections; `now` is None where that is the same."""

    name: str
    label: str
    frozen: str
    now: str | None = None


@dataclass(frozen=True, slots=True)
class FrozenUnit:
    """A unit's counts, in the order of the columns."""

    unit: str
    figures: tuple[FrozenFigure, ...]


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """A row of the frozen ledger; the values of today stand beside where a correction made them others."""

    task_id: int
    number: int
    cited: str
    title: str
    kind_name: str
    state_name: str
    unit: str
    leader: str
    deadline: date | None
    light: Light
    moved: bool
    on_time: bool
    reports: int
    returns: int
    figures: tuple[tuple[str, str], ...]
    deadline_now: str
    reopened: bool
    corrections: int


@dataclass(frozen=True, slots=True)
class Correction:
    """Something that was noted after a period's end about its days: who, when, why, and from what to what.

    `day` is the day that a report is about, or the deadline of today; `early` says that it was noted before the freeze.
    """

    kind: CorrectionKind
    task_id: int
    task_number: int
    unit: str
    at: datetime | None
    by: str
    why: str
    before: str
    after: str
    day: date | None
    early: bool


@dataclass(frozen=True, slots=True)
class PeriodPage:
    """A frozen month: its counts, units and rows, and beside them what was corrected later; `after` is the next page's key."""

    cycle: CycleRow
    period: PeriodFacts
    freeze_entry: int | None
    freeze_arrived: tuple[int, int] | None
    checkpoint_size: int
    figures: tuple[FrozenFigure, ...]
    stated: bool
    units: tuple[FrozenUnit, ...]
    states: tuple[Choice, ...]
    lights: tuple[Choice, ...]
    marks: tuple[Choice, ...]
    unit: str
    rows: tuple[FrozenRow, ...]
    after: str
    corrections: tuple[Correction, ...]
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """One of the two sides of a comparison: a frozen period or an instant, and what it is called."""

    at: datetime
    period_id: int | None = None
    month: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A task that differs between two moments; for a deadline who approved it, when and why, for what came or went how."""

    kind: ChangeKind
    task_id: int
    number: int
    cited: str
    title: str
    unit: str
    before: str
    after: str
    light_before: Light | None
    light_after: Light | None
    by: str = ""
    when: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """A count or a rate on both sides; `by` is the difference, of rates in percentage points."""

    label: str
    before: str
    after: str
    by: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two moments of a round compared: the counts of each list, and a page of the chosen one; `after` is the next key."""

    cycle: CycleRow
    earlier: Moment | None
    later: Moment | None
    moments: tuple[Moment, ...]
    lists: tuple[Choice, ...]
    movements: tuple[Movement, ...]
    rows: tuple[ChangeRow, ...]
    after: str
