"""Stating equations between figures, and taking them away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.relations import EQUATION_NAMES, EQUATIONS, worded
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Act
from zhenggai.journal.along import tell_along
from zhenggai.ledger.models import Figure, Relation, RelationPart, Task
from zhenggai.ledger.operations.figures.holding import demand_figures_open, demand_keeper, task_of_keeper, tell
from zhenggai.ledger.relating import WITH_PARTS, forget, recompute
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.standing import demand_task


class CannotRelate(Refusal):
    """Figures that make no equation."""


def add_relation(*, task_id: int, kind: str, total_id: int, part_ids: Sequence[int], actor: Actor, at: datetime) -> int:
    """State an equation and return its number; it is computed at once, and again whenever a figure in it changes.

    :raises NotAllowed: unless the actor keeps the figures of every task that it names.
    :raises CannotRelate: where kind and figures do not fit.
    """
    demand_keeper(actor)
    with transaction.atomic(durable=True):
        task = task_of_keeper(task_id, actor=actor)
        demand_figures_open(task)
        total, parts = _chosen(task, kind, total_id, part_ids, actor=actor)
        relation = Relation.objects.create(
            cycle_id=task.cycle_id,
            problem_id=task.problem_id,
            task=task,
            kind=kind,
            total=total,
            computed="",
            stated="",
        )
        RelationPart.objects.bulk_create(
            RelationPart(relation=relation, position=place, figure=part) for place, part in enumerate(parts)
        )
        outcome = recompute(
            Relation.objects.filter(pk=relation.pk), tolerance=rules_of(cycle_id=task.cycle_id).tolerance
        )
        after = {**_facts(kind, total, parts), **outcome.facts()}
        tell(task, "relation.add", before={}, after=after, actor=actor, at=at)
    return relation.pk


def drop_relation(*, relation_id: int, actor: Actor, at: datetime) -> None:
    """Take an equation away; its figures stay, its doubt goes, the journal keeps both.

    :raises NotAllowed: unless the actor keeps the figures of its task.
    :raises CannotRelate: for an equation that the document itself states.
    """
    demand_keeper(actor)
    with transaction.atomic(durable=True):
        found = Relation.objects.select_related("task", "total").prefetch_related(WITH_PARTS)
        relation = found.filter(pk=relation_id).first()
        if relation is None:
            raise NoSuchThing("没有编号为 $id 的算式。", id=relation_id)
        if relation.task is None:
            raise CannotRelate("原文里的算式不能删去。")
        task = task_of_keeper(relation.task.pk, actor=actor)
        demand_figures_open(task)
        before = _facts(relation.kind, relation.total, [part.figure for part in relation.parts.all()])
        forget(relation)
        tell_along("relation", relation_id)
        tell(task, "relation.drop", before=before, after={}, actor=actor, at=at)


def _chosen(
    task: Task, kind: str, total_id: int, part_ids: Sequence[int], *, actor: Actor
) -> tuple[Figure, list[Figure]]:
    equation = next((equation for name, equation in EQUATIONS.items() if name == kind), None)
    if equation is None:
        raise CannotRelate("请选择算式的种类。")
    if not equation.least <= len(part_ids) <= equation.most:
        raise CannotRelate(
            "“$name”右边要有 $least 到 $most 个数字。", name=equation.name, least=equation.least, most=equation.most
        )
    if len({total_id, *part_ids}) != len(part_ids) + 1:
        raise CannotRelate("同一个数字不能在一个算式里出现两次。")
    found = Figure.objects.select_related("task").filter(cycle_id=task.cycle_id, current=True)
    figures = found.in_bulk([total_id, *part_ids])
    if len(figures) != len(part_ids) + 1:
        raise CannotRelate("有的数字已被更正或不在这个轮次里，请重新选择。")
    for figure in figures.values():
        if figure.task is not None:
            demand_task(actor, Act.KEEP_FIGURES, figure.task)
        elif figure.problem_id is None or not task.problems.filter(pk=figure.problem_id).exists():
            raise CannotRelate("只能用这项任务所对应问题的原文数字。")
    return figures[total_id], [figures[part] for part in part_ids]


def _facts(kind: str, total: Figure, parts: Sequence[Figure]) -> dict[str, object]:
    name = next(name for name in EQUATION_NAMES if name == kind)
    return {"equation": worded(name, total.text, [part.text for part in parts])}
