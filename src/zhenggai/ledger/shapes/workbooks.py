"""Rows of the pages of workbooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhenggai.domain.refusals import Refusal
from zhenggai.ledger.shapes import Choice, CycleRow


@dataclass(frozen=True, slots=True)
class ExportLine:
    """A workbook that was handed out."""

    id: int
    kind: str
    label: str
    number: int
    rows: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A file that came back; `counts` are pairs of what became of rows and how many."""

    id: int
    name: str
    parcel: str
    label: str
    number: int | None
    state: str
    state_name: str
    counts: tuple[tuple[str, str, int], ...]
    waiting: int
    fault: Refusal | None
    at: datetime
    by: str
    version: int


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit on the roster of returns: what it got, what it gave back."""

    id: int
    name: str
    tasks: int
    export: ExportLine | None
    returned: ReturnLine | None
    state: str
    state_name: str


@dataclass(frozen=True, slots=True)
class WorkbooksPage:
    """The workbooks of a cycle; `whole` where the actor hands them out to everybody."""

    cycle: CycleRow
    whole: bool
    units: tuple[UnitLine, ...]
    states: tuple[Choice, ...]
    leaders: tuple[str, ...]
    aspects: tuple[tuple[int, str], ...]
    exports: tuple[ExportLine, ...]
    returns: tuple[ReturnLine, ...]
    after: int | None
    waiting: int


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field in which the sides differ."""

    heading: str
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell that was refused."""

    heading: str
    text: str
    why: Refusal


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of a returned file as the preview shows it."""

    key: str
    seen: str
    sheet: str
    place: int
    name: str
    state: str
    state_name: str
    fields: tuple[FieldLine, ...]
    cells: tuple[CellLine, ...]
    note: Refusal | None
    choosable: bool


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """A returned file: its rows in one state, and what is to be said of it as a whole.

    `same` counts rows of registers in that state that came back as they went out, and are not listed.
    """

    cycle: CycleRow
    line: ReturnLine
    choices: tuple[Choice, ...]
    rows: tuple[RowLine, ...]
    state: str
    start: int
    following: int | None
    total: int
    takeable: int
    notes: tuple[Refusal, ...]
    extra: tuple[str, ...]
    lacking: int
    files: tuple[str, ...]
    same: int
