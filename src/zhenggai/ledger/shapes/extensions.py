"""Rows of extensions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.ledger.shapes.cycles import CycleRow
from zhenggai.ledger.shapes.listing import Choice
from zhenggai.ledger.shapes.planning import TaskHead


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """A request for a later date and what became of it. `may_decide` is about the level too."""

    id: int
    task_id: int
    number: str
    title: str
    task_number: int
    unit: str
    old: date
    new: date
    days: int
    reason: str
    measures_follow: bool
    late: bool
    late_reason: str
    level: str
    level_name: str
    state: str
    state_name: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    why: str
    may_decide: bool
    may_withdraw: bool
    on_paper: bool


@dataclass(frozen=True, slots=True)
class ExtensionTab:
    """The page of a task's extensions. `refusal` says why none can be asked for now; `leader_days` and `head_days` are the limits."""

    head: TaskHead
    rows: tuple[ExtensionRow, ...]
    count: int
    days: int
    most: int
    first_deadline: date | None
    may_ask: bool
    late: bool
    refusal: str
    refusal_facts: dict[str, object]
    leader_days: int
    head_days: int
    measures_following: int


@dataclass(frozen=True, slots=True)
class ExtensionPage:
    """Extensions of a cycle, newest first; `after` is the key of the next page."""

    cycle: CycleRow
    rows: tuple[ExtensionRow, ...]
    after: int | None
    total: int
    choices: tuple[Choice, ...]
