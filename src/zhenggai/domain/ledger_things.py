"""What a ledger holds beside its tasks, as facts that its rules look at: problems, files, figures, registers, handovers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zhenggai.domain.quantities.amounts import Amount
from zhenggai.domain.relations import Scope
from zhenggai.domain.relations.equations import Kind


@dataclass(frozen=True, slots=True)
class ProblemFacts:
    """A problem of the feedback. `name` is as people cite it, `number` its own under its aspect, None where it has none."""

    id: int
    name: str
    title: str
    text: str = ""
    aspect_id: int | None = None
    aspect: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """Where a piece of evidence serves."""

    task_id: int
    measure_id: int


@dataclass(frozen=True, slots=True)
class PieceFacts:
    """A piece of evidence with all that is known of its file.

    `task_number` and `running` are its place in the catalogue; `created_on` is what the file says of itself, `taken_at`
    and the place what a camera wrote into it; `coarse`, `fine` and `words` are its fingerprints (`domain.likeness`).
    """

    id: int
    number: str
    name: str
    sha256: str
    kind: str
    uses: tuple[Use, ...] = ()
    task_number: int = 0
    running: int = 0
    document_number: str = ""
    dated: date | None = None
    description: str = ""
    size: int = 1
    pages: int | None = None
    faults: tuple[str, ...] = ()
    of_visit: bool = False
    withdrawn: bool = False
    uploaded_on: date | None = None
    uploaded_by: str = ""
    created_on: date | None = None
    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    coarse: str = ""
    fine: str = ""
    words: str = ""
    voucher_number: str = ""
    voucher_amount: Decimal | None = None

    @property
    def task_ids(self) -> tuple[int, ...]:
        """The tasks that it serves, each once."""
        return tuple(dict.fromkeys(use.task_id for use in self.uses))


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """A figure in force. One that was read from the document has no task; `scope` says in words what it counts."""

    id: int
    amount: Amount
    scope: str = ""
    term: Scope | None = None
    task_id: int | None = None
    measure_id: int | None = None
    problem_id: int | None = None
    indicator: str = ""
    source: str = "typed"
    origin: str = ""
    since: date | None = None
    until: date | None = None
    entered_on: date | None = None


@dataclass(frozen=True, slots=True)
class RelationFacts:
    """An equation between figures by their keys; `holds`, `stated` and `computed` as it was last computed."""

    id: int
    kind: Kind
    total: int
    parts: tuple[int, ...]
    task_id: int | None = None
    problem_id: int | None = None
    holds: bool | None = None
    stated: str = ""
    computed: str = ""


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """A register with the names in its rows in order; how many were claimed stands in the roster of the task's view."""

    id: int
    task_id: int
    name: str
    row_unit: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstitutionCard:
    """An institution with what shows that it lives.

    `told_to` says to whom it was sent, None where nobody keeps that; `used_on` are the days of records that it was
    carried out.
    """

    id: int
    name: str
    standing: str
    established: bool
    task_ids: tuple[int, ...] = ()
    unit: str = ""
    doc_number: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    abolished: bool = False
    has_text: bool = True
    told_to: str | None = None
    receipts: int | None = None
    used_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingCard:
    """A meeting that was held, and the tasks whose measures it carries out."""

    id: int
    kind: str
    held_on: date
    topic: str = ""
    minutes_number: str = ""
    task_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoverFacts:
    """Somebody left an office and hands over tasks; `waiting` are those that nobody has signed for."""

    id: int
    giver: str
    about: str
    opened_at: datetime
    task_ids: tuple[int, ...]
    waiting: tuple[int, ...] = ()
    successor: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeftFacts:
    """Somebody whom tasks still name, and whose post is over without any handover."""

    person_id: int
    name: str
    post: str
    left_on: date
    task_ids: tuple[int, ...]
