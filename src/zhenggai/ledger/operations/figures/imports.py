"""Accepting a workbook of a register: rows, totals, figures and equations in one transaction."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice

from django.db import IntegrityError, transaction
from django.db.models import F

from zhenggai.domain.registers.comparing import ROW_STATES, Change, KnownRow
from zhenggai.domain.registers.mapping import Mapping, mapping_from_json
from zhenggai.domain.registers.rows import number_in
from zhenggai.domain.registers.totals import Total
from zhenggai.domain.rights import Actor
from zhenggai.ledger.bulk import Value, write_rows
from zhenggai.ledger.models import Register, RegisterChange, RegisterImport, RegisterRow, RegisterStage
from zhenggai.ledger.operations.figures.counts import recount
from zhenggai.ledger.operations.figures.files import move_import
from zhenggai.ledger.operations.figures.holding import (
    RegisterChanged,
    demand_figures_open,
    demand_keeper,
    import_of_keeper,
    tell,
)
from zhenggai.ledger.registering import Staged, columns_of, compared, keep_totals, known_rows, spared_keys, staged

BATCH = 5_000
KEY = ("register_id", "key")
WRITTEN = ("name", "state", "cells", "vanished")
ROW = ("register_id", "position", "key", *WRITTEN)
CHANGE = ("upload_id", "row_id", "kind", "differences")


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows an import changed, and how."""

    new: int
    changed: int
    unchanged: int
    returned: int
    vanished: int
    refused: int


def accept_import(*, import_id: int, version: int, actor: Actor, at: datetime) -> Taken:
    """Take a workbook that was mapped: rows by key, those it lacks marked as vanished; figures are computed again.

    :raises NotAllowed: unless the actor keeps the figures of its task.
    :raises RegisterChanged: where the import was not mapped, or the register has changed since its preview.
    """
    demand_keeper(actor)
    try:
        with transaction.atomic(durable=True):
            upload = import_of_keeper(import_id, actor=actor)
            demand_figures_open(upload.register.task)
            register = _claim(upload)
            mapping = mapping_from_json(upload.mapping)
            found = staged(upload, mapping)
            writer = Writer(upload, register, mapping, amounts=[column for column, _ in mapping.amounts])
            counts = writer.write(compared(register, found), spared=_spared(register, found))
            taken = Taken(**{name: counts[name] for name in ROW_STATES}, refused=len(found.read.refused))
            values = {
                "state": "accepted",
                "accepted_at": at,
                "accepted_by": actor.name,
                "counts": json.dumps(asdict(taken)),
            }
            move_import(upload, version, values)
            _keep_register(register, upload, found, writer.totals, vanished=writer.gone)
            RegisterStage.objects.filter(upload=upload).delete()
            told = recount(register, until=upload.as_of, origin=upload.name, actor=actor, at=at)
            tell(
                register.task, "register.accept", before={}, after=import_facts(upload, taken, told), actor=actor, at=at
            )
    except IntegrityError as clash:
        raise _changed() from clash
    return taken


def _claim(upload: RegisterImport) -> Register:
    """The register, its version one higher, if it is what the preview was compared with."""
    mine = Register.objects.filter(pk=upload.register_id, version=upload.base_version)
    if upload.state != "mapped" or mine.update(version=F("version") + 1) != 1:
        raise _changed()
    return upload.register


def _changed() -> RegisterChanged:
    return RegisterChanged("清单在预览之后有了变化，请重新看预览再收入。")


def _spared(register: Register, found: Staged) -> Iterator[KnownRow]:
    keys = spared_keys(found)
    return (row for row in known_rows(register) if row.key in keys and not row.vanished) if keys else iter(())


class Writer:
    """Writes changes in batches and adds up what is there afterwards."""

    def __init__(self, upload: RegisterImport, register: Register, mapping: Mapping, *, amounts: list[str]) -> None:
        self._upload, self._register, self._mapping = upload, register, mapping
        self._amounts = amounts
        last = RegisterRow.objects.filter(register=register).order_by("-position").values_list("position", flat=True)
        self._position = (last.first() or 0) + 1
        self.totals: dict[str, Total] = {}
        self.gone = register.vanished_count

    def write(self, changes: Iterable[Change], *, spared: Iterable[KnownRow]) -> Counter[str]:
        """Write what changes and return how many rows are in each state; `spared` rows only count."""
        counts: Counter[str] = Counter()
        for row in spared:
            self._count(row.state, self.amounts_of(row))
        pending = iter(changes)
        while batch := list(islice(pending, BATCH)):
            counts.update(change.state for change in batch)
            self._write(batch)
        self.gone += counts["vanished"] - counts["returned"]
        return counts

    def _write(self, batch: list[Change]) -> None:
        for change in batch:
            if change.row is not None:
                self._count(change.row.state, change.row.amounts)
        kept = [change for change in batch if change.known is not None and change.state != "unchanged"]
        write_rows(RegisterRow, ROW, (self._new(change) for change in batch if change.known is None))
        write_rows(RegisterRow, ROW, map(self._kept, kept), same=KEY, update=WRITTEN)
        write_rows(RegisterChange, CHANGE, map(self._told, kept))

    def _new(self, change: Change) -> tuple[Value, ...]:
        self._position += 1
        return self._row(change, self._position)

    def _kept(self, change: Change) -> tuple[Value, ...]:
        return self._row(change, change.known.position if change.known else 0)

    def _row(self, change: Change, position: int) -> tuple[Value, ...]:
        thing = change.row or change.known
        key, name, state = (thing.key, thing.name, thing.state) if thing else ("", "", "")
        return (self._register.pk, position, key, name, state, change.cells, change.row is None)

    def _told(self, change: Change) -> tuple[Value, ...]:
        row = change.known.id if change.known else None
        return (self._upload.pk, row, change.state, json.dumps(change.differences, ensure_ascii=False))

    def _count(self, state: str, amounts: Iterable[Decimal]) -> None:
        self.totals.setdefault(state, Total()).add(self._amounts, tuple(amounts))

    def amounts_of(self, row: KnownRow) -> tuple[Decimal, ...]:
        """The amounts of a row that the workbook could not give: those it has, where they are still numbers."""
        cells, columns = json.loads(row.cells), json.loads(self._register.columns)
        written = dict(zip(columns, cells, strict=False))
        return tuple(_number(written.get(column, "")) for column in self._amounts)


def _number(text: str) -> Decimal:
    try:
        return number_in(text)
    except ValueError:
        return Decimal(0)


def _keep_register(
    register: Register, upload: RegisterImport, found: Staged, totals: dict[str, Total], *, vanished: int
) -> None:
    register.columns = json.dumps(columns_of(register, found), ensure_ascii=False)
    register.mapping = upload.mapping
    register.rows_count = sum(total.rows for total in totals.values())
    register.vanished_count = vanished
    register.save(update_fields=("columns", "mapping", "rows_count", "vanished_count"))
    keep_totals(register, totals)


def import_facts(upload: RegisterImport, taken: Taken, told: dict[str, object]) -> dict[str, object]:
    """What the journal is told of rows that were taken."""
    return {
        "register": upload.register.name,
        "name": upload.name,
        "sha256": upload.sha256,
        "as_of": f"{upload.as_of}",
        "new_rows": taken.new,
        "changed_rows": taken.changed,
        "unchanged_rows": taken.unchanged,
        "returned_rows": taken.returned,
        "vanished_rows": taken.vanished,
        "refused_rows": taken.refused,
        **told,
    }
