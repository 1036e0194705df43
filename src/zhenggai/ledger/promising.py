"""Whose a promise is: its own unit and leader, else those of its task; for one promise and for lists."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from zhenggai.domain.rights import Actor, Thing, offices_of
from zhenggai.domain.roles import Act, Reach
from zhenggai.ledger.models import Promise, Task
from zhenggai.ledger.standing import tasks_in_reach, thing_of_task

NOTHING = Q(pk__in=())


def thing_of_promise(promise: Promise) -> Thing:
    """A promise as rights see it: the units of its task take part, and its own."""
    of_task = thing_of_task(promise.task) if promise.task else Thing(cycle_id=promise.cycle_id)
    return thing_with_own(promise, of_task)


def thing_with_own(promise: Promise, of_task: Thing) -> Thing:
    """The thing of a promise's task, with the promise's own unit and leader before those of the task."""
    own = frozenset({promise.unit_id}) if promise.unit_id else frozenset()
    return Thing(
        cycle_id=promise.cycle_id,
        lead_unit=promise.unit_id or of_task.lead_unit,
        units=of_task.units | own,
        leader=promise.leader or of_task.leader,
    )


def promises_in_reach(actor: Actor) -> QuerySet[Promise]:
    """The promises that the actor may read, by the rule of `domain.rights`."""
    condition = NOTHING
    for office in offices_of(actor):
        reach = office.reach(Act.READ)
        within = Q() if office.cycle_id is None else Q(cycle_id=office.cycle_id)
        if reach is Reach.EVERYTHING:
            if not within:
                return Promise.objects.all()
            condition |= within
        elif reach is Reach.OWN_UNIT:
            condition |= within & Q(unit_id__in=office.units)
    return Promise.objects.filter(condition | Q(task__in=tasks_in_reach(actor)))


def unit_name_of(promise: Promise) -> str:
    """The unit that owns a promise which was loaded with its unit and task."""
    if promise.unit:
        return promise.unit.name
    return promise.task.unit_name if promise.task else ""


def leader_of(promise: Promise) -> str:
    """The leader who answers for a promise which was loaded with its task."""
    task: Task | None = promise.task
    return promise.leader or (task.leader if task else "")
