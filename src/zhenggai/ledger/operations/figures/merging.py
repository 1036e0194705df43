"""Some rows of a register written anew, among very many that stay: only those are read, compared and counted again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F

from zhenggai.domain.figures import demand_time
from zhenggai.domain.registers.comparing import ROW_STATES, KnownRow, compare
from zhenggai.domain.registers.heads import Head
from zhenggai.domain.registers.mapping import heads_digest, mapping_from_json
from zhenggai.domain.registers.rows import Refused, read_rows
from zhenggai.domain.registers.totals import Total
from zhenggai.domain.rights import Actor
from zhenggai.ledger.models import Register, RegisterImport, RegisterRow
from zhenggai.ledger.operations.figures.counts import recount
from zhenggai.ledger.operations.figures.holding import (
    RegisterChanged,
    demand_figures_open,
    demand_keeper,
    register_of_keeper,
    tell,
)
from zhenggai.ledger.operations.figures.imports import Taken, Writer, import_facts
from zhenggai.ledger.registering import keep_totals, totals_of

SAMPLE_ROWS = 5
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class SomeRows:
    """Rows by column, and the file that they came in; `version` is the register's when they were compared with it."""

    version: int
    rows: Sequence[Mapping[str, str]]
    name: str
    sha256: str
    size: int


def merge_rows(
    *, register_id: int, some: SomeRows, as_of: date, actor: Actor, at: datetime
) -> tuple[Taken, tuple[Refused, ...]]:
    """Take rows by key and leave all others as they are; return how many changed and the cells that were refused.

    The places of refused cells are counted from 1 in the order of the rows.

    :raises NotAllowed: unless the actor keeps the figures of its task.
    :raises CannotState: with a day that is yet to come.
    :raises TaskClosed: where the task is closed.
    :raises RegisterChanged: where the register has no rows yet, or has changed since that version.
    """
    demand_keeper(actor)
    try:
        with transaction.atomic(durable=True):
            register = register_of_keeper(register_id, actor=actor)
            demand_figures_open(register.task)
            demand_time(None, as_of, today=at.date())
            mine = Register.objects.filter(pk=register_id, version=some.version).exclude(mapping="")
            if mine.update(version=F("version") + 1) != 1:
                raise _changed(register)
            return _merge(register, some, as_of, actor=actor, at=at)
    except IntegrityError as clash:
        raise _changed(register) from clash


def _changed(register: Register) -> RegisterChanged:
    return RegisterChanged("“$name”在您看过之后又有改动，请重新打开再收。", name=register.name)


def _merge(
    register: Register, some: SomeRows, as_of: date, *, actor: Actor, at: datetime
) -> tuple[Taken, tuple[Refused, ...]]:
    columns: list[str] = json.loads(register.columns)
    mapping = mapping_from_json(register.mapping)
    amounts = [column for column, _unit in mapping.amounts]
    grid = [[row.get(column, "") for column in columns] for row in some.rows]
    read = read_rows(grid, Head(0, 0, tuple(columns)), mapping)
    known = list(_known(register, [row.key for row in read.rows]))
    upload = _upload(register, some, grid, as_of=as_of, actor=actor, at=at)
    writer = Writer(upload, register, mapping, amounts=amounts)
    writer.totals = totals_of(register)
    for row in known:
        if not row.vanished:
            _take_off(writer.totals[row.state], amounts, writer.amounts_of(row))
    counts = writer.write(compare(read.rows, known, columns=columns, read=columns), spared=())
    totals = {state: total for state, total in writer.totals.items() if total.rows}
    count = sum(total.rows for total in totals.values())
    facts = {name: counts[name] for name in ROW_STATES}
    touched = counts["new"] + counts["changed"] + counts["returned"]
    taken = Taken(**{**facts, "unchanged": count - touched}, refused=len(read.refused))
    RegisterImport.objects.filter(pk=upload.pk).update(counts=json.dumps(asdict(taken)))
    Register.objects.filter(pk=register.pk).update(rows_count=count, vanished_count=writer.gone)
    keep_totals(register, totals)
    told = recount(register, until=as_of, origin=some.name, actor=actor, at=at)
    after = import_facts(upload, taken, told)
    tell(register.task, "register.accept", before={}, after=after, actor=actor, at=at)
    return taken, read.refused


def _known(register: Register, keys: Sequence[str]) -> Iterable[KnownRow]:
    names = ("pk", "key", "name", "state", "cells", "vanished", "position")
    for start in range(0, len(keys), AT_ONCE):
        rows = RegisterRow.objects.filter(register=register, key__in=keys[start : start + AT_ONCE])
        yield from (KnownRow(*values) for values in rows.values_list(*names))


def _take_off(total: Total, columns: Sequence[str], amounts: Sequence[Decimal]) -> None:
    """Count one row less."""
    total.rows -= 1
    for column, amount in zip(columns, amounts, strict=True):
        total.amounts[column] = total.amounts.get(column, Decimal(0)) - amount


def _upload(
    register: Register, some: SomeRows, grid: list[list[str]], *, as_of: date, actor: Actor, at: datetime
) -> RegisterImport:
    columns: list[str] = json.loads(register.columns)
    card = {
        "name": mapping_from_json(register.mapping).sheet,
        "rows": len(grid) + 1,
        "row": 0,
        "levels": 1,
        "columns": columns,
        "sample": [[cell[:60] for cell in row] for row in grid[:SAMPLE_ROWS]],
    }
    return RegisterImport.objects.create(
        register=register,
        name=some.name,
        sha256=some.sha256,
        size=some.size,
        state="accepted",
        heads=heads_digest(columns),
        sheets=json.dumps([card], ensure_ascii=False),
        mapping=register.mapping,
        as_of=as_of,
        base_version=some.version,
        received_at=at,
        received_by=actor.name,
        accepted_at=at,
        accepted_by=actor.name,
    )
