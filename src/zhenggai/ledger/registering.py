"""Registers as rows: what a kept workbook holds, what it changes, and how states add up. Part of a caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from zhenggai.domain.quantities.amounts import Amount
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.registers.comparing import Change, KnownRow, columns_after, compare
from zhenggai.domain.registers.heads import Head, head_at
from zhenggai.domain.registers.mapping import Mapping, WrongMapping, demand_mapping
from zhenggai.domain.registers.rows import ReadRows, read_rows, values_in
from zhenggai.domain.registers.totals import Counted, Total, count
from zhenggai.domain.report_json import decimal_text
from zhenggai.ledger.models import Register, RegisterCount, RegisterImport, RegisterRow, RegisterStage, RegisterTotal


class NotStaged(Refusal):
    """A workbook whose cells are gone, because it was taken or put aside."""


@dataclass(frozen=True, slots=True)
class Staged:
    """What a workbook says under a mapping; `values` are the different words of its column of states."""

    head: Head
    mapping: Mapping
    read: ReadRows
    values: tuple[str, ...]


def staged(upload: RegisterImport, mapping: Mapping) -> Staged:
    """The rows of a kept workbook.

    :raises WrongMapping: where the mapping does not fit it.
    :raises NotStaged: where its cells are gone.
    """
    text = RegisterStage.objects.filter(upload=upload).values_list("cells", flat=True).first()
    if text is None:
        raise NotStaged("这份表已收入或已放弃，请重新上传。")
    sheets: dict[str, list[list[str]]] = dict(json.loads(text))
    grid = sheets.get(mapping.sheet)
    if grid is None:
        raise WrongMapping("没有“$sheet”这张表。", sheet=mapping.sheet)
    head = head_at(grid, row=mapping.row, levels=mapping.levels)
    demand_mapping(mapping, head.columns)
    values = values_in(grid, head, mapping.state) if mapping.state else ()
    return Staged(head, mapping, read_rows(grid, head, mapping), values)


def compared(register: Register, found: Staged) -> Iterator[Change]:
    """What the workbook would change now."""
    return compare(
        found.read.rows,
        known_rows(register),
        columns=columns_of(register, found),
        read=found.head.columns,
        spared=spared_keys(found),
    )


def columns_of(register: Register, found: Staged) -> tuple[str, ...]:
    """The columns of a register after the workbook."""
    return columns_after(json.loads(register.columns), found.head.columns)


def spared_keys(found: Staged) -> frozenset[str]:
    """Keys of rows that were refused, and are not among those that were taken."""
    taken = {row.key for row in found.read.rows}
    return frozenset(one.key for one in found.read.refused if one.key and one.key not in taken)


def known_rows(register: Register) -> Iterator[KnownRow]:
    """Every row that a register has had."""
    rows = RegisterRow.objects.filter(register=register).order_by("position", "pk")
    names = ("pk", "key", "name", "state", "cells", "vanished", "position")
    return (KnownRow(*values) for values in rows.values_list(*names).iterator(chunk_size=5_000))


def totals_of(register: Register) -> dict[str, Total]:
    """Rows and sums by state."""
    return {
        total.state: Total(total.rows, {name: Decimal(value) for name, value in json.loads(total.amounts).items()})
        for total in RegisterTotal.objects.filter(register=register).order_by("state")
    }


def keep_totals(register: Register, totals: dict[str, Total]) -> None:
    """Keep rows and sums by state."""
    RegisterTotal.objects.filter(register=register).delete()
    RegisterTotal.objects.bulk_create(
        RegisterTotal(
            register=register,
            state=state,
            rows=total.rows,
            amounts=json.dumps(
                {name: decimal_text(value) for name, value in total.amounts.items()}, ensure_ascii=False
            ),
        )
        for state, total in totals.items()
    )


def amount_counted(definition: RegisterCount, register: Register, totals: dict[str, Total]) -> Amount:
    """The figure that a definition gives now.

    :raises CannotCount: for a share of nothing.
    """
    what: Counted = definition.what  # type: ignore[assignment]  # a constraint keeps it among the three
    return count(
        totals,
        what=what,
        states=json.loads(definition.states),
        row_unit=register.row_unit,
        column=definition.column,
        column_unit=unit_of_column(register, definition.column),
        places=definition.places,
    )


def unit_of_column(register: Register, column: str) -> str:
    """The unit of an amount column, empty where the register has no such column of amounts."""
    units: Iterable[tuple[str, str]] = json.loads(register.mapping)["amounts"] if register.mapping else ()
    return dict(units).get(column, "")
