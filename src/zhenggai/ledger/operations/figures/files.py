"""Workbooks of a register: kept, read, mapped, put aside. Nothing of them holds before it is accepted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import PurePath
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localtime

from zhenggai.domain.figures import demand_time
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.registers.comparing import Change
from zhenggai.domain.registers.heads import find_head
from zhenggai.domain.registers.mapping import Mapping, heads_digest, mapping_to_json
from zhenggai.domain.rights import Actor
from zhenggai.jobs.confined import Sheets, Unreadable, sheets_confined
from zhenggai.ledger.files import keep_content, path_of
from zhenggai.ledger.models import RegisterImport, RegisterStage
from zhenggai.ledger.operations.figures.holding import (
    RegisterChanged,
    demand_figures_open,
    demand_keeper,
    import_of_keeper,
    register_of_keeper,
    tell,
)
from zhenggai.ledger.registering import Staged, compared, staged

LONGEST_NAME = 255
SAMPLE_ROWS = 5
SHOWN_CHANGES = 20
SHOWN_REFUSED = 100
OPEN = ("received", "mapped")
Read = Callable[..., Sheets]


class RegisterUnreadable(Refusal):
    """A file that cannot be read at all; the sentence says why."""


class NothingToImport(Refusal):
    """A sheet without a row that could be taken."""


def keep_register_file(
    *, register_id: int, name: str, data: bytes | BinaryIO, actor: Actor, at: datetime, read: Read = sheets_confined
) -> int:
    """Keep a workbook, read its cells and return the number of the import; what it means is said next.

    :raises NotAllowed: unless the actor keeps the figures of its task.
    :raises FileTooLarge: above the limit of the settings.
    :raises RegisterUnreadable: where the file cannot be read.
    """
    demand_keeper(actor)
    register_of_keeper(register_id, actor=actor)
    kept = keep_content(data, folder=settings.FILES, limit=settings.MAX_UPLOAD_BYTES)
    plain = PurePath(name.replace("\\", "/")).name[-LONGEST_NAME:] or "清单.xlsx"
    try:
        sheets = read(path_of(kept.sha256, folder=settings.FILES).read_bytes(), name=plain)
    except Unreadable as fault:
        raise RegisterUnreadable(fault.pattern, **fault.facts) from fault
    told, cells = _sheets_text(sheets), _cells_text(sheets)
    with transaction.atomic(durable=True):
        register = register_of_keeper(register_id, actor=actor)
        demand_figures_open(register.task)
        upload = RegisterImport.objects.create(
            register=register,
            name=plain,
            sha256=kept.sha256,
            size=kept.size,
            sheets=told,
            received_at=at,
            received_by=actor.name,
        )
        RegisterStage.objects.create(upload=upload, cells=cells)
        after = {"register": register.name, "name": plain, "size": kept.size, "sha256": kept.sha256}
        tell(register.task, "register.keep", before={}, after=after, actor=actor, at=at)
    return upload.pk


def map_import(
    *, import_id: int, version: int, mapping: Mapping, as_of: date | None, actor: Actor, at: datetime
) -> None:
    """Say what the columns of a workbook mean and on which day it stands, and keep what it would change for the preview.

    :raises NotAllowed: unless the actor keeps the figures of its task.
    :raises WrongMapping: where the columns cannot mean that.
    :raises CannotState: without a day, or with one that is yet to come.
    :raises NothingToImport: where not one row can be taken.
    :raises RegisterChanged: where somebody else mapped or took it since.
    """
    demand_keeper(actor)
    with transaction.atomic(durable=True):
        upload = import_of_keeper(import_id, actor=actor)
        demand_figures_open(upload.register.task)
        demand_time(None, as_of, today=localtime(at).date())
        register = upload.register
        found = staged(upload, mapping)
        if not found.read.rows:
            raise NothingToImport("没有一行可以收入：请检查表头所在的行和关键列。")
        changes = compared(register, found)
        values: dict[str, object] = {
            "mapping": mapping_to_json(mapping),
            "heads": heads_digest(found.head.columns),
            "preview": _preview_text(found, changes),
            "as_of": as_of,
            "base_version": register.version,
            "state": "mapped",
        }
        move_import(upload, version, values)
        after = {"register": register.name, "name": upload.name, "keys": "、".join(mapping.keys), "as_of": f"{as_of}"}
        tell(register.task, "register.map", before={}, after=after, actor=actor, at=at)


def drop_import(*, import_id: int, version: int, actor: Actor, at: datetime) -> None:
    """Put a workbook aside that was not taken; the file itself stays.

    :raises NotAllowed: unless the actor keeps the figures of its task.
    :raises RegisterChanged: where somebody else took or mapped it since.
    """
    demand_keeper(actor)
    with transaction.atomic(durable=True):
        upload = import_of_keeper(import_id, actor=actor)
        move_import(upload, version, {"state": "dropped", "preview": ""})
        RegisterStage.objects.filter(upload=upload).delete()
        before = {"register": upload.register.name, "name": upload.name}
        tell(upload.register.task, "register.drop_import", before=before, after={}, actor=actor, at=at)


def move_import(upload: RegisterImport, version: int, values: dict[str, Any]) -> None:
    """Change an import that is still open, if nobody else did since.

    :raises RegisterChanged: where somebody did.
    """
    mine = RegisterImport.objects.filter(pk=upload.pk, version=version, state__in=OPEN)
    if mine.update(version=F("version") + 1, **values) != 1:
        raise RegisterChanged("这次导入已被别人处理过，请重新打开看现在的情况。")


def _sheets_text(sheets: Sheets) -> str:
    told = []
    for name, rows in sheets:
        head = find_head(rows)
        sample = rows[head.first_row : head.first_row + SAMPLE_ROWS]
        told.append(
            {
                "name": name,
                "rows": len(rows),
                "row": head.row,
                "levels": head.levels,
                "columns": head.columns,
                "sample": [[cell[:60] for cell in row] for row in sample],
            }
        )
    return _text(told)


def _cells_text(sheets: Sheets) -> str:
    # A database keeps no null characters in its text.
    return _text(sheets).replace("\\u0000", "\\ufffd")


def _preview_text(found: Staged, changes: Iterable[Change]) -> str:
    """Counts, the first changes of each kind, the first cells refused, and the states with their rows."""
    counts: Counter[str] = Counter()
    shown: dict[str, list[object]] = {}
    states: Counter[str] = Counter()
    for change in changes:
        counts[change.state] += 1
        if change.row is not None:
            states[change.row.state] += 1
        if change.state != "unchanged" and counts[change.state] <= SHOWN_CHANGES:
            key, name = _named(change)
            shown.setdefault(change.state, []).append([key, name, change.differences])
    refused = [[one.place, one.column, one.text, one.why] for one in found.read.refused[:SHOWN_REFUSED]]
    return _text(
        {
            "counts": counts,
            "shown": shown,
            "refused": refused,
            "refused_count": len(found.read.refused),
            "states": states,
            "values": found.values,
        }
    )


def _named(change: Change) -> tuple[str, str]:
    thing = change.row or change.known
    return (thing.key, thing.name) if thing else ("", "")


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
