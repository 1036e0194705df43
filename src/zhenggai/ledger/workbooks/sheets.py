"""Ledgers kept in workbooks of an office's own, as they are held: found, read under their mapping, weighed against the tasks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from zhenggai.domain.ledger_sheets.columns import SheetMapping, WrongSheetMapping, sheet_mapping_from_json
from zhenggai.domain.ledger_sheets.comparing import OwnMeasure, Weighed, weigh
from zhenggai.domain.ledger_sheets.entries import Entry, entries_of
from zhenggai.domain.ledger_sheets.pairing import Known, Pair, pair_entries
from zhenggai.domain.ledger_sheets.reports import OwnReports, Placed, contradiction, place_reports, state_of
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.registers.heads import Head, head_at
from zhenggai.domain.rights import Actor, Thing, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.workbooks.base import RefusedCell, Sentence, sentence
from zhenggai.domain.workbooks.cells import CellRefused
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Cycle, LedgerSheet, LedgerSheetCells, Measure, Progress, Task
from zhenggai.ledger.planned import task_plan
from zhenggai.people.models import Unit
from zhenggai.people.unit_finding import unit_names

Note = tuple[str, Mapping[str, str]]
# What became of an entry, and how a page says it.
SHEET_DECISIONS = {"taken": "已收入", "asked": "已提变更申请", "kept": "保留系统内容"}
WAITING = frozenset({"new", "changed", "conflict"})
UNPAIRED = "unpaired"
UNPLACED = "unplaced"
# While any of these is there, somebody has something to do.
OPEN = WAITING | {UNPAIRED, UNPLACED}
MOST_ENTRIES = 5_000


@dataclass(frozen=True, slots=True)
class SheetLine:
    """An entry against its task; `weighed` is None where it speaks of none, `note` says why it was not taken."""

    pair: Pair
    task: Task | None
    weighed: Weighed | None
    decision: str = ""
    note: Note | None = None

    @property
    def key(self) -> str:
        """What the entry is called on pages."""
        return self.pair.entry.key

    @property
    def state(self) -> str:
        """Its state, or what was decided of it."""
        if self.weighed is None:
            return UNPAIRED
        return self.decision or self.weighed.state

    @property
    def seen(self) -> str:
        """A digest of both sides, so that nobody takes an entry over words that they have not seen."""
        told = [(one.name, one.ours, one.theirs) for one in self.weighed.told] if self.weighed else []
        return seen_digest(self.task, told)

    @property
    def standing(self) -> Sentence | None:
        """What the ledger says of how far the task has come, where it is not so here."""
        return contradiction(self.pair.entry.standing, self.task.state) if self.task else None  # type: ignore[arg-type]  # a state

    @property
    def same(self) -> dict[str, str]:
        """What the task says now as the entry does: by this a later ledger knows which side has changed since."""
        return {one.name: one.ours for one in self.weighed.told if one.ours and not one.differs} if self.weighed else {}


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What an entry says has been done on a measure, against what was reported; `note` says why it was not taken."""

    pair: Pair
    task: Task
    placed: Placed
    base: Mapping[str, str]
    decision: str = ""
    note: Note | None = None

    @property
    def key(self) -> str:
        """What the report is called on pages."""
        return f"{self.pair.entry.key}.{self.placed.number}"

    @property
    def state(self) -> str:
        """Its state, or what was decided of it."""
        return self.decision or state_of(self.placed, self.base)

    @property
    def seen(self) -> str:
        """A digest of both sides, so that nobody takes a report over words that they have not seen."""
        report = self.placed.report
        told = [self.placed.name, self.placed.ours, report.done, report.result, report.next_step]
        return seen_digest(self.task, told)

    @property
    def same(self) -> dict[str, str]:
        """The words that both say, by which a later ledger knows which side has changed since."""
        return {self.placed.name: self.placed.ours} if self.placed.measure and not self.placed.differs else {}


def seen_digest(task: Task | None, told: Sequence[object]) -> str:
    """A digest of what is shown of a task."""
    whole = json.dumps([task.pk if task else 0, told], ensure_ascii=False)
    return sha256(whole.encode()).hexdigest()[:16]


def demand_planner(cycle_id: int, *, actor: Actor) -> None:
    """Return where the actor plans the cycle.

    :raises NotAllowed: where not.
    """
    demand(actor, Act.PLAN, Thing(cycle_id=cycle_id))


def sheet_held(sheet_id: int, *, actor: Actor) -> LedgerSheet:
    """:raises NoSuchThing: where there is none of that number.

    :raises NotAllowed: unless the actor plans its cycle.
    """
    found = LedgerSheet.objects.select_related("cycle").filter(pk=sheet_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的现成台账。", id=sheet_id)
    demand_planner(found.cycle_id, actor=actor)
    return found


def read_under(sheet: LedgerSheet, mapping: SheetMapping) -> tuple[Head, Sequence[Sequence[str]]]:
    """The head and the rows of the sheet that is mapped.

    :raises WrongSheetMapping: where there is no such sheet.
    """
    grids: dict[str, list[list[str]]] = dict(json.loads(LedgerSheetCells.objects.get(sheet=sheet).content))
    grid = grids.get(mapping.sheet)
    if grid is None:
        raise WrongSheetMapping("没有“$sheet”这张表。", sheet=mapping.sheet)
    return head_at(grid, row=mapping.row, levels=mapping.levels), grid


class Weighing:
    """A mapped sheet against the ledger as it is now."""

    def __init__(self, sheet: LedgerSheet) -> None:
        self.sheet = sheet
        self.mapping = sheet_mapping_from_json(sheet.mapping)
        self._decisions: dict[str, list[object]] = json.loads(sheet.decisions)
        self.head, self.rows = read_under(sheet, self.mapping)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        cycle = Cycle.objects.get(pk=self.sheet.cycle_id)
        return entries_of(self.rows, self.head, self.mapping, feedback=cycle.feedback_date)[:MOST_ENTRIES]

    @cached_property
    def tasks(self) -> dict[int, Task]:
        """Every task of the cycle by its key, in order."""
        found = Task.objects.filter(cycle_id=self.sheet.cycle_id).select_related("problem__aspect", "cycle")
        return {task.pk: task for task in found.order_by("position")}

    def lines(self) -> Iterator[SheetLine]:
        """Every entry, in the order of the sheet."""
        known = [Known(pk, one.number, cite_problem(one.problem), one.problem.title) for pk, one in self.tasks.items()]
        for pair in pair_entries(self.entries, known, json.loads(self.sheet.pairs)):
            task = self.tasks.get(pair.task) if pair.task else None
            yield self._decided(pair, task, self._weigh(pair.entry, task) if task else None)

    def reports(self, lines: Sequence[SheetLine]) -> Iterator[ReportLine]:
        """What those entries say has been done, measure by measure."""
        for line in lines:
            if line.task is None or line.weighed is None or not line.pair.entry.reports:
                continue
            own = self._reported.get(line.task.pk, ())
            base = self._earlier.get(line.task.pk, {})
            for placed in place_reports(line.pair.entry.reports, line.weighed.matched, own):
                yield self._reported_line(ReportLine(line.pair, line.task, placed, base))

    def _reported_line(self, line: ReportLine) -> ReportLine:
        decided = self._decisions.get(line.key)
        if decided is None or decided[2] != line.task.pk or (decided[0] == "refused" and line.state == "unchanged"):
            return line
        decision = "" if decided[0] == "refused" else str(decided[0])
        return replace(line, decision=decision, note=_note_of(decided))

    def _weigh(self, entry: Entry, task: Task) -> Weighed:
        ours = _values_of(task)
        return weigh(
            self._units.named(entry, ours),
            ours=ours,
            measures=self._measures.get(task.pk, ()),
            base=self._earlier.get(task.pk, {}),
        )

    def _decided(self, pair: Pair, task: Task | None, weighed: Weighed | None) -> SheetLine:
        decided = self._decisions.get(pair.entry.key)
        if decided is None or weighed is None or task is None or decided[2] != task.pk:
            return SheetLine(pair, task, weighed)
        note = _note_of(decided)
        # What was refused stays what it is now, with the reason why it was not taken.
        refused = decided[0] == "refused"
        if refused and weighed.state == "unchanged":
            return SheetLine(pair, task, weighed)
        return SheetLine(pair, task, weighed, "" if refused else str(decided[0]), note)

    @cached_property
    def _measures(self) -> dict[int, list[OwnMeasure]]:
        found: dict[int, list[OwnMeasure]] = {}
        for one in Measure.objects.filter(task__cycle_id=self.sheet.cycle_id).order_by("task_id", "position"):
            day = one.deadline.isoformat() if one.deadline else ""
            found.setdefault(one.task_id, []).append(OwnMeasure(one.pk, one.position, one.text, one.unit_name, day))
        return found

    @cached_property
    def _reported(self) -> dict[int, list[OwnReports]]:
        """What was ever reported on the measures of each task, returned and corrected reports among it."""
        said: dict[int, list[str]] = {}
        reports = Progress.objects.filter(measure__task__cycle_id=self.sheet.cycle_id).order_by("-pk")
        for measure, done in reports.values_list("measure_id", "done"):
            said.setdefault(measure, []).append(done)
        return {
            task: [OwnReports(one.id, one.place, one.text, tuple(said.get(one.id, ()))) for one in measures]
            for task, measures in self._measures.items()
        }

    @cached_property
    def _earlier(self) -> dict[int, dict[str, str]]:
        """What earlier ledgers of this cycle brought into each task."""
        found: dict[int, dict[str, str]] = {}
        before = LedgerSheet.objects.filter(cycle_id=self.sheet.cycle_id, pk__lte=self.sheet.pk).exclude(
            state="dropped"
        )
        for text in before.order_by("pk").values_list("decisions", flat=True):
            for decided in json.loads(text).values():
                found.setdefault(decided[2], {}).update(decided[3])
        return found

    @cached_property
    def _units(self) -> _Units:
        return _Units()


class _Units:
    """Units as a ledger calls them, by the names that they have here."""

    def __init__(self) -> None:
        self._known = unit_names()
        self._names: dict[int, str] = dict(Unit.objects.values_list("pk", "name"))

    def named(self, entry: Entry, ours: Mapping[str, str]) -> Entry:
        """The entry with its units called as the task calls them, and refused where a name may mean several."""
        values, refused = dict(entry.values), list(entry.refused)
        for field in ("unit", "co_units"):
            try:
                if field in values:
                    values[field] = self._list(values[field], ours[field])
            except CellRefused as refusal:
                refused.append(RefusedCell(field, values[field], sentence(refusal)))
        if ours["leader"] and ours["leader"] in values.get("leader", ""):
            values["leader"] = ours["leader"]
        return replace(entry, values=values, refused=tuple(refused))

    def _list(self, text: str, ours: str) -> str:
        own: dict[object, str] = {self._known.find(name).unit or name: name for name in ours.split("、") if name}
        found = [self._one(name, own) for name in text.split("、")]
        return ours if set(found) == set(own.values()) else "、".join(dict.fromkeys(found))

    def _one(self, name: str, own: Mapping[object, str]) -> str:
        match = self._known.find(name)
        if match.unit is None and match.units:
            same = [own[unit] for unit in match.units if unit in own]
            if len(same) == 1:
                return same[0]
            could = "、".join(self._names[unit] for unit in match.units[:4])
            raise CellRefused("“$name”可能是 $could，请写全称。", name=name, could=could)
        if match.unit is None:
            return own.get(name, name)
        return own.get(match.unit, self._names[match.unit])


def _values_of(task: Task) -> dict[str, str]:
    plan = task_plan(task)
    return {
        "target": plan.target,
        "leader": plan.leader,
        "unit": plan.unit,
        "co_units": "、".join(plan.co_units),
        "person": plan.person,
        "deadline": plan.deadline.isoformat() if plan.deadline else "",
        "kind": "" if plan.kind == "unset" else plan.kind,
    }


def _note_of(decided: Sequence[object]) -> Note | None:
    return (str(decided[1][0]), decided[1][1]) if isinstance(decided[1], list) else None


def sheet_counts(lines: Iterable[SheetLine | ReportLine]) -> dict[str, int]:
    """How many entries and reports are in each state."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.state] = found.get(line.state, 0) + 1
    return found
