"""Doing what an approved request wishes, by the same steps with which plans are made."""

from __future__ import annotations

import json
from collections.abc import Sequence

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
    wish_of,
    with_facts,
    with_measure_facts,
)
from zhenggai.domain.planning import Facts, TaskPlan, demand_task_plan
from zhenggai.journal.operations import Subject
from zhenggai.ledger.models import ChangeRequest, Measure, Task
from zhenggai.ledger.operations.issuing.requesting import told_of
from zhenggai.ledger.operations.planning.measures import store_added, store_changed, store_dropped, store_placed
from zhenggai.ledger.operations.planning.reshaped import Reshaped, store_merged, store_moved, store_split
from zhenggai.ledger.operations.planning.tasks import store_task_plan
from zhenggai.ledger.planned import measure_plan, task_plan


def apply_request(request: ChangeRequest, task: Task) -> Subject:
    """Change a claimed task as the request wishes, and return what the entry is about; part of its caller's transaction.

    :raises CannotChange: where what it would change is not what it was when it was asked.
    :raises CannotPlan: where it cannot be any more.
    """
    wish = wish_of(json.loads(request.wish))
    before = json.loads(request.before)["facts"]
    if _plain(told_of(task, wish).before, before) != before:
        raise CannotChange("申请以后，这些内容又有变化，请退回，让申请人对照现在的内容重新申请。")
    done = _do(task, wish, tuple(json.loads(request.after)["facts"]))
    return Subject("plan_step", done.step.pk) if done else Subject("task", task.pk)


def _plain(facts: Facts, wanted: Facts) -> Facts:
    """The facts among those that the request told; others may have come to differ since."""
    return {name: value for name, value in json.loads(json.dumps(facts)).items() if name in wanted}


def _do(task: Task, wish: Wish, names: Sequence[str]) -> Reshaped | None:
    match wish:
        case PlanWish():
            _plan(task, wish.plan, names)
        case MeasureWish():
            measure = _own(task, wish.measure_id)
            store_changed(task, measure, with_measure_facts(measure_plan(measure), wish.plan, names))
        case AddWish():
            store_added(task, wish.plan)
        case DropWish():
            store_dropped(task, _own(task, wish.measure_id))
        case PlaceWish():
            store_placed(task, _own(task, wish.measure_id), wish.position)
        case SplitWish():
            return store_split(task, wish.measure_ids)
        case MergeWish():
            return store_merged(task, wish.into)
        case MoveWish():
            return store_moved(task, wish.problem_ids)
    return None


def _plan(task: Task, wished: TaskPlan, names: Sequence[str]) -> None:
    plan = with_facts(task_plan(task), wished, names)
    demand_task_plan(plan)
    store_task_plan(task, plan)


def _own(task: Task, measure_id: int) -> Measure:
    return Measure.objects.get(pk=measure_id, task=task)
