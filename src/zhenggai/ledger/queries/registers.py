"""The pages of a register: its rows, its workbooks, and what each of those would change or has changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.registers.comparing import ROW_STATES
from zhenggai.domain.registers.mapping import Mapping, heads_digest, mapping_from_json
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Act
from zhenggai.ledger.models import (
    Register,
    RegisterChange,
    RegisterCount,
    RegisterImport,
    RegisterRow,
    RegisterTotal,
)
from zhenggai.ledger.queries.figure_rows import figure_row
from zhenggai.ledger.queries.heads import task_in_reach
from zhenggai.ledger.shapes.figures import (
    ChangedRow,
    ChangeGroup,
    ChangesPage,
    EntryRow,
    ImportPage,
    ImportPreview,
    ImportRow,
    RefusedCell,
    RegisterCard,
    SheetCard,
    ShownChange,
    StateTotal,
)
from zhenggai.ledger.standing import tasks_in_reach

MOST_IMPORTS = 20
MOST_CHANGES = 100


def register_in_reach(register_id: int, *, actor: Actor) -> Register:
    """A register whose task the actor sees.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where its task is out of reach.
    """
    found = Register.objects.filter(pk=register_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的明细清单。", id=register_id)
    task_in_reach(found.task_id, actor=actor)
    return found


def cards_of(registers: QuerySet[Register]) -> tuple[RegisterCard, ...]:
    """Registers with their totals, their figures and the day on which they stand."""
    counts = RegisterCount.objects.select_related("figure__scope_version__term").order_by("pk")
    accepted = RegisterImport.objects.filter(register=OuterRef("pk"), state="accepted").order_by("-accepted_at", "-pk")
    dated = registers.annotate(
        file_name=Subquery(accepted.values("name")[:1]), stands_on=Subquery(accepted.values("as_of")[:1])
    )
    found = dated.order_by("pk").prefetch_related(
        Prefetch("totals", RegisterTotal.objects.order_by("-rows", "state")), Prefetch("counts", counts)
    )
    return tuple(_card(register) for register in found)


def card_of(register: Register) -> RegisterCard:
    """One register with its totals."""
    return cards_of(Register.objects.filter(pk=register.pk))[0]


def import_page(*, register_id: int, import_id: int, actor: Actor) -> ImportPage:
    """A workbook on its way into a register.

    :raises NoSuchThing: where there is no such workbook of this register.
    :raises NotAllowed: where its task is out of reach.
    """
    register = register_in_reach(register_id, actor=actor)
    upload = _upload(register, import_id)
    sheets = tuple(_sheet(told) for told in json.loads(upload.sheets))
    mapping = mapping_from_json(upload.mapping) if upload.mapping else None
    remembered = None if mapping else _remembered(register, sheets, actor)
    return ImportPage(
        id=upload.pk,
        version=upload.version,
        name=upload.name,
        sha256=upload.sha256,
        state=upload.state,
        as_of=upload.as_of,
        register=card_of(register),
        task_id=register.task_id,
        sheets=sheets,
        mapping=mapping or remembered,
        remembered=remembered is not None,
        preview=_preview(upload, register) if upload.preview and upload.state == "mapped" else None,
    )


def changes_page(*, register_id: int, import_id: int, actor: Actor, kind: str = "", after: int = 0) -> ChangesPage:
    """What an accepted workbook changed of the rows that were there.

    :raises NoSuchThing: where there is no such workbook of this register.
    :raises NotAllowed: where its task is out of reach.
    """
    register = register_in_reach(register_id, actor=actor)
    upload = _upload(register, import_id)
    found = RegisterChange.objects.filter(upload=upload, pk__gt=after).select_related("row").order_by("pk")
    if kind in ROW_STATES:
        found = found.filter(kind=kind)
    rows = list(found[: MOST_CHANGES + 1])
    return ChangesPage(
        register=card_of(register),
        task_id=register.task_id,
        upload=import_rows(RegisterImport.objects.filter(pk=upload.pk))[0],
        kind=kind if kind in ROW_STATES else "",
        rows=tuple(
            ChangedRow(row.row.key, row.row.name, ROW_STATES[row.kind], _differences(json.loads(row.differences)))  # type: ignore[index]  # a constraint keeps it among them
            for row in rows[:MOST_CHANGES]
        ),
        after=rows[MOST_CHANGES - 1].pk if len(rows) > MOST_CHANGES else None,
    )


def import_rows(uploads: QuerySet[RegisterImport]) -> tuple[ImportRow, ...]:
    """Workbooks with what each changed, the newest first."""
    found = uploads.defer("sheets", "preview").order_by("-pk")[:MOST_IMPORTS]
    return tuple(_import_row(upload) for upload in found)


def entry_row(row: RegisterRow) -> EntryRow:
    """A row of a register as its page shows it."""
    return EntryRow(row.pk, row.key, row.name, row.state, tuple(json.loads(row.cells)), row.vanished)


def _card(register: Register) -> RegisterCard:
    units = dict(json.loads(register.mapping)["amounts"]) if register.mapping else {}
    return RegisterCard(
        id=register.pk,
        name=register.name,
        row_unit=register.row_unit,
        version=register.version,
        rows=register.rows_count,
        vanished=register.vanished_count,
        states=tuple(
            StateTotal(
                total.state,
                total.rows,
                tuple((column, units.get(column, ""), value) for column, value in json.loads(total.amounts).items()),
            )
            for total in register.totals.all()
        ),
        as_of=getattr(register, "stands_on", None),
        file=getattr(register, "file_name", None) or "",
        figures=tuple(figure_row(count.figure) for count in register.counts.all()),
    )


def _upload(register: Register, import_id: int) -> RegisterImport:
    found = RegisterImport.objects.filter(register=register, pk=import_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的导入。", id=import_id)
    return found


def _sheet(told: dict[str, Any]) -> SheetCard:
    return SheetCard(
        name=told["name"],
        rows=told["rows"],
        row=told["row"],
        levels=told["levels"],
        columns=tuple(told["columns"]),
        sample=tuple(tuple(row) for row in told["sample"]),
    )


def _remembered(register: Register, sheets: Iterable[SheetCard], actor: Actor) -> Mapping | None:
    """The mapping of this register, else of one in reach with the same headings, if it fits a sheet here."""
    for sheet in sheets:
        known = mapping_from_json(register.mapping) if register.mapping else _elsewhere(sheet, actor)
        if known is None:
            continue
        named = {*known.keys, known.name, known.state, *(column for column, _ in known.amounts)} - {""}
        if named <= set(sheet.columns):
            return Mapping(
                sheet.name, sheet.row, sheet.levels, known.keys, known.name, known.state, known.amounts, known.states
            )
    return None


def _elsewhere(sheet: SheetCard, actor: Actor) -> Mapping | None:
    accepted = RegisterImport.objects.filter(heads=heads_digest(sheet.columns), state="accepted")
    mine = accepted.filter(register__task__in=tasks_in_reach(actor, Act.KEEP_FIGURES).values("pk"))
    text = mine.order_by("-pk").values_list("mapping", flat=True).first()
    return mapping_from_json(text) if text else None


def _preview(upload: RegisterImport, register: Register) -> ImportPreview:
    told = json.loads(upload.preview)
    return ImportPreview(
        groups=tuple(
            ChangeGroup(
                state,
                name,
                told["counts"].get(state, 0),
                tuple(ShownChange(key, what, _differences(rows)) for key, what, rows in told["shown"].get(state, ())),
            )
            for state, name in ROW_STATES.items()
        ),
        refused=tuple(RefusedCell(*cell) for cell in told["refused"]),
        refused_count=told["refused_count"],
        states=tuple(sorted(told["states"].items(), key=lambda pair: -pair[1])),
        values=tuple(told["values"]),
        stale=register.version != upload.base_version,
    )


def _differences(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((column, before, after) for column, before, after in rows)


def _import_row(upload: RegisterImport) -> ImportRow:
    counts: dict[str, int] = json.loads(upload.counts)
    return ImportRow(
        id=upload.pk,
        name=upload.name,
        state=upload.state,
        as_of=upload.as_of,
        received_at=upload.received_at,
        received_by=upload.received_by,
        accepted_at=upload.accepted_at,
        accepted_by=upload.accepted_by,
        sha256=upload.sha256,
        changes=tuple((name, counts[state]) for state, name in ROW_STATES.items() if counts.get(state)),
        refused=counts.get("refused", 0),
    )
