"""Rows of the pages of figures, indicators, registers and scopes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zhenggai.domain.registers.comparing import Difference
from zhenggai.domain.registers.mapping import Mapping
from zhenggai.domain.report import Severity
from zhenggai.ledger.shapes.cycles import CycleRow
from zhenggai.ledger.shapes.planning import TaskHead
from zhenggai.ledger.shapes.problems import FigureRow, RelationRow


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen in a form."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """An indicator with its readings from the first to the last; `percent` is how much of the way is behind us."""

    id: int
    name: str
    unit: str
    direction_name: str
    term: str
    measure: int | None
    baseline: str
    baseline_day: date
    target: str
    target_day: date
    readings: tuple[FigureRow, ...]
    points: tuple[tuple[date, Decimal], ...]
    percent: Decimal | None
    reached: bool


@dataclass(frozen=True, slots=True)
class StateTotal:
    """How many rows are in a state, and what their amounts add up to: column, unit, sum."""

    state: str
    rows: int
    amounts: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterCard:
    """A register and how it stands."""

    id: int
    name: str
    row_unit: str
    version: int
    rows: int
    vanished: int
    states: tuple[StateTotal, ...]
    as_of: date | None
    file: str
    figures: tuple[FigureRow, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationDoubt:
    """A doubt of an equation that the page shows."""

    rule: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """All figures of a task: what was stated and computed, what its problems' text says, and how they hang together."""

    head: TaskHead
    task_id: int
    figures: tuple[FigureRow, ...]
    read: tuple[FigureRow, ...]
    relations: tuple[RelationRow, ...]
    read_relations: tuple[RelationRow, ...]
    doubts: tuple[RelationDoubt, ...]
    indicators: tuple[IndicatorCard, ...]
    registers: tuple[RegisterCard, ...]
    scopes: tuple[Option, ...]
    measures: tuple[Option, ...]
    related: tuple[Option, ...]
    may_keep: bool


@dataclass(frozen=True, slots=True)
class ListedFigure:
    """A figure in the list of a cycle, with the task that it belongs to."""

    figure: FigureRow
    task_id: int
    task_number: int
    problem: str


@dataclass(frozen=True, slots=True)
class CycleFigures:
    """The figures of a cycle that its tasks have stated; `broken` counts equations that do not hold."""

    cycle: CycleRow
    rows: tuple[ListedFigure, ...]
    total: int
    broken: int
    unclear: int
    source: str
    text: str
    after: int | None


@dataclass(frozen=True, slots=True)
class ScopeVersionRow:
    """One version of a term, and how many figures name it."""

    number: int
    definition: str
    valid_from: date
    written_by: str
    figures: int


@dataclass(frozen=True, slots=True)
class ScopeCard:
    """A term of the dictionary, its newest version first."""

    id: int
    name: str
    latest: int
    versions: tuple[ScopeVersionRow, ...]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One row of a register."""

    id: int
    key: str
    name: str
    state: str
    cells: tuple[str, ...]
    vanished: bool


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One workbook of a register and what it changed."""

    id: int
    name: str
    state: str
    as_of: date | None
    received_at: datetime
    received_by: str
    accepted_at: datetime | None
    accepted_by: str
    sha256: str
    changes: tuple[tuple[str, int], ...]
    refused: int = 0


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of a register's rows; `matching` is how many there are under the filter, `number_columns` places of columns."""

    register: RegisterCard
    task_id: int
    columns: tuple[str, ...]
    rows: tuple[EntryRow, ...]
    imports: tuple[ImportRow, ...]
    amount_columns: tuple[tuple[str, str], ...]
    number_columns: frozenset[int]
    doubts: tuple[RelationDoubt, ...]
    scopes: tuple[Option, ...]
    state: str
    text: str
    vanished: bool
    matching: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SheetCard:
    """A sheet of a workbook as it was read: where its head seems to be, and its first entries."""

    name: str
    rows: int
    row: int
    levels: int
    columns: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A row that a workbook would change."""

    key: str
    name: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """All rows that are new, changed and so on: how many, and the first of them."""

    state: str
    name: str
    count: int
    shown: tuple[ShownChange, ...]


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell that cannot be taken, by its row and column in the sheet."""

    place: int
    column: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a workbook would change."""

    groups: tuple[ChangeGroup, ...]
    refused: tuple[RefusedCell, ...]
    refused_count: int
    states: tuple[tuple[str, int], ...]
    values: tuple[str, ...]
    stale: bool


@dataclass(frozen=True, slots=True)
class ImportPage:
    """A workbook on its way into a register; `mapping` is its own, else one remembered for the same headings."""

    id: int
    version: int
    name: str
    sha256: str
    state: str
    as_of: date | None
    register: RegisterCard
    task_id: int
    sheets: tuple[SheetCard, ...]
    mapping: Mapping | None
    remembered: bool
    preview: ImportPreview | None


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """What a workbook changed of one row."""

    key: str
    name: str
    kind: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What an accepted workbook changed, row by row."""

    register: RegisterCard
    task_id: int
    upload: ImportRow
    kind: str
    rows: tuple[ChangedRow, ...]
    after: int | None
