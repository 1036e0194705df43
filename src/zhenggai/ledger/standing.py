"""Whose a task is: what the rule of rights is asked about, and the same rule as SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from zhenggai.domain.rights import (
    DECISIONS,
    Actor,
    Office,
    Thing,
    acting,
    demand,
    may_in_cycle,
    offices_of,
    own_units,
    stood_for,
)
from zhenggai.domain.roles import Act, Reach
from zhenggai.journal.one_statement import Columns
from zhenggai.ledger.inquiring import Inquiry
from zhenggai.ledger.models import Cycle, Measure, Task, TaskUnit
from zhenggai.people.unit_finding import find_or_add_units

NOTHING = Q(pk__in=())


def thing_of_task(task: Task) -> Thing:
    """A task as rights see it."""
    units = TaskUnit.objects.filter(task=task).values_list("unit_id", flat=True)
    return thing_among(task, units)


def thing_among(task: Task, units: Iterable[int | None]) -> Thing:
    """A task as rights see it, whose units were found already."""
    return Thing(task.cycle_id, task.unit_id, frozenset(unit for unit in units if unit), task.leader, task.pk)


def things_of_tasks(task_ids: Iterable[int]) -> dict[int, Thing]:
    """Tasks as rights see them, by their numbers, in two queries."""
    wanted = list(task_ids)
    units: dict[int, set[int]] = {}
    for task_id, unit_id in TaskUnit.objects.filter(task_id__in=wanted).values_list("task_id", "unit_id"):
        units.setdefault(task_id, set()).add(unit_id)
    return {
        task.pk: thing_among(task, units.get(task.pk, ()))
        for task in Task.objects.filter(pk__in=wanted).only("cycle_id", "unit_id", "leader")
    }


def find_things(task_ids: Iterable[int]) -> Inquiry[dict[int, Thing]]:
    """The same, as an inquiry."""
    wanted, units = set(task_ids), dict[int, set[int]]()
    if not wanted:
        return {}
    parts = Columns(TaskUnit.objects.filter(task_id__in=wanted), ("task_id", "unit_id"))
    tasks, rows = yield Task.objects.filter(pk__in=wanted), parts
    for row in rows:
        units.setdefault(row["task_id"], set()).add(row["unit_id"])
    return {task.pk: thing_among(task, units.get(task.pk, ())) for task in tasks}


def demand_task(actor: Actor, act: Act, task: Task) -> Office:
    """The office in which the actor may do this to the task.

    :raises NotAllowed: where there is none.
    """
    return demand(actor, act, thing_of_task(task))


def acting_on_task(actor: Actor, act: Act, task: Task) -> Actor:
    """The actor as they do this to the task, in their own name or for somebody.

    :raises NotAllowed: where they may not.
    """
    return acting(actor, act, thing_of_task(task))


def whole_cycle(actor: Actor, cycle_id: int) -> bool:
    """Whether the actor sees every task of a cycle."""
    return may_in_cycle(actor, Act.READ_CYCLE, cycle_id)


def tasks_in_reach(actor: Actor, act: Act = Act.READ, *, cycle_id: int | None = None) -> QuerySet[Task]:
    """The tasks to which the actor may do this, of one cycle or of all; the rule is that of `domain.rights`, and a test proves it."""
    tasks = Task.objects.all() if cycle_id is None else Task.objects.filter(cycle_id=cycle_id)
    conditions = [
        _condition(actor, act, office, reach, cycle_id)
        for office in offices_of(actor)
        if (reach := office.reach(act)) is not None
        and (None in (cycle_id, office.cycle_id) or office.cycle_id == cycle_id)
    ]
    if any(condition is None for condition in conditions):
        return tasks
    return tasks.filter(reduce(or_, [condition for condition in conditions if condition is not None], NOTHING))


def cycles_in_reach(actor: Actor) -> QuerySet[Cycle]:
    """The cycles that the actor sees as a whole or that hold a task for them; each is asked about by itself, so that few stay quick."""
    reaches = [(office, office.reach(Act.READ_CYCLE)) for office in offices_of(actor)]
    seen = [office.cycle_id for office, reach in reaches if reach is not None]
    if None in seen:
        return Cycle.objects.all()
    held = (
        _held(actor, office, reach) for office in offices_of(actor) if (reach := office.reach(Act.READ)) is not None
    )
    return Cycle.objects.filter(reduce(or_, held, Q(pk__in=seen)))


def keep_units(task: Task) -> None:
    """Keep the units that take part in a task as its plan and measures name them; part of its caller's transaction."""
    lead = [(task.unit_id, "lead")] if task.unit_id else []
    co_units = json.loads(task.co_units)
    owners = set(Measure.objects.filter(task=task).exclude(unit_name="").values_list("unit_name", flat=True))
    found = find_or_add_units([*co_units, *owners]) if co_units or owners else {}
    wanted = {
        *lead,
        *((found[name], "co") for name in co_units if name in found),
        *((found[name], "measure") for name in owners if name in found),
    }
    kept = {(row.unit_id, row.part): row.pk for row in TaskUnit.objects.filter(task=task)}
    TaskUnit.objects.filter(pk__in=[kept[part] for part in kept.keys() - wanted]).delete()
    TaskUnit.objects.bulk_create(
        TaskUnit(task=task, cycle_id=task.cycle_id, unit_id=unit, part=part) for unit, part in wanted - kept.keys()
    )


def keep_lead_units(tasks: Iterable[Task]) -> None:
    """Keep the leading units of many tasks that have just come into being."""
    TaskUnit.objects.bulk_create(
        TaskUnit(task=task, cycle_id=task.cycle_id, unit_id=task.unit_id, part="lead") for task in tasks if task.unit_id
    )


def move_lead_units(tasks: Iterable[Task], unit_id: int) -> None:
    """Let another unit be the leading one of many tasks."""
    moved = list(tasks)
    TaskUnit.objects.filter(task__in=moved, part="lead").delete()
    TaskUnit.objects.bulk_create(
        TaskUnit(task=task, cycle_id=task.cycle_id, unit_id=unit_id, part="lead") for task in moved
    )


def _condition(actor: Actor, act: Act, office: Office, reach: Reach, cycle_id: int | None) -> Q | None:
    """What a task must be for the office to reach it; None for every task there is."""
    within = Q() if office.cycle_id in (None, cycle_id) else Q(cycle_id=office.cycle_id)
    if reach is Reach.OTHER_UNITS or (office.on_behalf and act in DECISIONS):
        within &= ~Q(pk__in=_parts(own_units(actor), cycle_id)) & ~Q(pk__in=sorted(stood_for(actor)))
    if office.tasks is not None:
        return within & Q(pk__in=sorted(office.tasks))
    if reach is Reach.OWN_LEAD:
        return within & Q(unit_id__in=sorted(office.units))
    if reach is Reach.LED:
        return within & Q(leader__in=sorted(office.names - {""}))
    if reach is Reach.OWN_UNIT:
        return within & Q(pk__in=_parts(office.units, cycle_id))
    return within or None


def _parts(units: frozenset[int], cycle_id: int | None) -> QuerySet[TaskUnit, int]:
    # Not correlated: a unit's few tasks are found first, whatever the ledger's size.
    parts = TaskUnit.objects.filter(unit_id__in=_listed(units))
    return (parts if cycle_id is None else parts.filter(cycle_id=cycle_id)).values_list("task_id", flat=True)


def _listed(units: frozenset[int]) -> RawSQL:
    """Numbers as text: the mapper looks at each of many units for itself, and every page asks for them."""
    return RawSQL(", ".join(map(str, sorted(units))) or "NULL", [])  # noqa: S611  numbers


def _held(actor: Actor, office: Office, reach: Reach) -> Q:
    """What a cycle must be to hold a task that the office reads."""
    within = Q() if office.cycle_id is None else Q(pk=office.cycle_id)
    if reach is Reach.OWN_UNIT and office.tasks is None:
        return within & Q(Exists(TaskUnit.objects.filter(cycle=OuterRef("pk"), unit_id__in=_listed(office.units))))
    condition = _condition(actor, Act.READ, office, reach, office.cycle_id)
    return within & Q(Exists(Task.objects.filter(condition or Q(), cycle=OuterRef("pk"))))
