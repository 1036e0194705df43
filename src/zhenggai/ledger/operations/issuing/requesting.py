"""Requests for changes as rows: what a wish would change, told in words, and the row that keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhenggai.chain.canonical import canonical_text
from zhenggai.domain.changing import (
    AddWish,
    CannotChange,
    DropWish,
    MeasureWish,
    MergeWish,
    MoveWish,
    PlaceWish,
    PlanWish,
    SplitWish,
    Wish,
    groups_of,
    kind_of,
    plain_wish,
)
from zhenggai.domain.deciding import level_of
from zhenggai.domain.planning import Facts, demand_measure_plan, demand_task_plan, measure_facts, task_facts
from zhenggai.domain.rights import Actor
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.issued import differing
from zhenggai.ledger.models import ChangeRequest, Measure, Problem, Task
from zhenggai.ledger.operations.planning.holding import name_of
from zhenggai.ledger.planned import demand_measures_within, measure_plan, task_plan
from zhenggai.ledger.ruling import rules_of


@dataclass(frozen=True, slots=True)
class Told:
    """What a wish would change: the facts that differ, before and after. `place` is that of the measure it is about."""

    before: Facts
    after: Facts
    place: int | None = None

    def text(self, facts: Facts) -> str:
        """The facts as a row keeps them."""
        return json.dumps({"place": self.place, "facts": facts}, ensure_ascii=False)


def told_of(task: Task, wish: Wish) -> Told:
    """What a wish would change of a task as it stands.

    :raises CannotChange: where it would change nothing, or names what is not there.
    :raises CannotPlan: where what is wished cannot be.
    """
    if isinstance(wish, PlanWish):
        demand_task_plan(wish.plan)
        demand_measures_within(task.measures.all(), wish.plan)
        return _differing(task_facts(task_plan(task)), task_facts(wish.plan), None)
    if isinstance(wish, AddWish):
        demand_measure_plan(wish.plan, task_deadline=task.deadline)
        return Told({}, measure_facts(wish.plan))
    if isinstance(wish, MeasureWish | DropWish | PlaceWish):
        return _told_of_measure(task, _measure(task, wish.measure_id), wish)
    return _told_of_shape(task, wish)


def keep_request(task: Task, wish: Wish, told: Told, *, reason: str, actor: Actor, at: datetime) -> ChangeRequest:
    """Store a wish that somebody has to decide on; part of its caller's transaction."""
    row = _row(task, wish, told, reason=reason, actor=actor, at=at)
    row.save(force_insert=True)
    return row


def keep_reassignment(
    task: Task, wish: PlanWish, before: Facts, after: Facts, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Store what the office did after a refusal, decided as it was asked; part of its caller's transaction."""
    row = _row(task, wish, Told(before, after), reason=reason, actor=actor, at=at)
    row.state, row.reassigned, row.decided_at, row.decided_by = "approved", True, at, actor.name
    row.save(force_insert=True)


def _row(task: Task, wish: Wish, told: Told, *, reason: str, actor: Actor, at: datetime) -> ChangeRequest:
    kind = kind_of(wish)
    deciders = dict(rules_of(cycle_id=task.cycle_id).deciders)
    return ChangeRequest(
        cycle_id=task.cycle_id,
        task=task,
        task_name=name_of(task),
        kind=kind,
        wish=canonical_text(plain_wish(wish)),
        before=told.text(told.before),
        after=told.text(told.after),
        level=level_of(groups_of(kind, told.after), deciders),
        reason=reason,
        asked_at=at,
        asked_by=actor.name,
        asked_by_id=actor.id,
    )


def _told_of_measure(task: Task, measure: Measure, wish: MeasureWish | DropWish | PlaceWish) -> Told:
    facts = measure_facts(measure_plan(measure))
    if isinstance(wish, DropWish):
        return Told(facts, {}, measure.position)
    if isinstance(wish, PlaceWish):
        if not 1 <= wish.position <= task.measures.count():
            raise CannotChange("这项任务只有 $count 条措施。", count=task.measures.count())
        return _differing({"place": measure.position}, {"place": wish.position}, measure.position)
    demand_measure_plan(wish.plan, task_deadline=task.deadline)
    return _differing(facts, measure_facts(wish.plan), measure.position)


def _told_of_shape(task: Task, wish: SplitWish | MergeWish | MoveWish) -> Told:
    if isinstance(wish, SplitWish):
        places = list(
            task.measures.filter(pk__in=wish.measure_ids).order_by("position").values_list("position", flat=True)
        )
        if not places or len(places) == task.measures.count():
            raise CannotChange("请勾选要拆出去的措施，并至少留下一条。")
        return Told({}, {"new_task": "、".join(f"第 {place} 条" for place in places)})
    if isinstance(wish, MergeWish):
        other = Task.objects.filter(cycle_id=task.cycle_id, number=wish.into).exclude(pk=task.pk)
        if not other.exists():
            raise CannotChange("这个轮次里没有另一项任务 $number。", number=wish.into)
        return Told({"merged": f"任务 {task.number}"}, {"merged": f"任务 {wish.into}"})
    wanted = Problem.objects.filter(cycle_id=task.cycle_id, pk__in=wish.problem_ids)
    if not wanted.exists():
        raise CannotChange("请选择这项任务要对应的问题。")
    return _differing({"answers": _cited(task.problems.all())}, {"answers": _cited(wanted)}, None)


def _differing(before: Facts, after: Facts, place: int | None) -> Told:
    names = list(differing(before, after))
    if not names:
        raise CannotChange("内容与现在的一样，没有需要申请的改动。")
    return Told({name: before[name] for name in names}, {name: after[name] for name in names}, place)


def _measure(task: Task, measure_id: int) -> Measure:
    measure = task.measures.filter(pk=measure_id).first()
    if measure is None:
        raise CannotChange("这条措施已经不在任务里了。")
    return measure


def _cited(problems: Iterable[Problem]) -> str:
    found = Problem.objects.filter(pk__in=[problem.pk for problem in problems]).select_related("aspect")
    return "、".join(cite_problem(problem) for problem in found.order_by("position"))
