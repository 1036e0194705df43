"""Figures, indicators, registers and vouchers of tasks, as facts of the gate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhenggai.domain.closing_facts import MoneyFact, RosterFact, TargetFact
from zhenggai.domain.indicators import reached
from zhenggai.domain.quantities.amounts import amount_of
from zhenggai.domain.rosters_claimed import PERSONS, claimed_rows, is_open
from zhenggai.ledger.models import Figure, Indicator, Measure, Register

YUAN = "元"


@dataclass(frozen=True, slots=True)
class Listed:
    """A register with its rows, and those of them whose state speaks of work to do."""

    register: Register
    rows: int
    open_rows: int


def targets_of(indicators: Iterable[Indicator], registers: Iterable[Listed]) -> dict[int, tuple[TargetFact, ...]]:
    """Indicators with their newest reading and registers with the rows that are settled, beside their targets."""
    found: dict[int, list[TargetFact]] = defaultdict(list)
    for one in indicators:
        # Columns of the query.
        found[one.task_id].append(_indicator(one, one.reads, one.reading))  # type: ignore[attr-defined]
    for listed in registers:
        if listed.rows:
            found[listed.register.task_id].append(_settled(listed))
    return {task: tuple(facts) for task, facts in found.items()}


def money_of(
    measures: Mapping[int, Measure], stated: Iterable[Figure], paid: Iterable[Mapping[str, Any]]
) -> dict[int, tuple[MoneyFact, ...]]:
    """What the measures of funds report in money, and what their vouchers add up to, in yuan, by task."""
    sums: dict[int, list[Figure]] = defaultdict(list)
    for figure in stated:
        if figure.measure_id is not None and figure.unit == YUAN:
            sums[figure.measure_id].append(figure)
    vouchers = _vouchers(paid)
    found: dict[int, list[MoneyFact]] = defaultdict(list)
    for measure_id, figures in sums.items():
        measure = measures[measure_id]
        found[measure.task_id].append(
            MoneyFact(
                position=measure.position,
                what="、".join(figure.scope for figure in figures),
                unit=YUAN,
                value=sum((Decimal(figure.value) for figure in figures), Decimal(0)),
                vouchers=vouchers.get(measure_id),
            )
        )
    return {task: tuple(facts) for task, facts in found.items()}


def rosters_of(registers: Sequence[Listed], typed: Iterable[Mapping[str, Any]]) -> dict[int, tuple[RosterFact, ...]]:
    """The registers of tasks with the rows they hold and the number that was claimed of them."""
    stated: dict[int, list[tuple[str, str, Decimal]]] = defaultdict(list)
    for row in typed:
        stated[row["task_id"]].append((row["scope"], row["unit"], Decimal(row["value"])))
    found: dict[int, list[RosterFact]] = defaultdict(list)
    for listed in registers:
        one = listed.register
        claimed = claimed_rows(one.name, one.row_unit, stated[one.task_id])
        persons = one.row_unit in PERSONS
        found[one.task_id].append(RosterFact(one.pk, one.name, listed.rows, claimed, persons=persons))
    return {task: tuple(facts) for task, facts in found.items()}


def _indicator(one: Indicator, reads: str | None, reading: str | None) -> TargetFact:
    target = f"{one.target}{one.unit}"
    if reads is None:
        return TargetFact(one.pk, "indicator", one.name, "", target, met=False)
    value = Decimal(reads) / amount_of("1", one.unit).scale
    met = reached(value, target=Decimal(one.target), direction=one.direction)
    return TargetFact(one.pk, "indicator", one.name, reading or "", target, met=met)


def _settled(listed: Listed) -> TargetFact:
    one, done = listed.register, listed.rows - listed.open_rows
    return TargetFact(one.pk, "register", one.name, str(done), str(listed.rows), met=not listed.open_rows)


def listed_of(totals: Iterable[Register]) -> list[Listed]:
    """The registers of tasks with their counts, which are kept and not counted anew; a row for each state that has a total."""
    registers: dict[int, Register] = {}
    rows: dict[int, int] = defaultdict(int)
    open_rows: dict[int, int] = defaultdict(int)
    for register in totals:
        some: int = register.some or 0  # type: ignore[attr-defined]  # a column of the query
        registers.setdefault(register.pk, register)
        rows[register.pk] += some
        open_rows[register.pk] += some if some and is_open(register.state) else 0  # type: ignore[attr-defined]
    return [Listed(register, rows[pk], open_rows[pk]) for pk, register in registers.items()]


def _vouchers(paid: Iterable[Mapping[str, Any]]) -> dict[int, Decimal]:
    """What the vouchers of each measure add up to; each counts once for a measure."""
    amounts = {(row["measure_id"], row["evidence_id"]): Decimal(row["amount"]) for row in paid}
    found: dict[int, Decimal] = {}
    for (measure, _), amount in amounts.items():
        found[measure] = found.get(measure, Decimal(0)) + amount
    return found
