"""What somebody leaves open when they leave an office, listed for whoever takes it over."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import get_default_timezone, localdate

from zhenggai.domain.roles import Role
from zhenggai.domain.states import CLOSED
from zhenggai.ledger.models import Cycle, Handover, HandoverItem, Task, TaskUnit
from zhenggai.ledger.ruling import rules_of
from zhenggai.people.leaving import Leaving
from zhenggai.people.models import Appointment

Found = dict[tuple[int, str], str]


def open_handovers(leaving: Leaving, at: datetime) -> list[int]:
    """List what is left open, a handover for each cycle, and return their numbers; part of its caller's transaction, which tells it.

    What another open handover of the same giver lists already is left out; nothing left is no handover.
    """
    by_cycle: dict[int, list[tuple[Task, str, str]]] = {}
    for task, kind, named in _left(leaving):
        by_cycle.setdefault(task.cycle_id, []).append((task, kind, named))
    return [_open(cycle, left, leaving, at=at) for cycle, left in sorted(by_cycle.items())]


def names_of_leader(person_id: int | None, name: str) -> frozenset[str]:
    """What plans call somebody as a leader: their name, and what their appointments ever said."""
    appointed = Appointment.objects.filter(person=person_id, role=Role.LEADER) if person_id else ()
    return frozenset({name, *(other for row in appointed for other in json.loads(row.names))}) - {""}


def _left(leaving: Leaving) -> Iterable[tuple[Task, str, str]]:
    listed = HandoverItem.objects.filter(accepted_at=None, handover__done_at=None)
    listed = listed.filter(handover__giver_name=leaving.name, handover__giver=leaving.person_id)
    known = set(listed.values_list("task_id", "kind"))
    for kind, condition in _conditions(leaving):
        tasks = Task.objects.filter(condition, cycle__history=False).exclude(state__in=CLOSED)
        if leaving.cycle_id is not None:
            tasks = tasks.filter(cycle_id=leaving.cycle_id)
        for task in tasks.order_by("cycle_id", "position"):
            if (task.pk, kind) not in known:
                yield task, kind, _named(task, kind)


def _conditions(leaving: Leaving) -> Iterable[tuple[str, Q]]:
    within = Exists(TaskUnit.objects.filter(task=OuterRef("pk"), unit_id__in=leaving.units))
    if leaving.leads:
        yield "leader", Q(leader__in=names_of_leader(leaving.person_id, leaving.name))
    if leaving.units:
        yield "person", Q(within, person=leaving.name)
    if leaving.serves:
        yield "unit", Q(within)


def _named(task: Task, kind: str) -> str:
    return {"leader": task.leader, "person": task.person, "unit": task.unit_name}[kind]


def _open(cycle_id: int, left: list[tuple[Task, str, str]], leaving: Leaving, *, at: datetime) -> int:
    hours = rules_of(cycle_id=cycle_id).handover_hours
    handover = Handover.objects.create(
        cycle=Cycle.objects.get(pk=cycle_id),
        giver_id=leaving.person_id,
        giver_name=leaving.name,
        cause=leaving.cause,
        about=leaving.about,
        opened_at=at,
        due_at=_leaves_at(leaving.last, at) + timedelta(hours=hours),
    )
    HandoverItem.objects.bulk_create(
        HandoverItem(handover=handover, task=task, kind=kind, named=named) for task, kind, named in left
    )
    return handover.pk


def _leaves_at(last: date, at: datetime) -> datetime:
    """When the office is empty: now, or at the end of a last day that is still to come."""
    if last <= localdate(at):
        return at
    return datetime.combine(last + timedelta(days=1), time(), tzinfo=get_default_timezone())
