"""Rows of signing: what somebody has to sign, the sheet that is read before, and the list of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zhenggai.domain.gate import Missing
from zhenggai.domain.signing import StepStanding
from zhenggai.ledger.shapes.closing import VisitRow
from zhenggai.ledger.shapes.cycles import CycleRow
from zhenggai.ledger.shapes.doubts import DoubtLine


@dataclass(frozen=True, slots=True)
class SummaryMeasure:
    """A measure in a summary: its text, the newest report and its evidence, each piece with its own number."""

    position: int
    text: str
    class_name: str
    report: str
    day: date | None
    evidence: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Setback:
    """What went back earlier, and why: an application that was returned, or the task when it was over, for a cause."""

    kind: Literal["returned", "reopened"]
    number: int
    cause: str
    why: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ToSign:
    """An application in the list of what somebody has to sign, since when; `by_list` on the list of a meeting."""

    id: int
    cycle_id: int
    task_id: int
    task_number: int
    name: str
    title: str
    unit: str
    applied_at: datetime
    step: str
    step_name: str
    since: datetime
    by_list: bool = False
    on_behalf: str = ""


@dataclass(frozen=True, slots=True)
class SignSheet:
    """What a signer reads before signing: exactly what the digest stands for, and what is known beside it."""

    item: ToSign
    version: int
    target: str
    statement: str
    promise: str
    measures: tuple[SummaryMeasure, ...]
    facts: tuple[tuple[str, str], ...]
    visits: tuple[VisitRow, ...]
    doubts: tuple[DoubtLine, ...]
    setbacks: tuple[Setback, ...]
    standing: tuple[StepStanding, ...]
    missing: tuple[Missing, ...]
    digest: str
    may_return: bool


@dataclass(frozen=True, slots=True)
class SigningPage:
    """What somebody has to sign: the first of it, how much there is, the sheet that is open and the one after it."""

    cycle: CycleRow
    items: tuple[ToSign, ...]
    total: int
    sheet: SignSheet | None
    following: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An application that a meeting may decide, or why it cannot yet, and how many doubts about its task stand."""

    item: ToSign
    digest: str
    missing: tuple[Missing, ...]
    doubts: int


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """The list for a meeting, the meetings to choose from, and the lists that were decided."""

    cycle: CycleRow
    rows: tuple[Listed, ...]
    meetings: tuple[tuple[int, str], ...]
    decided: tuple[tuple[int, str, date, int], ...]
