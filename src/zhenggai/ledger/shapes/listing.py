"""Rows, filters and choices of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from zhenggai.domain.lights import Light
from zhenggai.domain.states import LedgerState
from zhenggai.ledger.shapes.cycles import CycleRow

SortKey = Literal["number", "aspect", "state", "unit", "leader", "deadline", "measures", "doubts"]
SORT_KEYS: tuple[SortKey, ...] = ("number", "aspect", "state", "unit", "leader", "deadline", "measures", "doubts")
DeadlineWindow = Literal["late", "urgent", "near", "this_month", "this_year", "later", "undated"]
DEADLINE_WINDOWS: dict[DeadlineWindow, str] = {
    "late": "已逾期",
    "urgent": "$days 天内",
    "near": "$days 天内",
    "this_month": "本月内",
    "this_year": "本年内",
    "later": "明年及以后",
    "undated": "无期限",
}
# What the windows of an office are called that counts working days.
WORKING_WINDOWS: dict[DeadlineWindow, str] = {"urgent": "$days 个工作日内", "near": "$days 个工作日内"}


@dataclass(frozen=True, slots=True)
class LedgerFilters:
    """What of a ledger is asked for; empty means all. `units` and `leaders` hold names, "" for none named."""

    text: str = ""
    aspects: tuple[int, ...] = ()
    states: tuple[LedgerState, ...] = ()
    units: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    deadline: DeadlineWindow | None = None
    has_doubts: bool | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One task. `number` is as people cite it, such as (一)9."""

    task_id: int
    task_number: int
    problem_id: int
    number: str
    aspect: str
    title: str
    kind: str
    kind_name: str
    state: LedgerState
    state_name: str
    unit: str
    leader: str
    deadline: date | None
    deadline_text: str
    days_left: int | None
    light: Light
    measures: int
    figures: int
    doubts: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a filter may take. `count` is how many rows it would leave under the other filters.

    `days` fills the `$days` of a label that has one.
    """

    value: str
    label: str
    count: int
    chosen: bool
    days: int | None = None


@dataclass(frozen=True, slots=True)
class LedgerChoices:
    """The choices of every filter."""

    aspects: tuple[Choice, ...] = ()
    states: tuple[Choice, ...] = ()
    units: tuple[Choice, ...] = ()
    leaders: tuple[Choice, ...] = ()
    kinds: tuple[Choice, ...] = ()
    deadlines: tuple[Choice, ...] = ()
    doubts: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerFoot:
    """Sums over everything that the filters leave; `states` follows `domain.states.STATES`."""

    tasks: int = 0
    measures: int = 0
    figures: int = 0
    doubts: int = 0
    states: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A page of the ledger. `before` and `after` are keys for the pages beside it, None where there is none.

    `total` counts what the filters leave, `all` the whole cycle; `first_place` is the place of the first row, from 1.
    """

    cycle: CycleRow
    rows: tuple[LedgerRow, ...]
    before: str | None
    after: str | None
    first_place: int
    total: int
    all: int
    foot: LedgerFoot
    choices: LedgerChoices


class LedgerLine(NamedTuple):
    """One line of the exported ledger; `measures` are its measures in full, a line for each."""

    task_id: int
    number: str
    title: str
    aspect: str
    description: str
    measures: str
    leader: str
    unit: str
    kind_name: str
    deadline: date | None
    deadline_text: str
    state_name: str
    light: Light
    measures_count: int
    figures: int
    doubts: int
