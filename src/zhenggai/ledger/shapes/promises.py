"""Rows of promises that are tracked until they are kept or broken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.domain.lights import Light
from zhenggai.journal.queries import Timeline
from zhenggai.ledger.shapes.cycles import CycleRow, ProblemLink
from zhenggai.ledger.shapes.listing import Choice


@dataclass(frozen=True, slots=True)
class TrackedPromise:
    """A promise on the list, with who answers for it and how it stands."""

    id: int
    version: int
    text: str
    due: date | None
    due_text: str
    first_due: date | None
    extensions: int
    unit: str
    leader: str
    own_unit: str
    own_leader: str
    task_id: int | None
    task_number: int | None
    problem: ProblemLink | None
    state: str
    state_name: str
    light: Light
    days_left: int | None
    by_hand: bool


@dataclass(frozen=True, slots=True)
class EventRow:
    """What happened to a promise on a day."""

    id: int
    kind: str
    did: str
    day: date
    what: str
    evidence: str
    old_due: date | None
    new_due: date | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PromiseList:
    """A page of promises by their last day; `after` is the key of the next page."""

    cycle: CycleRow
    rows: tuple[TrackedPromise, ...]
    after: str | None
    total: int
    scopes: tuple[Choice, ...]
    states: tuple[Choice, ...]
    units: tuple[str, ...]
    may_add: bool


@dataclass(frozen=True, slots=True)
class PromisePage:
    """One promise, what happened to it newest first, and what the actor may do."""

    cycle: CycleRow
    promise: TrackedPromise
    events: tuple[EventRow, ...]
    timeline: Timeline
    units: tuple[str, ...]
    open: bool
    may_change: bool
    may_note: bool
    may_extend: bool
    may_judge: bool
