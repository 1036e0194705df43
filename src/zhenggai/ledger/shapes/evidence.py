"""Evidence as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.domain.evidence import EvidenceWords
from zhenggai.domain.rules import Names
from zhenggai.journal.queries import Timeline
from zhenggai.ledger.shapes.cycles import CycleRow
from zhenggai.ledger.shapes.listing import Choice
from zhenggai.ledger.shapes.planning import TaskHead


@dataclass(frozen=True, slots=True)
class UseRow:
    """A measure that evidence proves or proved. Out of the reader's reach there is its problem's number and no more.

    `open` is whether its task still takes and gives back evidence.
    """

    measure_id: int
    task_id: int
    task_number: int
    problem: str
    position: int
    text: str
    in_reach: bool
    open: bool
    linked_by: str
    since: datetime
    ended_at: datetime | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """Evidence that is the same or nearly; `id` is None where the reader may not see it."""

    id: int | None
    number: str
    name: str
    same: bool
    taken: date | None
    dated: date | None
    kind_name: str
    problems: tuple[str, ...]
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A piece of evidence in a list. `lacking` is what should still be said of it, `faults` why it proves little."""

    id: int
    number: str
    name: str
    type: str
    type_name: str
    kind_name: str
    document_number: str
    dated: date | None
    description: str
    size: int
    pages: int | None
    taken_at: datetime | None
    has_thumb: bool
    shows: bool
    faults: tuple[str, ...]
    lacking: tuple[str, ...]
    uploaded_by: str
    uploaded_at: datetime
    uses: int
    problems: tuple[str, ...]
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class UploadRow:
    """A file of the reader's own that has not arrived in full."""

    key: str
    name: str
    size: int
    received: int
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class MeasureEvidence:
    """A measure with what proves it; `unmet` are the kinds that its class still wants, each need in one text."""

    id: int
    position: int
    text: str
    class_name: str
    rows: tuple[EvidenceRow, ...]
    unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskEvidence:
    """The evidence of a task, measure by measure."""

    head: TaskHead
    task_id: int
    measures: tuple[MeasureEvidence, ...]
    count: int
    uploads: tuple[UploadRow, ...]
    kinds: Names
    may_attach: bool


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """A measure that the evidence could prove as well."""

    measure_id: int
    position: int
    text: str


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """All that the page of a piece of evidence shows."""

    cycle: CycleRow
    row: EvidenceRow
    words: EvidenceWords
    version: int
    sha256: str
    scan: str
    latitude: float | None
    longitude: float | None
    uses: tuple[UseRow, ...]
    ended: tuple[UseRow, ...]
    alike: tuple[AlikeRow, ...]
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str
    timeline: Timeline
    kinds: Names
    may_change: bool
    may_attach: bool
    signed: bool


@dataclass(frozen=True, slots=True)
class EvidenceFilters:
    """What a catalogue is narrowed to; `state` is unused, reused, faulty, alike or withdrawn."""

    text: str = ""
    kind: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceCatalogue:
    """One page of a cycle's catalogue; `before` and `after` are the keys of the pages around it."""

    cycle: CycleRow
    rows: tuple[EvidenceRow, ...]
    before: str | None
    after: str | None
    first_place: int
    total: int
    all: int
    kinds: tuple[Choice, ...]
    states: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """What it takes to hand out a file."""

    sha256: str
    name: str
    size: int
    media: str
