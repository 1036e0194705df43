"""Stating a figure, and correcting one by another that supersedes it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from zhenggai.domain.figures import CannotState, FigurePlan, demand_figure
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Act
from zhenggai.ledger.models import Figure, Task
from zhenggai.ledger.operations.figures.holding import (
    FigureChanged,
    count_one_more,
    demand_figures_open,
    demand_keeper,
    figure_facts,
    figure_row,
    measure_of,
    scope_version_of,
    task_of_keeper,
    tell,
)
from zhenggai.ledger.relating import recompute, relations_with, replace_figure
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.standing import demand_task

_SOURCES = {"text": "原文里的数字不能改，请另记一个数字。", "register": "这个数字由明细清单算出，请导入新的清单。"}


def add_figure(*, task_id: int, plan: FigurePlan, actor: Actor, at: datetime) -> int:
    """State a figure of a task and return its number.

    :raises NotAllowed: unless the actor keeps the figures of this task.
    :raises CannotState: where the figure does not say what it counts, when, and where it comes from.
    :raises WrongAmount: where value or unit are none.
    """
    demand_keeper(actor)
    with transaction.atomic(durable=True):
        task = task_of_keeper(task_id, actor=actor)
        demand_figures_open(task)
        figure = _build(task, plan, actor=actor, at=at)
        figure.save(force_insert=True)
        count_one_more(task)
        tell(task, "figure.add", before={}, after=figure_facts(figure), actor=actor, at=at)
    return figure.pk


def correct_figure(*, figure_id: int, plan: FigurePlan, why: str, actor: Actor, at: datetime) -> int:
    """State a figure anew; the old one stays and is superseded, and equations are computed again. Return the new number.

    :raises NotAllowed: unless the actor keeps the figures of its task.
    :raises CannotState: for a figure that was read or is computed, without a reason, or where it says too little.
    :raises FigureChanged: where it was corrected already.
    """
    demand_keeper(actor)
    try:
        with transaction.atomic(durable=True):
            old = _corrigible(figure_id, actor=actor)
            task = task_of_keeper(old.task_id or 0, actor=actor)
            demand_figures_open(task)
            if not why.strip():
                raise CannotState("请写明更正的原因。")
            new = _build(task, plan, actor=actor, at=at)
            new.source, new.indicator_id, new.supersedes = old.source, old.indicator_id, old
            before = figure_facts(old)
            replace_figure_first(old, new)
            outcome = recompute(relations_with([new]), tolerance=rules_of(cycle_id=task.cycle_id).tolerance)
            after = {**figure_facts(new), **outcome.facts()}
            tell(task, "figure.correct", before=before, after=after, actor=actor, at=at, why=why.strip())
    except IntegrityError as clash:
        raise _superseded(old) from clash
    return new.pk


def replace_figure_first(old: Figure, new: Figure) -> None:
    """Write a figure in the place of another one.

    :raises FigureChanged: where that was superseded already.
    """
    if Figure.objects.filter(pk=old.pk, current=True).update(current=False) != 1:
        raise _superseded(old)
    new.save(force_insert=True)
    replace_figure(old, new)


def _superseded(old: Figure) -> FigureChanged:
    new = Figure.objects.filter(supersedes=old).first()
    who, now = (new.entered_by, new.text) if new else ("", "")
    return FigureChanged("这个数字已由 $who 更正为 $now。您填的内容还在，请对照最新的数字再改。", who=who, now=now)


def _corrigible(figure_id: int, *, actor: Actor) -> Figure:
    figure = Figure.objects.select_related("task", "scope_version__term").filter(pk=figure_id).first()
    if figure is None:
        raise NoSuchThing("没有编号为 $id 的数字。", id=figure_id)
    if figure.task is not None:
        demand_task(actor, Act.KEEP_FIGURES, figure.task)
    if figure.source in _SOURCES:
        raise CannotState(_SOURCES[figure.source])
    return figure


def _build(task: Task, plan: FigurePlan, *, actor: Actor, at: datetime) -> Figure:
    amount = demand_figure(plan, today=localtime(at).date())
    figure = figure_row(
        task,
        amount,
        source="typed",
        scope=plan.scope.strip(),
        origin=plan.origin.strip(),
        since=plan.since,
        until=plan.until,
        by=actor,
        at=at,
    )
    figure.scope_version = scope_version_of(plan.scope_version)
    figure.measure = measure_of(task, plan.measure)
    return figure
