"""Whom a step of the ladder tells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from zhenggai.domain.ladder import StepName
from zhenggai.domain.rights import Actor, Office, Thing, may, offices_of
from zhenggai.domain.roles import READERS, Act, Role
from zhenggai.domain.todo import Duty
from zhenggai.people.models import Account
from zhenggai.people.offices import actor_of

NEXT_ROLES: dict[StepName, tuple[Role, ...]] = {
    # Whoever is first in a tuple and there is told.
    "before": (Role.UNIT_CLERK, Role.UNIT_HEAD),
    "person": (Role.UNIT_CLERK, Role.UNIT_HEAD),
    "unit_head": (Role.UNIT_HEAD,),
    "leader": (Role.LEADER,),
    "office": (Role.OFFICE_CLERK,),
}


def everybody(*, now: datetime) -> tuple[Actor, ...]:
    """Everybody with an open account who reads content, with the offices they hold now."""
    accounts = Account.objects.filter(is_active=True, role__in=READERS).order_by("pk")
    return tuple(actor_of(account, at=now) for account in accounts)


def recipients(step: StepName, duty: Duty, people: Iterable[Actor]) -> tuple[Actor, ...]:
    """Those whom the step tells of the duty, each of whom may read it; what is no unit's goes to the office."""
    roles = NEXT_ROLES[step]
    if step in {"before", "person"} and duty.unit_id is None:
        roles = NEXT_ROLES["office"]
    known = tuple(people)
    for role in roles:
        told = tuple(actor for actor in known if _holds(actor, role, duty) and may(actor, Act.READ, _thing(duty)))
        if told:
            return told
    return ()


def _holds(actor: Actor, role: Role, duty: Duty) -> bool:
    return any(_fits(office, role, duty) for office in offices_of(actor))


def _fits(office: Office, role: Role, duty: Duty) -> bool:
    if office.role is not role or office.cycle_id not in (None, duty.cycle_id):
        return False
    if role in {Role.UNIT_CLERK, Role.UNIT_HEAD}:
        return duty.unit_id in office.own or (office.tasks is not None and duty.task_id in office.tasks)
    return role is not Role.LEADER or bool(duty.leader and duty.leader in office.names)


def _thing(duty: Duty) -> Thing:
    units = duty.units | ({duty.unit_id} if duty.unit_id else frozenset())
    return Thing(duty.cycle_id, duty.unit_id, frozenset(units), duty.leader)
