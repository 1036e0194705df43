"""The offices that somebody holds at a time: by their account, by appointment, for an empty post, and for those who let them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from zhenggai.domain.appointing import delegated, may_hold
from zhenggai.domain.rights import Actor, Office
from zhenggai.domain.roles import KEEPERS, SIGNERS, Act, Role
from zhenggai.journal.repeated import ask_repeated
from zhenggai.people.models import Account, Appointment, Delegation, Post
from zhenggai.people.standing_in import lent_offices
from zhenggai.people.unit_finding import below_each

# Most people never stand in for anybody, and every page asks it of them.
_STANDS_IN = "SELECT 1 FROM people_delegation WHERE taker_id = %s AND ended_at IS NULL LIMIT 1"


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read about several accounts at once."""

    appointments: Mapping[int, list[Appointment]]
    served: Mapping[int, frozenset[int]]
    below: Mapping[int, frozenset[int]]


def valid_on(day: date) -> Q:
    """What a row with first and last day must be to hold on a day."""
    return Q(starts__lte=day) & (Q(ends=None) | Q(ends__gte=day))


def names_of_leader(person_id: int | None, name: str) -> frozenset[str]:
    """What plans call somebody as a leader: their name, and what their appointments ever said."""
    appointed = Appointment.objects.filter(person=person_id, role=Role.LEADER) if person_id else ()
    return frozenset({name, *(other for row in appointed for other in json.loads(row.names))}) - {""}


def actor_of(account: Account, *, at: datetime) -> Actor:
    """The actor behind an open account, with every office they hold just then; in at most seven queries."""
    role, today = Role(account.role), localdate(at)
    stands_in = role not in KEEPERS and ask_repeated(_STANDS_IN, [account.pk])
    stood_for = list(_delegations(account, today)) if stands_in else []
    found = _find([account, *(one.giver for one in stood_for)], keeper=role in KEEPERS, today=today)
    own = _own_offices(account, found)
    offices = [*own, *([] if role in KEEPERS else lent_offices(account, own, at))]
    for delegation in stood_for:
        offices += _offices_for(delegation, role, found)
    return Actor(
        id=account.pk,
        name=account.name,
        role=role,
        unit_id=account.unit_id,
        offices=tuple(offices),
        served=found.served.get(account.person_id or 0, frozenset()),
    )


def _delegations(account: Account, today: date) -> QuerySet[Delegation]:
    held = Delegation.objects.filter(valid_on(today), ended_at=None, taker=account, giver__is_active=True)
    return held.select_related("giver").order_by("pk")


def _find(accounts: Iterable[Account], *, keeper: bool, today: date) -> _Found:
    known = list(accounts)
    persons = {account.person_id for account in known if account.person_id}
    appointments: dict[int, list[Appointment]] = {}
    served: dict[int, frozenset[int]] = {}
    if persons and not keeper:
        for row in Appointment.objects.filter(valid_on(today), person_id__in=persons).order_by("pk"):
            appointments.setdefault(row.person_id, []).append(row)
        for person_id, unit_id in Post.objects.filter(person_id__in=persons).values_list("person_id", "unit_id"):
            served[person_id] = served.get(person_id, frozenset()) | {unit_id}
    units = {account.unit_id for account in known if account.unit_id}
    units |= {row.unit_id for rows in appointments.values() for row in rows if row.unit_id}
    return _Found(appointments, served, below_each(units))


def _own_offices(account: Account, found: _Found) -> list[Office]:
    """The offices of an account: that of its role first, then those its person is appointed to."""
    own = frozenset({account.unit_id} if account.unit_id else ())
    role, names = Role(account.role), frozenset({account.name})
    units = found.below.get(account.unit_id or 0, own)
    appointed = (
        Office(
            Role(row.role),
            cycle_id=row.cycle_id,
            own=frozenset({row.unit_id}) if row.unit_id else own,
            units=found.below[row.unit_id] if row.unit_id else units,
            names=names | frozenset(json.loads(row.names)),
        )
        for row in found.appointments.get(account.person_id or 0, ())
        if may_hold(Role(row.role), role)
    )
    return [Office(role, own=own, units=units, names=names), *appointed]


def _offices_for(delegation: Delegation, taker_role: Role, found: _Found) -> list[Office]:
    """What the taker may do for the giver; the giver's own units and posts keep them from judging too."""
    giver = delegation.giver
    served = found.served.get(giver.person_id or 0, frozenset())
    acts = delegated(Act(name) for name in json.loads(delegation.acts))
    return [
        replace(office, on_behalf=giver.name, acts=acts, own=office.own | served)
        for office in _own_offices(giver, found)
        if office.role in SIGNERS and may_hold(office.role, taker_role)
    ]
