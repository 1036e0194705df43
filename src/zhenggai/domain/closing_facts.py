"""What is known of a task when it is to be closed: frozen facts that the gate looks at and nobody's rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zhenggai.domain.planning import TaskPlan
from zhenggai.domain.states import LedgerState


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A report on a measure that stands. `ahead` are words in it of things to come, `early` its days before the feedback.

    `told` is the number under which it is signed, where it came from another home.
    """

    id: int
    day: date
    text: str
    claims_done: bool
    phase: str = ""
    explained: bool = False
    ahead: tuple[str, ...] = ()
    early: tuple[str, ...] = ()
    handed: datetime | None = None
    told: int | None = None


@dataclass(frozen=True, slots=True)
class EvidenceFact:
    """A piece of evidence of a measure. `faults` say why the file proves nothing as it is; `of_visit` that a verifier took it."""

    id: int
    number: str
    name: str
    sha256: str
    kind: str
    document_number: str = ""
    dated: date | None = None
    size: int = 1
    faults: tuple[str, ...] = ()
    of_visit: bool = False


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A measure with the reports that stand on it, newest first, and its evidence."""

    id: int
    position: int
    text: str
    measure_class: str
    class_name: str
    reports: tuple[ReportFact, ...] = ()
    evidence: tuple[EvidenceFact, ...] = ()

    @property
    def done(self) -> bool:
        """Whether the newest report says that it is done; what was done long before is no work of the rectification."""
        counted = [report for report in self.reports if report.phase != "earlier"]
        return bool(counted) and counted[0].claims_done


@dataclass(frozen=True, slots=True)
class TargetFact:
    """An indicator or a register with a target; `now` and `target` as people read them."""

    id: int
    kind: str
    name: str
    now: str
    target: str
    met: bool


@dataclass(frozen=True, slots=True)
class MoneyFact:
    """A sum that a measure reports, and what its vouchers add up to; None where none of them states a sum."""

    position: int
    what: str
    unit: str
    value: Decimal
    vouchers: Decimal | None


@dataclass(frozen=True, slots=True)
class RosterFact:
    """A list of names: how many it holds, how many were claimed, and how many of its people were called back."""

    id: int
    name: str
    rows: int
    claimed: int | None
    called: int = 0
    denied: int = 0
    persons: bool = True


@dataclass(frozen=True, slots=True)
class InstitutionFact:
    """An institution that the task is to leave behind."""

    id: int
    name: str
    standing: str
    established: bool


@dataclass(frozen=True, slots=True)
class DoubtFact:
    """A doubt about the task, with the title of its rule; `state` is open until a person settles it as upheld, explained or mistaken."""

    id: int
    rule: str
    message: str
    blocking: bool
    state: str = "open"
    title: str = ""

    @property
    def stops(self) -> bool:
        """Whether it keeps the task from being closed: a blocking one that is open or was found to be right."""
        return self.blocking and self.state in ("open", "upheld")


@dataclass(frozen=True, slots=True)
class VisitFact:
    """A visit on site: what came of it, how many photos were taken there, and whether it came `early`, before anybody applied."""

    id: int
    day: date
    by: str
    passed: bool
    photos: int
    early: bool = False


@dataclass(frozen=True, slots=True)
class VerifierFact:
    """Somebody who verified, and the posts they hold or held in the units of the task within the years that count."""

    name: str
    did: str
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageFact:
    """A staged target of long-term work, and whether it was accepted as reached."""

    position: int
    target: str
    due: date
    reached: bool


@dataclass(frozen=True, slots=True)
class ReopenedFact:
    """The last time that the task was opened again, and why."""

    number: int
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClosingView:
    """A task as the gate sees it.

    `drawn` says why somebody must go there, empty where nobody has to; `framed` whether the application stood in a draw.
    """

    task_id: int
    number: int
    name: str
    state: LedgerState
    plan: TaskPlan
    today: date
    feedback: date | None = None
    measures: tuple[MeasureFact, ...] = ()
    targets: tuple[TargetFact, ...] = ()
    money: tuple[MoneyFact, ...] = ()
    rosters: tuple[RosterFact, ...] = ()
    institutions: tuple[InstitutionFact, ...] = ()
    doubts: tuple[DoubtFact, ...] = ()
    visits: tuple[VisitFact, ...] = ()
    verifiers: tuple[VerifierFact, ...] = ()
    stages: tuple[StageFact, ...] = ()
    reopened: ReopenedFact | None = None
    drawn: str = ""
    framed: bool = True
    problems: tuple[str, ...] = ()

    @property
    def evidence(self) -> tuple[EvidenceFact, ...]:
        """Every piece once, whatever it proves."""
        found = {piece.id: piece for measure in self.measures for piece in measure.evidence}
        return tuple(found.values())
