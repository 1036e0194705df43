"""Figures that a register gives: defined once, computed again with every workbook."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from zhenggai.domain.figures import CannotState, demand_name
from zhenggai.domain.registers.totals import COUNTED_NAMES, CannotCount
from zhenggai.domain.report_json import decimal_text
from zhenggai.domain.rights import Actor
from zhenggai.ledger.models import Figure, Register, RegisterCount, RegisterImport
from zhenggai.ledger.operations.figures.holding import (
    count_one_more,
    demand_figures_open,
    demand_keeper,
    figure_facts,
    figure_row,
    register_of_keeper,
    scope_version_of,
    tell,
)
from zhenggai.ledger.operations.figures.stating import replace_figure_first
from zhenggai.ledger.registering import amount_counted, totals_of, unit_of_column
from zhenggai.ledger.relating import recompute, relations_with
from zhenggai.ledger.ruling import rules_of

MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class CountWish:
    """A figure over a register: its name, what is counted, over which states (none: all), with how many decimals."""

    name: str
    what: str
    states: tuple[str, ...] = ()
    column: str = ""
    places: int = 2
    scope_version: int | None = None


def count_register(*, register_id: int, wish: CountWish, actor: Actor, at: datetime) -> int:
    """Define a figure over the rows of a register and return its number.

    :raises NotAllowed: unless the actor keeps the figures of its task.
    :raises CannotCount: where the register has no rows, no such state, or no such column of amounts.
    """
    demand_keeper(actor)
    with transaction.atomic(durable=True):
        register = register_of_keeper(register_id, actor=actor)
        demand_figures_open(register.task)
        latest = register.imports.filter(state="accepted").order_by("-accepted_at", "-pk").first()
        if latest is None:
            raise CannotCount("清单里还没有行，请先导入。")
        definition = _defined(register, wish)
        figure = _figure(
            definition,
            register,
            name=demand_name(wish.name, sentence="请写这个数字的名称。"),
            latest=latest,
            actor=actor,
            at=at,
        )
        figure.scope_version = scope_version_of(wish.scope_version)
        figure.save(force_insert=True)
        definition.figure = figure
        definition.save(force_insert=True)
        count_one_more(register.task)
        after = {"register": register.name, **figure_facts(figure), "over_states": "、".join(wish.states)}
        tell(register.task, "register.count", before={}, after=after, actor=actor, at=at)
    return figure.pk


def recount(register: Register, *, until: date | None, origin: str, actor: Actor, at: datetime) -> dict[str, object]:
    """Compute the figures of a register again, each change as a figure that supersedes the old one; tell what changed."""
    totals = totals_of(register)
    changed: list[Figure] = []
    told: list[str] = []
    for definition in register.counts.select_related("figure__scope_version__term").order_by("pk"):
        old = definition.figure
        amount = amount_counted(definition, register, totals)
        if (old.value, old.text, old.until) == (decimal_text(amount.value), amount.text, until):
            continue
        new = figure_row(
            register.task,
            amount,
            source="register",
            scope=old.scope,
            origin=_origin(register, origin),
            until=until,
            by=actor,
            at=at,
        )
        new.scope_version, new.supersedes = old.scope_version, old
        replace_figure_first(old, new)
        RegisterCount.objects.filter(pk=definition.pk).update(figure=new)
        changed.append(new)
        if old.text != new.text:
            told.append(f"{new.scope} {old.text} → {new.text}")
    outcome = recompute(relations_with(changed), tolerance=rules_of(cycle_id=register.cycle_id).tolerance)
    return {**({"figures_moved": "；".join(told)} if told else {}), **outcome.facts()}


def _defined(register: Register, wish: CountWish) -> RegisterCount:
    if wish.what not in COUNTED_NAMES:
        raise CannotCount("请选择数行数、金额还是比例。")
    known = set(totals_of(register))
    unknown = next((state for state in wish.states if state not in known), None)
    if unknown is not None:
        raise CannotCount("清单里没有“$state”这个状态。", state=unknown)
    if wish.what == "sum" and not unit_of_column(register, wish.column):
        raise CannotCount("请选择一个金额列。")
    if not 0 <= wish.places <= MOST_PLACES:
        raise CannotState("比例的小数位数应在 0 到 $most 之间。", most=MOST_PLACES)
    return RegisterCount(
        register=register,
        what=wish.what,
        column=wish.column if wish.what == "sum" else "",
        states=json.dumps(wish.states, ensure_ascii=False),
        places=wish.places,
    )


def _figure(
    definition: RegisterCount, register: Register, *, name: str, latest: RegisterImport, actor: Actor, at: datetime
) -> Figure:
    return figure_row(
        register.task,
        amount_counted(definition, register, totals_of(register)),
        source="register",
        scope=name,
        origin=_origin(register, latest.name),
        until=latest.as_of,
        by=actor,
        at=at,
    )


def _origin(register: Register, file: str) -> str:
    return f"“{register.name}”，{file}"
