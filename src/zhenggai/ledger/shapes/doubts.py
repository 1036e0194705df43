"""Rows of doubts on the ledger, and of the rules that find them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhenggai.checking.on_ledger.registry import Place
from zhenggai.domain.report import Severity
from zhenggai.journal.queries import Timeline
from zhenggai.ledger.shapes.cycles import CycleRow
from zhenggai.ledger.shapes.listing import Choice


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """A doubt on the list. `explained` says that the unit has said something to it."""

    id: int
    version: int
    rule: str
    title: str
    source: str
    severity: Severity
    message: str
    state: str
    state_name: str
    gone_why: str
    task_id: int | None
    task_name: str
    unit: str
    explained: bool
    found_at: datetime
    gone_at: datetime | None
    returns: int


@dataclass(frozen=True, slots=True)
class LookRow:
    """How far the rules have looked in a round: when last, and how many changes they have not seen."""

    at: datetime | None
    changes: int
    may_look: bool


@dataclass(frozen=True, slots=True)
class DoubtList:
    """A page of doubts, the gravest first; `after` is the key of the next page, `task_id` the only task that is shown."""

    cycle: CycleRow
    rows: tuple[DoubtLine, ...]
    after: str
    total: int
    states: tuple[Choice, ...]
    severities: tuple[Choice, ...]
    rules: tuple[Choice, ...]
    units: tuple[Choice, ...]
    look: LookRow
    whole: bool


@dataclass(frozen=True, slots=True)
class WordRow:
    """What somebody said of a doubt; `then` is what the doubt said at that time, where it says something else now."""

    how: str
    said: str
    why: str
    by: str
    role: str
    at: datetime
    then: str


@dataclass(frozen=True, slots=True)
class DoubtPage:
    """One doubt with why it is suspicious, the honest explanation there may be, and all that was said."""

    cycle: CycleRow
    doubt: DoubtLine
    explanation: str
    innocent: str
    source_number: str
    places: tuple[Place, ...]
    words: tuple[WordRow, ...]
    timeline: Timeline
    off: bool
    may_settle: bool
    may_explain: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """A threshold as it is in force."""

    name: str
    title: str
    unit: str
    value: str
    preset: str
    least: str
    most: str


@dataclass(frozen=True, slots=True)
class SwitchRow:
    """Who changed a rule in which way and why."""

    what: str
    threshold: str
    before: str
    after: str
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with where it comes from, whether it is on, and what became of what it found.

    The counts of verdicts are of every doubt ever settled; `share` is that of false alarms in percent, None before any.
    """

    id: str
    number: int
    source: str
    source_number: str
    severity: Severity
    title: str
    explanation: str
    innocent: str
    slow: bool
    on: bool
    thresholds: tuple[ThresholdRow, ...]
    switches: tuple[SwitchRow, ...]
    open: int
    upheld: int
    explained: int
    mistaken: int
    share: int | None

    @property
    def settled(self) -> int:
        """How many of its doubts were ever settled."""
        return self.upheld + self.explained + self.mistaken


@dataclass(frozen=True, slots=True)
class RulesPage:
    """The registry of a round: the rules of the ledger, then those of documents."""

    cycle: CycleRow
    ledger: tuple[RuleRow, ...]
    text: tuple[RuleRow, ...]
    off: int
    settled: int
    mistaken: int
    share: int | None
    look: LookRow
    may_switch: bool
