"""Who reaches a meeting or an institution: the rule of rights, and the same rule as SQL."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhenggai.domain.rights import Actor, Office, Thing, offices_of
from zhenggai.domain.roles import Act, Reach
from zhenggai.ledger.models import TaskUnit
from zhenggai.oversight.models import Institution, InstitutionTask, Meeting, MeetingDecision

NOTHING = Q(pk__in=())
Own = Callable[[Office], Q]


def thing_of(row: Meeting | Institution) -> Thing:
    """A meeting or an institution as rights see it: its unit's, or the whole cycle's where it has none."""
    units = frozenset({row.unit_id}) if row.unit_id else frozenset()
    return Thing(cycle_id=row.cycle_id, lead_unit=row.unit_id, units=units)


def thing_of_unit(cycle_id: int, unit_id: int | None) -> Thing:
    """What is about to be kept for a unit of a cycle."""
    return Thing(cycle_id=cycle_id, lead_unit=unit_id, units=frozenset({unit_id}) if unit_id else frozenset())


def meetings_reached(actor: Actor) -> Q:
    """The meetings that the actor may read: a unit its own, and those that gave it something to do."""
    return _reached(actor, lambda office: Q(unit_id__in=office.units) | Q(Exists(_decisions(office))))


def institutions_reached(actor: Actor) -> Q:
    """The institutions that the actor may read: a unit its own, and those that serve its tasks."""
    return _reached(actor, lambda office: Q(unit_id__in=office.units) | Q(Exists(_served(office))))


def sees_whole(actor: Actor, row: Meeting) -> bool:
    """Whether the actor sees all of a meeting, minutes and every decision; a unit sees of others' only what it is to do."""
    return any(
        office.cycle_id in (None, row.cycle_id)
        and (
            office.reach(Act.READ) is Reach.EVERYTHING
            or (office.reach(Act.READ) is not None and row.unit_id in office.units)
        )
        for office in offices_of(actor)
    )


def units_of(actor: Actor) -> frozenset[int]:
    """The units whose part of a meeting the actor reads."""
    offices = [office for office in offices_of(actor) if office.reach(Act.READ) is not None]
    return frozenset().union(*(office.units for office in offices))


def _reached(actor: Actor, own: Own) -> Q:
    conditions = [
        _within(office) & (Q() if office.reach(Act.READ) is Reach.EVERYTHING else own(office))
        for office in offices_of(actor)
        if office.reach(Act.READ) is not None
    ]
    return reduce(or_, conditions, NOTHING) if all(conditions) else Q()


def _within(office: Office) -> Q:
    return Q() if office.cycle_id is None else Q(cycle_id=office.cycle_id)


def _decisions(office: Office) -> QuerySet[MeetingDecision]:
    return MeetingDecision.objects.filter(meeting=OuterRef("pk"), unit_id__in=office.units)


def _served(office: Office) -> QuerySet[InstitutionTask]:
    parts = TaskUnit.objects.filter(task=OuterRef("task"), unit_id__in=office.units)
    return InstitutionTask.objects.filter(Exists(parts), institution=OuterRef("pk"))
