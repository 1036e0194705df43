"""The workbooks of a cycle: who got one, who gave it back, and what stands in a file that came back."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db.models import Count

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import Actor, Thing, demand, may
from zhenggai.domain.roles import Act
from zhenggai.domain.states import CLOSED
from zhenggai.domain.workbooks.base import BaseSheet, RefusedCell, refusal_of
from zhenggai.domain.workbooks.merging import STATES
from zhenggai.domain.workbooks.sheets import Field, Values
from zhenggai.ledger.models import Aspect, Task, TaskUnit, WorkbookExport, WorkbookFile, WorkbookReturn
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.shapes import Choice
from zhenggai.ledger.shapes.workbooks import (
    CellLine,
    ExportLine,
    FieldLine,
    ReturnLine,
    ReturnPage,
    RowLine,
    UnitLine,
    WorkbooksPage,
)
from zhenggai.ledger.workbooks.holding import DECISIONS, Compared, Line, counts_of, return_held
from zhenggai.ledger.workbooks.reaching import own_units_of, returns_in_reach
from zhenggai.people.models import Unit

FILES = 40
ROWS = 60
ROSTER = {"none": "未导出", "out": "未交回", "open": "待收入", "back": "有格退回", "settled": "已收入"}
RETURN_NAMES = {"open": "待收入", "settled": "已收入", "unreadable": "不能读", "dropped": "已放弃"}
ROW_NAMES: dict[str, str] = {**{str(state): word for state, word in STATES.items()}, **DECISIONS}
WAITING = ("new", "changed", "conflict")


def workbooks_page(*, cycle_id: int, actor: Actor, state: str = "", after: int | None = None) -> WorkbooksPage:
    """The roster of units within reach and a page of the files that came back, the newest first.

    :raises NoSuchThing: where there is no such cycle.
    :raises NotAllowed: unless the actor reports for anybody.
    """
    demand(actor, Act.REPORT)
    cycle = cycle_row(cycle_id=cycle_id)
    whole = may(actor, Act.REPORT, Thing(cycle_id=cycle_id))
    found = returns_in_reach(cycle_id, actor, whole=whole)
    shown = found.filter(pk__lt=after) if after else found
    rows = list(shown.order_by("-pk")[: FILES + 1])
    units = _roster(cycle_id, actor, whole=whole)
    counts = {name: sum(1 for unit in units if unit.state == name) for name in ROSTER}
    tasks = Task.objects.filter(cycle_id=cycle_id).exclude(state__in=CLOSED)
    leaders = tasks.exclude(leader="").order_by("leader").values_list("leader", flat=True).distinct() if whole else ()
    aspects = Aspect.objects.filter(cycle_id=cycle_id).order_by("position") if whole else ()
    others = (
        WorkbookExport.objects.filter(cycle_id=cycle_id).exclude(kind="unit").order_by("-pk")[:FILES] if whole else ()
    )
    return WorkbooksPage(
        cycle=cycle,
        whole=whole,
        units=tuple(unit for unit in units if state not in ROSTER or unit.state == state),
        states=tuple(Choice(name, word, counts[name], name == state) for name, word in ROSTER.items()),
        leaders=tuple(leaders),
        aspects=tuple((one.pk, f"{one.label}{one.title}") for one in aspects),
        exports=tuple(export_line(one) for one in others),
        returns=tuple(return_line(row) for row in rows[:FILES]),
        after=rows[FILES - 1].pk if len(rows) > FILES else None,
        waiting=sum(return_line(row).waiting for row in found.filter(state="open").only("counts", *_LINE)),
    )


_LINE = (
    "name", "parcel", "state", "fault_pattern", "fault_facts", "received_at", "received_by", "version", "export__label",
    "export__number",
)  # fmt: skip


def return_page(*, return_id: int, actor: Actor, state: str = "", start: int = 0) -> ReturnPage:
    """A file that came back, compared with the ledger as it is now.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where it is another unit's.
    """
    demand(actor, Act.REPORT)
    returned = return_held(return_id, actor=actor)
    cycle = cycle_row(cycle_id=returned.cycle_id)
    files = tuple(WorkbookFile.objects.filter(returned=returned).order_by("pk").values_list("path", flat=True))
    if returned.export is None:
        return ReturnPage(cycle, return_line(returned), (), (), "", 0, None, 0, 0, (), (), 0, files, 0)
    compared = Compared(returned, returned.export)
    lines = list(compared.lines())
    same = compared.taken.same
    counts = counts_of(lines)
    if same:
        counts["unchanged"] = counts.get("unchanged", 0) + same
    names = [name for name in ROW_NAMES if counts.get(name)]
    wanted = state if state in names else next((name for name in names if name != "unchanged"), "unchanged")
    chosen = [line for line in lines if line.state == wanted]
    start = start if 0 <= start < len(chosen) else 0
    following = start + ROWS if start + ROWS < len(chosen) else None
    taken = compared.taken
    return ReturnPage(
        cycle=cycle,
        line=return_line(returned),
        choices=tuple(Choice(name, ROW_NAMES[name], counts[name], name == wanted) for name in names),
        rows=tuple(_row(compared, line) for line in chosen[start : start + ROWS]),
        state=wanted,
        start=start,
        following=following,
        total=len(chosen),
        takeable=counts.get("new", 0) + counts.get("changed", 0),
        notes=tuple(refusal_of(note) for note in taken.notes),
        extra=taken.extra,
        lacking=taken.lacking,
        files=files,
        same=same if wanted == "unchanged" else 0,
    )


def _has_refused(row: WorkbookReturn) -> bool:
    """Whether cells of a returned file go back to the unit."""
    return bool(json.loads(row.counts).get("refused"))


def return_line(row: WorkbookReturn) -> ReturnLine:
    """A returned file as lists show it."""
    counts: dict[str, int] = json.loads(row.counts)
    facts: dict[str, str] = json.loads(row.fault_facts)
    waiting = sum(counts.get(name, 0) for name in WAITING) if row.state == "open" else 0
    return ReturnLine(
        id=row.pk,
        name=row.name,
        parcel=row.parcel,
        label=row.export.label if row.export else "",
        number=row.export.number if row.export else None,
        state=row.state,
        state_name=ROSTER["back"] if row.state == "settled" and _has_refused(row) else RETURN_NAMES[row.state],
        counts=tuple((name, ROW_NAMES[name], counts[name]) for name in ROW_NAMES if counts.get(name)),
        waiting=waiting,
        fault=Refusal(row.fault_pattern, **facts) if row.fault_pattern else None,
        at=row.received_at,
        by=row.received_by,
        version=row.version,
    )


def export_line(export: WorkbookExport) -> ExportLine:
    """A workbook that was handed out, as lists show it."""
    return ExportLine(
        export.pk, export.kind, export.label, export.number, export.rows_count, export.exported_at, export.exported_by
    )


def row_name(sheet: BaseSheet | None, key: str, values: Values) -> str:
    """What a row is about, in a few words."""
    known = {**(sheet.rows.get(key, {}) if sheet else {}), **{name: value for name, value in values.items() if value}}
    if "measure" in known:
        return f"任务{known.get('task', '')} 措施{known.get('place', '')} {known['measure']}"
    named = [known.get(name, "") for name in (sheet.kind.identity if sheet else ())]
    return " ".join(part for part in named if part)


def _roster(cycle_id: int, actor: Actor, *, whole: bool) -> tuple[UnitLine, ...]:
    parts = TaskUnit.objects.filter(task__cycle_id=cycle_id).exclude(task__state__in=CLOSED)
    if not whole:
        parts = parts.filter(unit_id__in=own_units_of(actor, cycle_id))
    counts = dict(parts.values("unit_id").annotate(n=Count("task_id", distinct=True)).values_list("unit_id", "n"))
    exports: dict[int, WorkbookExport] = {}
    for export in WorkbookExport.objects.filter(cycle_id=cycle_id, unit_id__in=counts).order_by("pk"):
        exports[export.unit_id or 0] = export
    returns: dict[int, WorkbookReturn] = {}
    came = WorkbookReturn.objects.filter(cycle_id=cycle_id, export__unit_id__in=counts).exclude(state="dropped")
    for row in came.select_related("export").order_by("pk"):
        returns[row.export.unit_id or 0 if row.export else 0] = row
    units = Unit.objects.filter(pk__in=counts).order_by("name")
    return tuple(_unit(unit, counts[unit.pk], exports.get(unit.pk), returns.get(unit.pk)) for unit in units)


def _unit(unit: Unit, tasks: int, export: WorkbookExport | None, returned: WorkbookReturn | None) -> UnitLine:
    if export is None:
        state = "none"
    elif returned is None or returned.export_id != export.pk:
        # A file of an earlier workbook does not answer the newest one.
        state = "out"
    else:
        state = "open" if returned.state == "open" else "back" if _has_refused(returned) else "settled"
    return UnitLine(
        id=unit.pk,
        name=unit.name,
        tasks=tasks,
        export=export_line(export) if export else None,
        returned=return_line(returned) if returned else None,
        state=state,
        state_name=ROSTER[state],
    )


def _row(compared: Compared, line: Line) -> RowLine:
    sheet = compared.base.sheet(line.row.sheet)
    fields = {one.name: one for one in sheet.kind.fields} if sheet else {}
    return RowLine(
        key=line.key,
        seen=line.seen,
        sheet=sheet.kind.title if sheet else "",
        place=line.row.place,
        name=row_name(sheet, line.row.key, line.row.values),
        state=line.state,
        state_name=ROW_NAMES[line.state],
        fields=tuple(
            FieldLine(
                fields[one.field].heading,
                *(_worded(fields[one.field], value) for value in (one.base, one.ours, one.theirs)),
            )
            for one in line.merged.differences
        ),
        cells=tuple(_cell(fields, cell) for cell in _cells(line)),
        note=refusal_of((line.note[0], dict(line.note[1]))) if line.note else None,
        choosable=line.decision not in {"taken", "kept"} and line.merged.state in {"new", "changed", "conflict"},
    )


def _cells(line: Line) -> Iterable[RefusedCell]:
    return line.merged.refused if line.merged.state == "refused" else ()


def _cell(fields: dict[str, Field], cell: RefusedCell) -> CellLine:
    heading = fields[cell.field].heading if cell.field in fields else ""
    return CellLine(heading, cell.text, refusal_of(cell.why))


def _worded(one: Field, value: str) -> str:
    return dict(one.choices).get(value, value) if one.kind == "choice" and value else value
