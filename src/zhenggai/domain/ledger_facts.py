"""What is known of a whole round when the rules look through its ledger: frozen facts and nobody's rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.domain.alike import Told
from zhenggai.domain.closing_facts import ClosingView
from zhenggai.domain.closing_rules import PRESET_CLOSING, ClosingRules
from zhenggai.domain.holes import Declared
from zhenggai.domain.issuing import FrozenTask
from zhenggai.domain.ledger_things import (
    FigureFacts,
    HandoverFacts,
    InstitutionCard,
    LeftFacts,
    MeetingCard,
    PieceFacts,
    ProblemFacts,
    RegisterFacts,
    RelationFacts,
    Use,
)
from zhenggai.domain.quantities.tolerance import PRESET_TOLERANCE, Tolerance
from zhenggai.domain.rates import Rates

__all__ = [
    "Approved",
    "ClosingFacts",
    "CycleFacts",
    "FigureFacts",
    "HandoverFacts",
    "InstitutionCard",
    "LeftFacts",
    "MeetingCard",
    "PieceFacts",
    "ProblemFacts",
    "RegisterFacts",
    "RelationFacts",
    "SignatureFacts",
    "TaskFacts",
    "ToldFacts",
    "Use",
]


@dataclass(frozen=True, slots=True)
class ToldFacts:
    """A report that stands, with the figures in it and who handed it in, `on_behalf` of the unit where it was no unit's own."""

    id: int
    measure_id: int
    day: date
    told: Told
    claims_done: bool = False
    explained: bool = False
    phase: str = ""
    by_id: int = 0
    by: str = ""
    on_behalf: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """A signature of an application; `listed` is one that was given by list in a meeting."""

    id: int
    step: str
    by_id: int
    by: str
    at: datetime
    digest: str
    listed: bool = False


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """An application to end a task with its signatures, oldest first; `digest_now` is that of what would be signed now."""

    id: int
    number: int
    outcome: str
    state: str
    applied_at: datetime
    signatures: tuple[SignatureFacts, ...] = ()
    digest_now: str = ""
    ended_at: datetime | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Approved:
    """A change of what was issued that somebody decided on.

    `measure_id` is 0 for the task itself; `fact` one of `task_facts` or `measure_facts`, and `value` its words from then
    on. `added` and `dropped` are for a whole measure; `problems` says that the task was split, merged or moved.
    """

    fact: str
    value: str = ""
    measure_id: int = 0


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task as the gate sees it, and what only the rules look at.

    `issued` is the task in the version in force, None before that or where it is younger; `now` the same today.
    Closings and reports stand oldest first.
    """

    view: ClosingView
    problem_ids: tuple[int, ...] = ()
    now: FrozenTask | None = None
    issued: FrozenTask | None = None
    approved: tuple[Approved, ...] = ()
    closings: tuple[ClosingFacts, ...] = ()
    told: tuple[ToldFacts, ...] = ()

    @property
    def id(self) -> int:
        """Its key."""
        return self.view.task_id

    @property
    def name(self) -> str:
        """As people cite it."""
        return self.view.name


@dataclass(frozen=True, slots=True)
class CycleFacts:
    """A round with everything in it. `end` is the last day of its stages.

    `declared` are the document's own counts beside the ledger's; `withheld` the problems, by aspect and number, that may
    stay away from what is published. `whole` is False for a part of a round: nothing can be counted over it then.
    """

    id: int
    now: datetime
    today: date
    feedback: date | None = None
    end: date | None = None
    closing: ClosingRules = PRESET_CLOSING
    tolerance: Tolerance = PRESET_TOLERANCE
    declared: tuple[Declared, ...] = ()
    withheld: frozenset[tuple[int, int]] = frozenset()
    problems: tuple[ProblemFacts, ...] = ()
    tasks: tuple[TaskFacts, ...] = ()
    figures: tuple[FigureFacts, ...] = ()
    relations: tuple[RelationFacts, ...] = ()
    registers: tuple[RegisterFacts, ...] = ()
    evidence: tuple[PieceFacts, ...] = ()
    institutions: tuple[InstitutionCard, ...] = ()
    meetings: tuple[MeetingCard, ...] = ()
    handovers: tuple[HandoverFacts, ...] = ()
    left: tuple[LeftFacts, ...] = ()
    rates: Rates | None = None
    whole: bool = True
