"""Tasks as the page of a unit shows them."""

from __future__ import annotations

from dataclasses import dataclass

from zhenggai.ledger.shapes.listing import LedgerRow


@dataclass(frozen=True, slots=True)
class UnitTask:
    """A task and the cycle that it belongs to."""

    cycle_id: int
    cycle: str
    row: LedgerRow


@dataclass(frozen=True, slots=True)
class UnitTasks:
    """The first of a unit's tasks, how many there are and how many are done."""

    rows: tuple[UnitTask, ...]
    total: int
    done: int


@dataclass(frozen=True, slots=True)
class OpenName:
    """A name of a unit as documents write it, how many tasks carry it, and the units that it may mean."""

    name: str
    tasks: int
    candidates: tuple[str, ...]
