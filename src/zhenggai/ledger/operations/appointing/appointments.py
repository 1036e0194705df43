"""Appointing persons, and ending what they were appointed to. Nothing is ever removed."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from zhenggai.domain.appointing import HEADS, AppointmentWish, demand_appointment, may_hold
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import ROLE_NAMES, Act, Role
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.models import Cycle
from zhenggai.ledger.operations.appointing.groups import find_group
from zhenggai.ledger.ruling import rules_of
from zhenggai.people.leaving import leave_appointment
from zhenggai.people.models import Account, Appointment, Group, Person, Unit

Told = dict[str, object]


class CannotAppoint(Refusal):
    """An appointment that would break a rule: of oneself, twice, one head too many, or of somebody who may not hold it."""


class AppointmentChanged(Refusal):
    """Somebody else changed the appointment in the meantime."""


def appoint(*, wish: AppointmentWish, actor: Actor, at: datetime) -> int:
    """Let a person be something from a day on and return the appointment's number; their account may do more at once.

    :raises NotAllowed: unless the actor appoints, in this cycle or, where none is named, in all.
    :raises NoSuchThing: where there is no such person, cycle, unit or group.
    :raises WrongAppointment: where role, group, unit and days do not fit together.
    :raises CannotAppoint: of oneself, twice, of one head too many, or of somebody whose account may not hold it.
    """
    acting(actor, Act.APPOINT)
    actor = acting(actor, Act.APPOINT, Thing(cycle_id=wish.cycle_id))
    with transaction.atomic(durable=True):
        row = _checked(wish, actor)
        row.save(force_insert=True)
        _append("appointment.add", row, None, _told(row), why=wish.why.strip(), actor=actor, at=at)
        return row.pk


def end_appointment(*, appointment_id: int, version: int, ends: date, why: str, actor: Actor, at: datetime) -> None:
    """Give an appointment its last day; what they leave open is listed for a successor.

    :raises NotAllowed: unless the actor appoints in its cycle.
    :raises NoSuchThing: where there is none of that number.
    :raises CannotAppoint: for a day before its first, or where it has ended.
    :raises AppointmentChanged: where `version` is not the appointment's.
    """
    acting(actor, Act.APPOINT)
    with transaction.atomic(durable=True):
        row = Appointment.objects.select_related("person", "unit", "group").filter(pk=appointment_id).first()
        if row is None:
            raise NoSuchThing("没有编号为 $id 的任命。", id=appointment_id)
        actor = acting(actor, Act.APPOINT, Thing(cycle_id=row.cycle_id))
        if ends < row.starts or (row.ends and row.ends < ends):
            raise CannotAppoint("免去的日子应在任命之后，不能晚于原定的最后一天。")
        if Appointment.objects.filter(pk=row.pk, version=version).update(ends=ends, version=F("version") + 1) != 1:
            raise AppointmentChanged("这项任命刚被别人改过，请看过最新内容再改。")
        before = _told(row)
        row.ends = ends
        left = leave_appointment(row, about=_called(row), last=ends, at=at)
        _append("appointment.end", row, before, {**_told(row), **left}, why=why.strip(), actor=actor, at=at)


def _checked(wish: AppointmentWish, actor: Actor) -> Appointment:
    group = find_group(wish.group_id) if wish.group_id is not None else None
    demand_appointment(wish, leading=group.leading if group else None)
    person = Person.objects.filter(pk=wish.person_id).first()
    if person is None:
        raise NoSuchThing("没有编号为 $id 的人员。", id=wish.person_id)
    _demand_cycle(wish, group)
    _demand_another(person, actor)
    _demand_holding(person, wish.role)
    row = Appointment(
        person=person,
        role=wish.role,
        cycle_id=wish.cycle_id,
        unit=_unit(wish.unit_id),
        group=group,
        names=json.dumps(wish.names, ensure_ascii=False),
        starts=wish.starts,
        ends=wish.ends,
        why=wish.why.strip(),
    )
    _demand_free(row)
    return row


def _demand_cycle(wish: AppointmentWish, group: Group | None) -> None:
    if wish.cycle_id is not None and not Cycle.objects.filter(pk=wish.cycle_id).exists():
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=wish.cycle_id)
    if group is not None and group.cycle_id != wish.cycle_id:
        raise CannotAppoint("这个组不在这个轮次。")


def _demand_another(person: Person, actor: Actor) -> None:
    """Nobody appoints themselves, nor, while nobody has said whose their account is, somebody of their own name."""
    own = Account.objects.filter(pk=actor.id).values_list("person_id", flat=True).first()
    if person.pk == own or (own is None and person.name == actor.name):
        raise CannotAppoint("不能任命自己，请由另一位经办人办理。")


def _demand_holding(person: Person, role: Role) -> None:
    account = Account.objects.filter(person=person, is_active=True).first()
    if account is not None and not may_hold(role, Role(account.role)):
        raise CannotAppoint(
            "“$name”的账号是$account，不能任命为$role。",
            name=person.name,
            account=ROLE_NAMES[Role(account.role)],
            role=ROLE_NAMES[role],
        )


def _demand_free(row: Appointment) -> None:
    same = _meeting(row).filter(role=row.role, unit=row.unit, group=row.group, cycle_id=row.cycle_id)
    if same.filter(person=row.person).exists():
        raise CannotAppoint("“$name”这几天已经是$role。", name=row.person.name, role=ROLE_NAMES[Role(row.role)])
    if row.group is not None:
        _demand_seat(row, row.group, same)


def _demand_seat(row: Appointment, group: Group, heads: QuerySet[Appointment]) -> None:
    if _meeting(row).filter(group=group, person=row.person).exists():
        raise CannotAppoint("“$name”已在这个组里，请先免去。", name=row.person.name)
    seats = rules_of(cycle_id=group.cycle_id).leading_heads if group.leading else 1
    if row.role in HEADS and heads.count() >= seats:
        raise CannotAppoint("“$group”只能有 $seats 位组长，请先免去现任。", group=group.name, seats=seats)


def _meeting(row: Appointment) -> QuerySet[Appointment]:
    """Appointments that hold on some day on which this one does."""
    later = Q(ends=None) | Q(ends__gte=row.starts)
    return Appointment.objects.filter(later, **({"starts__lte": row.ends} if row.ends else {}))


def _unit(unit_id: int | None) -> Unit | None:
    if unit_id is None:
        return None
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise NoSuchThing("没有编号为 $id 的单位。", id=unit_id)
    return unit


def _called(row: Appointment) -> str:
    place = row.group.name if row.group else row.unit.name if row.unit else ""
    return " ".join(word for word in (place, ROLE_NAMES[Role(row.role)]) if word)


def _told(row: Appointment) -> Told:
    return {
        "person": row.person.name,
        "appointed_to": _called(row),
        "names": "、".join(json.loads(row.names)),
        "starts": row.starts.isoformat(),
        "ends": row.ends.isoformat() if row.ends else None,
    }


def _append(
    verb: str, row: Appointment, before: Told | None, after: Told, *, why: str, actor: Actor, at: datetime
) -> None:
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("appointment", row.pk),
        before=before,
        after=after,
        why=why,
        at=at,
        salt=fresh_salt(),
        cycle=row.cycle_id,
    )
