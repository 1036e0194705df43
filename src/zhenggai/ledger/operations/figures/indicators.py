"""Indicators and their readings."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from zhenggai.domain.figures import CannotState, IndicatorPlan, demand_indicator, demand_time
from zhenggai.domain.quantities.amounts import amount_of
from zhenggai.domain.report_json import decimal_text
from zhenggai.domain.rights import Actor
from zhenggai.ledger.models import Figure, Indicator
from zhenggai.ledger.operations.figures.holding import (
    FigureChanged,
    count_one_more,
    demand_figures_open,
    demand_keeper,
    figure_facts,
    figure_row,
    indicator_of_keeper,
    measure_of,
    scope_version_of,
    task_of_keeper,
    tell,
)
from zhenggai.ledger.operations.figures.stating import replace_figure_first
from zhenggai.ledger.relating import recompute, relations_with
from zhenggai.ledger.ruling import rules_of


def add_indicator(*, task_id: int, plan: IndicatorPlan, actor: Actor, at: datetime) -> int:
    """Set up an indicator of a task, or of one of its measures, and return its number.

    :raises NotAllowed: unless the actor keeps the figures of this task.
    :raises CannotState: where it makes no sense, or the task has one of that name.
    """
    demand_keeper(actor)
    try:
        with transaction.atomic(durable=True):
            task = task_of_keeper(task_id, actor=actor)
            demand_figures_open(task)
            baseline, target = demand_indicator(plan)
            indicator = Indicator.objects.create(
                cycle_id=task.cycle_id,
                task=task,
                measure=measure_of(task, plan.measure),
                name=plan.name.strip(),
                unit=baseline.word,
                direction=plan.direction,
                scope_version=scope_version_of(plan.scope_version),
                baseline=decimal_text(baseline.value / baseline.scale),
                baseline_day=plan.baseline_day,
                target=decimal_text(target.value / target.scale),
                target_day=plan.target_day,
            )
            after = {
                "indicator": indicator.name,
                "baseline": f"{baseline.text} {plan.baseline_day}",
                "target_value": f"{target.text} {plan.target_day}",
            }
            tell(task, "indicator.add", before={}, after=after, actor=actor, at=at)
    except IntegrityError as clash:
        raise CannotState("这项任务已有同名的指标。") from clash
    return indicator.pk


def add_reading(*, indicator_id: int, digits: str, day: date, origin: str, actor: Actor, at: datetime) -> int:
    """Note what an indicator reads on a day and return the figure's number; a second reading of a day corrects the first.

    :raises NotAllowed: unless the actor keeps the figures of its task.
    :raises CannotState: for a day before the baseline or yet to come, or without a source.
    :raises WrongAmount: where it is no number.
    :raises FigureChanged: where somebody else noted the same day in the same moment.
    """
    demand_keeper(actor)
    try:
        with transaction.atomic(durable=True):
            indicator = indicator_of_keeper(indicator_id, actor=actor)
            demand_figures_open(indicator.task)
            reading = _build(indicator, digits, day, origin, actor=actor, at=at)
            old = _of_day(indicator, day)
            before = figure_facts(old) if old else {}
            if old is None:
                reading.save(force_insert=True)
                count_one_more(indicator.task)
            else:
                reading.supersedes = old
                replace_figure_first(old, reading)
            rules = rules_of(cycle_id=indicator.cycle_id)
            outcome = recompute(relations_with([reading]), tolerance=rules.tolerance)
            after = {"indicator": indicator.name, **figure_facts(reading), **outcome.facts()}
            verb = "reading.correct" if old else "reading.add"
            tell(indicator.task, verb, before=before, after=after, actor=actor, at=at)
    except IntegrityError as clash:
        raise FigureChanged("有人同时记了这一天的读数，请看过再记。") from clash
    return reading.pk


def _of_day(indicator: Indicator, day: date) -> Figure | None:
    kept = Figure.objects.select_related("scope_version__term")
    return kept.filter(indicator=indicator, until=day, current=True).first()


def _build(indicator: Indicator, digits: str, day: date, origin: str, *, actor: Actor, at: datetime) -> Figure:
    if not origin.strip():
        raise CannotState("请写明来源：哪份材料、哪个系统或哪个单位提供。")
    demand_time(None, day, today=localtime(at).date())
    if day < indicator.baseline_day:
        raise CannotState("读数的日期不能早于基期 $day。", day=indicator.baseline_day)
    amount = amount_of(digits, indicator.unit)
    reading = figure_row(
        indicator.task,
        amount,
        source="indicator",
        scope=indicator.name,
        origin=origin.strip(),
        until=day,
        by=actor,
        at=at,
    )
    reading.indicator, reading.measure_id = indicator, indicator.measure_id
    reading.scope_version = scope_version_of(indicator.scope_version_id)
    return reading
