"""What the ledger says, as papers are composed from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhenggai.domain.ledger_things import InstitutionCard, MeetingCard
from zhenggai.domain.papers.words import FigureField, Words
from zhenggai.domain.periods import Counts as PeriodCounts
from zhenggai.domain.states import FINISHED, LedgerState


@dataclass(frozen=True, slots=True)
class CycleFact:
    """The round: who inspected whom, and when."""

    id: int
    title: str
    kind: str
    inspector: str = ""
    inspected: str = ""
    inspected_from: date | None = None
    inspected_to: date | None = None
    feedback_date: date | None = None
    plan_number: str = ""
    plan_day: date | None = None


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A report of a unit on a measure."""

    id: int
    day: date
    done: Words
    result: Words = ()
    effect: Words = ()
    next_step: Words = ()
    claims: str = "ongoing"


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A measure as planned, with what was reported on it, the earliest first."""

    id: int
    place: int
    text: Words
    unit: str = ""
    deadline: date | None = None
    deliverable: str = ""
    class_name: str = ""
    reports: tuple[ReportFact, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskFact:
    """A task; `problems` are the keys of those it answers, the first one being where it stands."""

    id: int
    number: int
    problems: tuple[int, ...]
    state: LedgerState = "ongoing"
    state_name: str = "正在整改"
    kind_name: str = ""
    light: str = ""
    overdue: bool = False
    target: Words = ()
    leader: str = ""
    unit: str = ""
    co_units: tuple[str, ...] = ()
    person: str = ""
    deadline: date | None = None
    deadline_text: str = ""
    standard: str = ""
    measures: tuple[MeasureFact, ...] = ()
    figures: tuple[FigureField, ...] = ()
    evidence: int = 0
    closed_on: date | None = None

    @property
    def finished(self) -> bool:
        """Whether it came to its end through the gate."""
        return self.state in FINISHED

    @property
    def until(self) -> str:
        """Its deadline in words."""
        return spoken(self.deadline) if self.deadline else self.deadline_text

    @property
    def day(self) -> str:
        """Its deadline as tables write it."""
        return self.deadline.isoformat() if self.deadline else self.deadline_text


@dataclass(frozen=True, slots=True)
class ProblemFact:
    """A finding in its own words; `number` is its own within its aspect."""

    id: int
    number: int | None
    cited: str
    title: str
    description: Words = ()


@dataclass(frozen=True, slots=True)
class AspectFact:
    """A heading of the feedback with its findings."""

    id: int
    title: str
    problems: tuple[ProblemFact, ...] = ()


@dataclass(frozen=True, slots=True)
class PromiseFact:
    """What is still to come, and who owes it."""

    id: int
    text: Words
    due: date | None = None
    owner: str = ""
    problem: int | None = None


@dataclass(frozen=True, slots=True)
class SignatureFact:
    """Who signed an application at a step, and when."""

    step: str
    by: str
    day: date


@dataclass(frozen=True, slots=True)
class ClosingFact:
    """The newest application to end a task; `unsigned` are the steps that wait for somebody's word."""

    id: int
    task: int
    number: int
    outcome: str
    state: str
    statement: str
    unit: str
    by: str
    day: date
    signatures: tuple[SignatureFact, ...] = ()
    unsigned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodFact:
    """A frozen month of reporting with the counts of each leading unit, as they were frozen."""

    month: str
    units: tuple[tuple[str, PeriodCounts], ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """The round as it stood on the day `as_of`, whole or the part that a paper is about; `part` names that part.

    `period` is the frozen month that the paper is of, where it is of one.
    """

    cycle: CycleFact
    as_of: date
    aspects: tuple[AspectFact, ...] = ()
    tasks: tuple[TaskFact, ...] = ()
    promises: tuple[PromiseFact, ...] = ()
    meetings: tuple[MeetingCard, ...] = ()
    institutions: tuple[InstitutionCard, ...] = ()
    closings: tuple[ClosingFact, ...] = ()
    list_names: tuple[tuple[str, str], ...] = ()
    part: str = ""
    withheld: frozenset[int] = frozenset()
    period: PeriodFact | None = None

    @property
    def problems(self) -> tuple[ProblemFact, ...]:
        """Every finding, in order."""
        return tuple(problem for aspect in self.aspects for problem in aspect.problems)

    def answering(self, problem: ProblemFact) -> tuple[TaskFact, ...]:
        """The tasks that answer a problem."""
        return tuple(task for task in self.tasks if problem.id in task.problems)


def spoken(day: date) -> str:
    """A day as papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"
