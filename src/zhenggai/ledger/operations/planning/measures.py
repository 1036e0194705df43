"""Adding, changing, dropping and ordering the measures of a task."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, ProtectedError

from zhenggai.domain.changing import MEASURE_GROUPS
from zhenggai.domain.planning import CannotPlan, Facts, MeasurePlan, demand_measure_plan, measure_facts
from zhenggai.domain.rights import Actor, acting
from zhenggai.domain.roles import Act
from zhenggai.ledger.issued import demand_kept, demand_unissued, differing
from zhenggai.ledger.models import Figure, Measure, Task
from zhenggai.ledger.operations.planning.holding import claim_measure, claim_task, tell_task
from zhenggai.ledger.operations.planning.snapshots import FAR
from zhenggai.ledger.planned import measure_plan
from zhenggai.ledger.reindexing import reindex_task
from zhenggai.ledger.standing import acting_on_task, keep_units


def add_measure(*, task_id: int, version: int, plan: MeasurePlan, actor: Actor, at: datetime) -> int:
    """Put a measure at the end of a task and return its number.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: where the measure lacks something, such as a frequency.
    :raises PlanIssued: where the plan is issued.
    :raises TaskChanged: where `version` is not the task's.
    """
    actor = acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        task = claim_task(task_id, version=version)
        actor = acting_on_task(actor, Act.PLAN, task)
        demand_unissued(task.cycle_id)
        measure, after = store_added(task, plan)
        tell_task(task, actor=actor, verb="measure.add", before={}, after=after, at=at)
    return measure.pk


def change_measure(*, measure_id: int, version: int, plan: MeasurePlan, actor: Actor, at: datetime) -> None:
    """Plan a measure anew.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: where the measure lacks something, such as a frequency.
    :raises PlanIssued: where the plan is issued and protects what would change.
    :raises TaskChanged: where `version` is not the task's.
    """
    actor = acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        task, measure = claim_measure(measure_id, version=version)
        actor = acting_on_task(actor, Act.PLAN, task)
        demand_kept(task.cycle_id, measure_facts(measure_plan(measure)), measure_facts(plan), MEASURE_GROUPS)
        before, after = store_changed(task, measure, plan)
        tell_task(task, actor=actor, verb="measure.change", before=before, after=after, at=at)


def drop_measure(*, measure_id: int, version: int, actor: Actor, at: datetime) -> None:
    """Take a measure out of a task; its figures stay with the problem, its text in the journal.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: where work on the measure has begun.
    :raises PlanIssued: where the plan is issued.
    :raises TaskChanged: where `version` is not the task's.
    """
    actor = acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        task, measure = claim_measure(measure_id, version=version)
        actor = acting_on_task(actor, Act.PLAN, task)
        demand_unissued(task.cycle_id)
        before = store_dropped(task, measure)
        tell_task(task, actor=actor, verb="measure.drop", before=before, after={}, at=at)


def place_measure(*, measure_id: int, version: int, position: int, actor: Actor, at: datetime) -> None:
    """Give a measure another place in its task, counted from 1; the others move up or down.

    :raises NotAllowed: unless the actor plans.
    :raises CannotPlan: for a place that the task does not have.
    :raises PlanIssued: where the plan is issued.
    :raises TaskChanged: where `version` is not the task's.
    """
    actor = acting(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        task, measure = claim_measure(measure_id, version=version)
        actor = acting_on_task(actor, Act.PLAN, task)
        demand_unissued(task.cycle_id)
        before, after = store_placed(task, measure, position)
        tell_task(task, actor=actor, verb="measure.place", before=before, after=after, at=at)


def store_added(task: Task, plan: MeasurePlan) -> tuple[Measure, Facts]:
    """Put a measure at the end of a claimed task and return it with its facts; part of its caller's transaction.

    :raises CannotPlan: where the measure lacks something.
    """
    demand_measure_plan(plan, task_deadline=task.deadline)
    last = task.measures.aggregate(last=Max("position"))["last"] or 0
    measure = Measure(task=task, position=last + 1)
    _write(measure, plan)
    measure.save(force_insert=True)
    _recount(task)
    return measure, {"place": measure.position, **measure_facts(plan)}


def store_changed(task: Task, measure: Measure, plan: MeasurePlan) -> tuple[Facts, Facts]:
    """Store a measure of a claimed task anew and return the facts that differ, before and after.

    :raises CannotPlan: where the measure lacks something.
    """
    demand_measure_plan(plan, task_deadline=task.deadline)
    old, new = measure_facts(measure_plan(measure)), measure_facts(plan)
    _write(measure, plan)
    measure.save(update_fields=PLANNED)
    keep_units(task)
    reindex_task(task.pk)
    names = differing(old, new)
    place: Facts = {"place": measure.position}
    return place | {name: old[name] for name in names}, place | {name: new[name] for name in names}


def store_dropped(task: Task, measure: Measure) -> Facts:
    """Take a measure out of a claimed task and return its facts; part of its caller's transaction.

    :raises CannotPlan: where work on the measure has begun.
    """
    before = {"place": measure.position, **measure_facts(measure_plan(measure))}
    Figure.objects.filter(measure=measure).update(measure=None)
    _delete(measure)
    close_gap(task, after=measure.position)
    _recount(task)
    return before


def store_placed(task: Task, measure: Measure, position: int) -> tuple[Facts, Facts]:
    """Give a measure of a claimed task another place and return the facts before and after.

    :raises CannotPlan: for a place that the task does not have.
    """
    order = list(task.measures.order_by("position").values_list("pk", flat=True))
    if not 1 <= position <= len(order):
        raise CannotPlan("这项任务只有 $count 条措施。", count=len(order))
    before = order.index(measure.pk) + 1
    order.insert(position - 1, order.pop(before - 1))
    task.measures.update(position=F("position") + FAR)
    for place, pk in enumerate(order, start=1):
        Measure.objects.filter(pk=pk).update(position=place)
    name: Facts = {"text": measure.text}
    return {**name, "place": before}, {**name, "place": position}


def close_gap(task: Task, *, after: int) -> None:
    """Move the measures behind a place up by one."""
    behind = Measure.objects.filter(task=task, position__gt=after)
    behind.update(position=F("position") + FAR)
    Measure.objects.filter(task=task, position__gt=FAR).update(position=F("position") - FAR - 1)


PLANNED = ("text", "measure_class", "unit_name", "deliverable", "deadline", "term", "times", "per")


def _write(measure: Measure, plan: MeasurePlan) -> None:
    measure.text, measure.measure_class, measure.unit_name = plan.text, plan.measure_class, plan.unit
    measure.deliverable, measure.deadline, measure.term = plan.deliverable, plan.deadline, plan.term
    measure.times, measure.per = plan.times, plan.per


def _delete(measure: Measure) -> None:
    try:
        Measure.objects.filter(pk=measure.pk).delete()
    except ProtectedError as work:
        raise CannotPlan("这条措施已有办理记录，不能删去。") from work


def _recount(task: Task) -> None:
    Task.objects.filter(pk=task.pk).update(measures_count=task.measures.count())
    keep_units(task)
    reindex_task(task.pk)
