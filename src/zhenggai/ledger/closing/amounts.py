"""Figures, indicators, registers and vouchers of tasks, as facts of the gate; one query for each table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, OuterRef, Subquery

from zhenggai.domain.closing_facts import MoneyFact, RosterFact, TargetFact
from zhenggai.domain.indicators import reached
from zhenggai.domain.quantities.amounts import amount_of
from zhenggai.domain.rosters_claimed import PERSONS, claimed_rows, is_open
from zhenggai.ledger.closing_models import Voucher
from zhenggai.ledger.models import EvidenceUse, Figure, Indicator, Measure, Register

YUAN = "元"


@dataclass(frozen=True, slots=True)
class Listed:
    """A register with its rows, and those of them whose state speaks of work to do."""

    register: Register
    rows: int
    open_rows: int


def targets_of(task_ids: Sequence[int], registers: Iterable[Listed]) -> dict[int, tuple[TargetFact, ...]]:
    """Indicators with their newest reading and registers with the rows that are settled, beside their targets."""
    found: dict[int, list[TargetFact]] = defaultdict(list)
    current = Figure.objects.filter(indicator=OuterRef("pk"), current=True)
    newest = current.order_by(F("until").desc(nulls_last=True), "-pk")
    indicators = Indicator.objects.filter(task_id__in=task_ids).annotate(
        reads=Subquery(newest.values("value")[:1]), reading=Subquery(newest.values("text")[:1])
    )
    for one in indicators.order_by("pk"):
        found[one.task_id].append(_indicator(one, one.reads, one.reading))
    for listed in registers:
        if listed.rows:
            found[listed.register.task_id].append(_settled(listed))
    return {task: tuple(facts) for task, facts in found.items()}


def money_of(measures: Mapping[int, Measure]) -> dict[int, tuple[MoneyFact, ...]]:
    """What the measures of funds report in money, and what their vouchers add up to, in yuan, by task."""
    funds = {pk: measure for pk, measure in measures.items() if measure.measure_class == "funds"}
    sums: dict[int, list[Figure]] = defaultdict(list)
    stated = Figure.objects.filter(measure_id__in=funds, current=True, kind="money").exclude(source="text")
    for figure in stated.order_by("pk"):
        if figure.measure_id is not None and figure.unit == YUAN:
            sums[figure.measure_id].append(figure)
    vouchers = _vouchers(funds)
    found: dict[int, list[MoneyFact]] = defaultdict(list)
    for measure_id, figures in sums.items():
        measure = funds[measure_id]
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


def rosters_of(registers: Sequence[Listed]) -> dict[int, tuple[RosterFact, ...]]:
    """The registers of tasks with the rows they hold and the number that was claimed of them."""
    stated: dict[int, list[tuple[str, str, Decimal]]] = defaultdict(list)
    tasks = {listed.register.task_id for listed in registers}
    typed = Figure.objects.filter(task_id__in=tasks, current=True, source="typed").order_by("pk")
    for task, scope, unit, value in typed.values_list("task_id", "scope", "unit", "value"):
        if task is not None:
            stated[task].append((scope, unit, Decimal(value)))
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


def listed_of(task_ids: Iterable[int]) -> list[Listed]:
    """The registers of tasks with their counts, which are kept and not counted anew."""
    registers: dict[int, Register] = {}
    rows: dict[int, int] = defaultdict(int)
    open_rows: dict[int, int] = defaultdict(int)
    # A row for each state that has a total, or one where none has.
    totals = Register.objects.filter(task_id__in=task_ids).annotate(state=F("totals__state"), some=F("totals__rows"))
    for register in totals.order_by("pk"):
        registers[register.pk] = register
        rows[register.pk] += register.some or 0
        open_rows[register.pk] += register.some if register.some and is_open(register.state) else 0
    return [Listed(register, rows[pk], open_rows[pk]) for pk, register in registers.items()]


def _vouchers(measures: Iterable[int]) -> dict[int, Decimal]:
    used = EvidenceUse.objects.filter(
        measure_id__in=list(measures), ended_at=None, evidence__withdrawn_at=None, evidence__kind="voucher"
    )
    pairs = list(used.values_list("measure_id", "evidence_id").distinct())
    amounts = dict(
        Voucher.objects.filter(pk__in={evidence for _, evidence in pairs}).values_list("evidence_id", "amount")
    )
    found: dict[int, Decimal] = {}
    for measure, evidence in pairs:
        if evidence in amounts:
            found[measure] = found.get(measure, Decimal(0)) + Decimal(amounts[evidence])
    return found
