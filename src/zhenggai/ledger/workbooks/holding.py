"""Exports and returned files as they are held: found, demanded, compared with what is there now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from zhenggai.domain.closed import STANDS
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.states import CLOSED
from zhenggai.domain.workbooks.base import Base, Sentence, TakenBook, TakenRow, base_from_json, taken_from_json
from zhenggai.domain.workbooks.merging import GONE, SHUT, Merged, merge
from zhenggai.domain.workbooks.sheets import EVIDENCE, FIGURES, REGISTER, Values, is_new
from zhenggai.ledger.models import Figure, Register, Task, WorkbookBase, WorkbookExport, WorkbookReturn, WorkbookTaken
from zhenggai.ledger.workbooks.gathering import figure_values, gather, register_rows

LONGEST_CHAIN = 20
# What became of a row, and how a page says it.
DECISIONS = {"taken": "已收入", "kept": "保留系统内容", "refused": "没有收入"}


class WorkbookChanged(Refusal):
    """Somebody else dealt with the file since it was looked at."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a returned file against the ledger; `decision` is empty while nobody has dealt with it."""

    row: TakenRow
    merged: Merged
    ours: Values
    decision: str = ""
    note: tuple[str, Mapping[str, str]] | None = None

    @property
    def key(self) -> str:
        """What the row is called on pages."""
        return f"{self.row.sheet}|{self.row.key}|{self.row.place}"

    @property
    def state(self) -> str:
        """Its state, or what was decided of it."""
        return self.decision or self.merged.state

    @property
    def seen(self) -> str:
        """A digest of what the ledger says, so that nobody takes a row over words that they have not seen."""
        told = json.dumps([self.ours, dict(self.row.values)], sort_keys=True, ensure_ascii=False)
        return sha256(told.encode()).hexdigest()[:16]


def thing_of(export: WorkbookExport) -> Thing:
    """A workbook as rights see it: its unit's, or that of nobody but the office."""
    units = frozenset({export.unit_id}) if export.unit_id else frozenset()
    return Thing(cycle_id=export.cycle_id, lead_unit=export.unit_id, units=units)


def export_held(export_id: int, *, actor: Actor) -> WorkbookExport:
    """:raises NoSuchThing: where there is none of that number.

    :raises NotAllowed: where it is another unit's.
    """
    export = WorkbookExport.objects.select_related("cycle", "unit").filter(pk=export_id).first()
    if export is None:
        raise NoSuchThing("没有编号为 $id 的电子表。", id=export_id)
    demand(actor, Act.REPORT, thing_of(export))
    return export


def return_held(return_id: int, *, actor: Actor) -> WorkbookReturn:
    """:raises NoSuchThing: where there is none of that number.

    :raises NotAllowed: where it is another unit's.
    """
    found = WorkbookReturn.objects.select_related("cycle", "export__cycle", "export__unit").filter(pk=return_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的交回文件。", id=return_id)
    if found.export is not None:
        demand(actor, Act.REPORT, thing_of(found.export))
    elif found.receiver_id != actor.id:
        demand(actor, Act.REPORT, Thing(cycle_id=found.cycle_id))
    return found


def base_of(export: WorkbookExport) -> Base:
    """What the workbook held when it went out."""
    return base_from_json(WorkbookBase.objects.get(export=export).content)


class Compared:
    """A returned file against its base and the ledger as it is now."""

    def __init__(
        self, returned: WorkbookReturn, export: WorkbookExport, base: Base | None = None, taken: TakenBook | None = None
    ) -> None:
        self.returned, self.export = returned, export
        self.base = base or base_of(export)
        self.taken = taken or taken_from_json(WorkbookTaken.objects.get(returned=returned).content)
        self._decisions: dict[str, list[object]] = json.loads(returned.decisions)

    @cached_property
    def now(self) -> Mapping[str, Mapping[str, Values]]:
        """What the ledger says now, by sheet and key; of registers the rows that came back otherwise than they went out."""
        tasks: list[int] = json.loads(self.export.tasks)
        found = {sheet.kind.mark: sheet.rows for sheet in gather(tasks, unit_id=self.export.unit_id, registers=False)}
        return {**found, **{sheet: rows for sheet, (_version, rows) in self._registers.items()}}

    def register_version(self, sheet: str) -> int:
        """The version of the register behind a sheet when its rows were compared.

        :raises WorkbookChanged: where the register is not worked on any more.
        """
        if sheet not in self._registers:
            raise WorkbookChanged(GONE[0])
        return self._registers[sheet][0]

    @cached_property
    def _registers(self) -> dict[str, tuple[int, dict[str, Values]]]:
        kinds = {sheet.kind.register: sheet.kind.mark for sheet in self.base.sheets if sheet.kind.name == REGISTER}
        if not kinds:
            return {}
        tasks: list[int] = json.loads(self.export.tasks)
        open_ids = Task.objects.filter(pk__in=tasks).exclude(state__in=CLOSED).values("pk")
        keys: dict[str, set[str]] = {}
        for row in self.taken.rows:
            keys.setdefault(row.sheet, set()).add(row.key)
        found = {}
        registers = Register.objects.filter(pk__in=kinds, task_id__in=open_ids).exclude(mapping="")
        for register in registers:
            mark = kinds[register.pk]
            wanted = keys.get(mark, set())
            # What is new may be here already, under whatever key.
            only = None if any(is_new(key) for key in wanted) else wanted
            found[mark] = (register.version, register_rows(register, only=only) if wanted else {})
        return found

    def counts(self) -> dict[str, int]:
        """How many rows are in each state."""
        found = counts_of(self.lines())
        same = found.get("unchanged", 0) + self.taken.same
        return {**found, **({"unchanged": same} if same else {})}

    def lines(self) -> Iterator[Line]:
        """Every row that came back, in the order of the file."""
        for row in self.taken.rows:
            yield self.line(row)

    def line(self, row: TakenRow) -> Line:
        """One row, compared."""
        sheet = self.base.sheet(row.sheet)
        if sheet is None:
            return Line(row, Merged("refused"), {})
        ours = self._ours(row)
        base = sheet.rows.get(row.key)
        merged = merge(sheet.kind, row, base=base, ours=ours, shut=self._shut(row, base, sheet.kind.register))
        decided = self._decisions.get(f"{row.sheet}|{row.key}|{row.place}")
        if decided is None or (decided[0] == "refused" and merged.state == "unchanged"):
            return Line(row, merged, ours or {})
        note = decided[1] if isinstance(decided[1], list) else None
        return Line(row, merged, ours or {}, str(decided[0]), (str(note[0]), note[1]) if note else None)

    @cached_property
    def _closed(self) -> dict[str, Sentence]:
        """Why the tasks of the export that are over take nothing, by the numbers that people use."""
        tasks = Task.objects.filter(pk__in=json.loads(self.export.tasks), state__in=CLOSED)
        return {
            str(task.number): (SHUT, {"task": str(task.number), "state": STANDS[task.state]})  # type: ignore[index]
            for task in tasks
        }

    @cached_property
    def _task_of_register(self) -> dict[int, str]:
        registers = Register.objects.filter(task__number__in=[int(number) for number in self._closed])
        found = registers.filter(cycle_id=self.export.cycle_id).values_list("pk", "task__number")
        return {pk: str(number) for pk, number in found}

    def _shut(self, row: TakenRow, base: Values | None, register: int) -> Sentence | None:
        if not self._closed:
            return None
        number = self._task_of_register.get(register, "") if register else {**row.values, **(base or {})}.get("task")
        return self._closed.get(number or "")

    def _ours(self, row: TakenRow) -> Values | None:
        rows = self.now.get(row.sheet, {})
        if is_new(row.key):
            return self._same_as(row, rows)
        found = rows.get(row.key)
        if found is None and row.sheet == FIGURES:
            return self._corrected(int(row.key[1:]))
        return found

    def _same_as(self, row: TakenRow, rows: Mapping[str, Values]) -> Values | None:
        """What is new in the file but here already, because the file came twice."""
        names = {
            FIGURES: ("task", "scope", "digits", "until"),
            EVIDENCE: ("task", "file"),
        }.get(row.sheet)
        if names is None:
            sheet = self.base.sheet(row.sheet)
            names = sheet.kind.identity if sheet else ()
        wanted = tuple(row.values.get(name, "") for name in names)
        same = any(tuple(values.get(name, "") for name in names) == wanted for values in rows.values())
        return row.values if same else None

    def _corrected(self, figure_id: int) -> Values | None:
        """The figure that stands now in the place of one that was corrected."""
        figure = current_figure(figure_id)
        return figure_values(figure) if figure else None


def current_figure(figure_id: int) -> Figure | None:
    """The newest correction of a figure; None where it is gone, or of another kind."""
    figure = Figure.objects.select_related("task").filter(pk=figure_id).first()
    for _step in range(LONGEST_CHAIN):
        if figure is None or figure.current:
            return figure
        figure = Figure.objects.select_related("task").filter(supersedes=figure).first()
    return None


def counts_of(lines: Iterator[Line] | list[Line]) -> dict[str, int]:
    """How many rows are in each state."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.state] = found.get(line.state, 0) + 1
    return found
