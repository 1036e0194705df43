"""A ledger that an office keeps in a workbook of its own: kept, its columns named, its entries paired, put aside."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.db import transaction
from django.db.models import F

from zhenggai.domain.ledger_sheets.columns import SheetMapping, demand_sheet_mapping, sheet_mapping_to_json
from zhenggai.domain.ledger_sheets.pairing import NOBODY
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.registers.heads import find_head
from zhenggai.domain.registers.mapping import heads_digest
from zhenggai.domain.rights import Actor, Thing, acting, demand
from zhenggai.domain.roles import Act
from zhenggai.jobs.confined import Sheets, Unreadable, sheets_confined
from zhenggai.ledger.files import keep_content
from zhenggai.ledger.models import Cycle, LedgerSheet, LedgerSheetCells, Task
from zhenggai.ledger.operations.issuing.telling import tell_cycle
from zhenggai.ledger.workbooks.holding import WorkbookChanged
from zhenggai.ledger.workbooks.sheets import (
    OPEN,
    Weighing,
    demand_planner,
    read_under,
    sheet_counts,
    sheet_held,
)

LONGEST_NAME = 255
SAMPLE_ROWS = 4
Read = Callable[..., Sheets]


class SheetUnreadable(Refusal):
    """A workbook that cannot be read, or in which nothing speaks of a problem."""


def keep_sheet(
    *, cycle_id: int, name: str, data: bytes, actor: Actor, at: datetime, read: Read = sheets_confined
) -> int:
    """Keep a workbook, read its cells and return its number; what its columns mean is said next.

    :raises NotAllowed: unless the actor plans the cycle.
    :raises NoSuchThing: where there is no such cycle.
    :raises FileTooLarge: above the limit of the settings.
    :raises SheetUnreadable: where the file cannot be read.
    """
    demand(actor, Act.PLAN)
    if not Cycle.objects.filter(pk=cycle_id).exists():
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    demand_planner(cycle_id, actor=actor)
    plain = PurePath(name.replace("\\", "/")).name[-LONGEST_NAME:] or "台账.xlsx"
    kept = keep_content(data, folder=settings.FILES, limit=settings.MAX_UPLOAD_BYTES)
    try:
        grids = read(data, name=plain)
    except Unreadable as fault:
        raise SheetUnreadable(fault.pattern, **fault.facts) from fault
    with transaction.atomic(durable=True):
        sheet = LedgerSheet.objects.create(
            cycle_id=cycle_id,
            name=plain,
            sha256=kept.sha256,
            size=kept.size,
            sheets=_text([_card(title, rows) for title, rows in grids]),
            received_at=at,
            received_by=actor.name,
        )
        # A database keeps no null characters in its text.
        LedgerSheetCells.objects.create(sheet=sheet, content=_text(grids).replace("\\u0000", "\\ufffd"))
        after = {"sheet": plain, "size": kept.size, "sha256": kept.sha256}
        tell_cycle(cycle_id, actor=acting_planner(actor, cycle_id), verb="sheet.keep", before={}, after=after, at=at)
    return sheet.pk


def map_sheet(*, sheet_id: int, version: int, mapping: SheetMapping, actor: Actor, at: datetime) -> None:
    """Say what the columns mean; a later workbook with the same headings is read the same way.

    :raises NotAllowed: unless the actor plans the cycle.
    :raises WrongSheetMapping: where the columns cannot mean that.
    :raises SheetUnreadable: where not one entry stands below the head.
    :raises WorkbookChanged: where somebody else dealt with it since.
    """
    demand(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        sheet = sheet_held(sheet_id, actor=actor)
        head, _rows = read_under(sheet, mapping)
        demand_sheet_mapping(mapping, head.columns)
        sheet.mapping = sheet_mapping_to_json(mapping)
        weighing = Weighing(sheet)
        if not weighing.entries:
            raise SheetUnreadable("表头下面没有一行写着问题：请检查表头所在的行和各列。")
        move_sheet(sheet, version, mapping=sheet.mapping, heads=heads_digest(head.columns))
        after = {"sheet": sheet.name, "sheet_columns": "、".join(heading for _use, heading in mapping.columns)}
        tell_cycle(
            sheet.cycle_id, actor=acting_planner(actor, sheet.cycle_id), verb="sheet.map", before={}, after=after, at=at
        )


def pair_entry(*, sheet_id: int, version: int, key: str, number: int, actor: Actor, at: datetime) -> None:
    """Say of which task an entry speaks, by the task's number, or with 0 that it speaks of none.

    :raises NotAllowed: unless the actor plans the cycle.
    :raises NoSuchThing: where there is no such task or entry.
    :raises WorkbookChanged: where somebody else dealt with the sheet since.
    """
    demand(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        sheet = sheet_held(sheet_id, actor=actor)
        task = Task.objects.filter(cycle_id=sheet.cycle_id, number=number).first()
        if task is None and number != NOBODY:
            raise NoSuchThing("这个轮次里没有任务 $number。", number=number)
        entries = Weighing(sheet).entries if sheet.mapping else ()
        entry = next((one for one in entries if one.key == key), None)
        if entry is None:
            raise NoSuchThing("表里没有第 $place 行。", place=key)
        pairs = {**json.loads(sheet.pairs), key: task.pk if task else NOBODY}
        move_sheet(sheet, version, pairs=_text(pairs))
        after = {"sheet": sheet.name, "sheet_entry": entry.problem[:80] or key, "sheet_task": number or "不对应任务"}
        tell_cycle(
            sheet.cycle_id,
            actor=acting_planner(actor, sheet.cycle_id),
            verb="sheet.pair",
            before={},
            after=after,
            at=at,
        )


def drop_sheet(*, sheet_id: int, version: int, actor: Actor, at: datetime) -> None:
    """Put a workbook aside; what was taken of it stays, and nothing more is.

    :raises NotAllowed: unless the actor plans the cycle.
    :raises WorkbookChanged: where somebody else dealt with it since.
    """
    demand(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        sheet = sheet_held(sheet_id, actor=actor)
        mine = LedgerSheet.objects.filter(pk=sheet_id, version=version).exclude(state="dropped")
        if mine.update(state="dropped", version=F("version") + 1) != 1:
            raise _moved()
        tell_cycle(
            sheet.cycle_id,
            actor=acting_planner(actor, sheet.cycle_id),
            verb="sheet.drop",
            before={"sheet": sheet.name},
            after={},
            at=at,
        )


def acting_planner(actor: Actor, cycle_id: int) -> Actor:
    """The actor as they plan the cycle: in their own name, or for somebody who let them.

    :raises NotAllowed: where they do not.
    """
    return acting(actor, Act.PLAN, Thing(cycle_id=cycle_id))


def move_sheet(sheet: LedgerSheet, version: int, **values: str) -> None:
    """Change a sheet that nobody put aside or changed since that version of it, and count its entries anew.

    :raises WorkbookChanged: where somebody did.
    """
    for name, value in values.items():
        setattr(sheet, name, value)
    weighing = Weighing(sheet)
    lines = list(weighing.lines())
    counts = sheet_counts([*lines, *weighing.reports(lines)])
    waits = any(counts.get(name) for name in OPEN)
    told = {"counts": json.dumps(counts), "state": "mapped" if waits else "settled"}
    mine = LedgerSheet.objects.filter(pk=sheet.pk, version=version).exclude(state="dropped")
    if mine.update(version=F("version") + 1, **values, **told) != 1:
        raise _moved()


def _moved() -> WorkbookChanged:
    return WorkbookChanged("这份表已被别人处理过，请重新打开看现在的情况。")


def _card(name: str, rows: list[list[str]]) -> dict[str, object]:
    head = find_head(rows)
    sample = rows[head.first_row : head.first_row + SAMPLE_ROWS]
    return {
        "name": name,
        "rows": len(rows),
        "row": head.row,
        "levels": head.levels,
        "columns": head.columns,
        "sample": [[cell[:60] for cell in row] for row in sample],
    }


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
