"""Rows of the pages of ledgers that an office keeps in workbooks of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.domain.ledger_sheets.columns import SheetMapping
from zhenggai.domain.refusals import Refusal
from zhenggai.ledger.shapes import Choice, CycleRow
from zhenggai.ledger.shapes.figures import SheetCard
from zhenggai.ledger.shapes.workbooks import CellLine


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A workbook in the list; `counts` are triples of state, its word and how many entries."""

    id: int
    name: str
    state: str
    state_name: str
    counts: tuple[tuple[str, str, int], ...]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class SheetsPage:
    """The workbooks of a cycle, the newest first."""

    cycle: CycleRow
    sheets: tuple[SheetRow, ...]
    after: int | None


@dataclass(frozen=True, slots=True)
class TaskChoice:
    """A task from which a person chooses; `near` says that its words are among the nearest."""

    number: int
    title: str
    near: bool = False


@dataclass(frozen=True, slots=True)
class SideLine:
    """A field in which both sides differ; `place` is that of the measure, `new` for one that the task lacks."""

    heading: str
    place: int
    new: bool
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What is noticed in a report before it is handed in; `measures` are those to choose from where nobody can tell."""

    day: date | None
    next_step: str
    result: str
    ahead: tuple[str, ...]
    early: tuple[str, ...]
    figures: tuple[str, ...]
    measure_text: str
    measures: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as the preview shows it, with the task that it speaks of.

    `standing` is how far the ledger says it has come, where it is not so here; `report` is there for a line that is
    a report on a measure.
    """

    key: str
    seen: str
    place: int
    name: str
    state: str
    state_name: str
    task_id: int | None
    task_number: int | None
    task_title: str
    how: str
    fields: tuple[SideLine, ...]
    cells: tuple[CellLine, ...]
    note: Refusal | None
    choices: tuple[TaskChoice, ...]
    rival: int | None
    choosable: bool
    inferred: bool
    standing: Refusal | None = None
    report: ReportFacts | None = None

    @property
    def near(self) -> bool:
        """Whether some task is near in wording, which then comes first among the choices."""
        return any(choice.near for choice in self.choices)


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A workbook: what its columns mean, and its entries in one state.

    `issued` is the number of the plan's document where changes have to be asked for; `unused` are columns without a use;
    `reports` says how many of what can be taken are reports, `doubted` how many entries claim another state than holds.
    """

    cycle: CycleRow
    row: SheetRow
    version: int
    cards: tuple[SheetCard, ...]
    mapping: SheetMapping | None
    remembered: bool
    mapped: bool
    issued: str | None
    choices: tuple[Choice, ...]
    state: str
    entries: tuple[EntryLine, ...]
    start: int
    following: int | None
    takeable: int
    reports: int
    doubted: int
    unused: tuple[str, ...]
