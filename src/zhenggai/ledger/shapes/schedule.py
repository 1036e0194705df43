"""Rows of the schedule of a cycle and of its units by state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhenggai.ledger.shapes.cycles import CycleRow
from zhenggai.ledger.shapes.listing import LedgerRow
from zhenggai.ledger.shapes.planning import StageRow


@dataclass(frozen=True, slots=True)
class ScheduledTask:
    """A task with a last day; `start` is the day from which its time runs."""

    row: LedgerRow
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class UnitStates:
    """The tasks of a unit by state, in the order of `domain.states.STATES`, and how many of them are late."""

    unit: str
    states: tuple[int, ...]
    late: int
    total: int


@dataclass(frozen=True, slots=True)
class SchedulePage:
    """The time of the tasks in somebody's reach; `after` is the place behind which the next page begins, None on the last."""

    cycle: CycleRow
    today: date
    first: date
    last: date
    stages: tuple[StageRow, ...]
    tasks: tuple[ScheduledTask, ...]
    after: int | None
    dated: int
    undated: int
    units: tuple[UnitStates, ...]
    most: int
