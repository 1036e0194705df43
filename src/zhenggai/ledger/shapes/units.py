"""Tasks as the page of a unit shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhenggai.domain.lights import Light
from zhenggai.journal.queries import Timeline
from zhenggai.ledger.shapes.listing import LedgerRow


@dataclass(frozen=True, slots=True)
class UnitTask:
    """A task and the cycle that it belongs to."""

    cycle_id: int
    cycle: str
    row: LedgerRow


@dataclass(frozen=True, slots=True)
class LightCount:
    """How many tasks have a light."""

    light: Light
    count: int


@dataclass(frozen=True, slots=True)
class ReturnedReport:
    """A report that was returned and that nobody has answered."""

    cycle_id: int
    task_id: int
    measure: str
    judged_by: str
    day: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class UnitExtension:
    """A later day that was granted or refused; `why` is the reason given for that."""

    cycle_id: int
    task_id: int
    task: str
    old: date
    new: date
    state_name: str
    decided_by: str
    why: str


@dataclass(frozen=True, slots=True)
class UnitTasks:
    """The first of a unit's tasks, how many there are and are done, how they stand, and what was noted of them, newest first."""

    rows: tuple[UnitTask, ...]
    total: int
    done: int
    lights: tuple[LightCount, ...]
    returned: tuple[ReturnedReport, ...]
    extensions: tuple[UnitExtension, ...]
    record: Timeline


@dataclass(frozen=True, slots=True)
class OpenName:
    """A name of a unit as documents write it, how many tasks carry it, and the units that it may mean."""

    name: str
    tasks: int
    candidates: tuple[str, ...]
