"""When somebody leaves an office, whoever knows what they leave open is told, in the same transaction.

The ledger lies above this room; it says once, at the start, what is to be done (`ledger.apps`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from zhenggai.domain.rights import Office
from zhenggai.domain.roles import OF_UNITS, READERS, Role
from zhenggai.people.models import Account, Appointment, Post
from zhenggai.people.offices import valid_on
from zhenggai.people.unit_finding import below_each


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who leaves what: `cause` is post, appointment or account, `about` the office in words, `last` its last day.

    `leads` says whether tasks they lead are left, `units` for which units they were responsible, and `serves`
    whether they did these units' daily work. `offices` are those that they held and nobody else holds now.
    """

    cause: str
    about: str
    name: str
    last: date
    person_id: int | None = None
    cycle_id: int | None = None
    units: frozenset[int] = frozenset()
    leads: bool = False
    serves: bool = False
    account_id: int = 0
    offices: tuple[Office, ...] = ()


Heed = Callable[[Leaving, datetime], Collection[int]]
Told = dict[str, object]
_heeding: list[Heed] = []


def heed_leaving(heed: Heed) -> None:
    """Have this called whenever somebody leaves; it returns the handovers that it opened."""
    if heed not in _heeding:
        _heeding.append(heed)


def leave_post(post: Post, *, last: date, at: datetime) -> Told:
    """Tell that a post has its last day and return what its entry says of it; who stays in the unit leaves nothing."""
    others = Post.objects.filter(person=post.person_id).exclude(pk=post.pk)
    staying = [one for one in others if one.ends is None or one.ends > last]
    if any(one.unit_id == post.unit_id for one in staying):
        return {}
    account = Account.objects.filter(person=post.person_id, is_active=True).first()
    serves = account is not None and Role(account.role) in OF_UNITS and account.unit_id == post.unit_id
    return _tell(
        Leaving(
            cause="post",
            about=f"{post.unit.name} {post.title}",
            name=post.person.name,
            last=last,
            person_id=post.person_id,
            units=frozenset({post.unit_id}),
            leads=not staying,
            serves=serves,
            account_id=account.pk if account else 0,
            offices=_left(Role(account.role), post.unit_id, person=post.person_id, last=last)
            if account and serves
            else (),
        ),
        at,
    )


def leave_appointment(row: Appointment, *, about: str, last: date, at: datetime) -> Told:
    """Tell that an appointment has its last day; who holds the same another time leaves nothing."""
    same = Appointment.objects.filter(valid_on(last), person=row.person_id, role=row.role, unit=row.unit_id)
    if any(one.cycle_id in (None, row.cycle_id) and one.ends != last for one in same.exclude(pk=row.pk)):
        return {}
    return _tell(
        Leaving(
            cause="appointment",
            about=about,
            name=row.person.name,
            last=last,
            person_id=row.person_id,
            cycle_id=row.cycle_id,
            units=frozenset({row.unit_id}) if row.unit_id else frozenset(),
            leads=row.role == Role.LEADER,
            serves=row.unit_id is not None,
            account_id=Account.objects.filter(person=row.person_id).values_list("pk", flat=True).first() or 0,
            offices=_left_appointment(row, last=last),
        ),
        at,
    )


def leave_account(account: Account, *, role: Role, unit_id: int | None, about: str, at: datetime) -> Told:
    """Tell that an account is closed, or no longer of this role in this unit; a closed one leaves all appointments unattended."""
    closed = not Account.objects.filter(pk=account.pk, is_active=True).exists()
    held = Appointment.objects.filter(valid_on(at.date()), person=account.person_id) if account.person_id else ()
    appointed = [row for row in held if closed]
    of_units = [(Role(row.role), row.unit_id) for row in appointed if row.unit_id]
    if role in OF_UNITS and unit_id is not None:
        of_units.append((role, unit_id))
    own = _left(
        role,
        unit_id,
        person=account.person_id,
        last=at.date(),
        names=frozenset({account.name}),
        account_id=account.pk,
    )
    return _tell(
        Leaving(
            cause="account",
            about=about,
            name=account.name,
            last=at.date(),
            person_id=account.person_id,
            units=frozenset(unit for _role, unit in of_units if unit)
            | (frozenset({unit_id}) if unit_id else frozenset()),
            leads=role is Role.LEADER or any(row.role == Role.LEADER for row in appointed),
            serves=any(one in OF_UNITS for one, _unit in of_units),
            account_id=account.pk,
            offices=(*own, *(office for row in appointed for office in _left_appointment(row, last=at.date()))),
        ),
        at,
    )


def _left_appointment(row: Appointment, *, last: date) -> tuple[Office, ...]:
    return _left(
        Role(row.role),
        row.unit_id,
        person=row.person_id,
        last=last,
        cycle_id=row.cycle_id,
        names=frozenset({row.person.name, *json.loads(row.names)}),
    )


def _left(
    role: Role,
    unit_id: int | None,
    *,
    person: int | None,
    last: date,
    cycle_id: int | None = None,
    names: frozenset[str] = frozenset(),
    account_id: int = 0,
) -> tuple[Office, ...]:
    """The office that is empty now; none where somebody else holds the same and goes on. A leader's is theirs alone."""
    if role not in READERS or (role is not Role.LEADER and _goes_on(role, unit_id, person, last, cycle_id, account_id)):
        return ()
    own = frozenset({unit_id}) if unit_id else frozenset()
    below = below_each(own).get(unit_id or 0, own)
    return (Office(role, cycle_id=cycle_id, own=own, units=below, names=names - {""}),)


def _goes_on(
    role: Role, unit_id: int | None, person: int | None, last: date, cycle_id: int | None, account_id: int
) -> bool:
    of_unit = Q(unit=unit_id) if role in OF_UNITS else Q()
    accounts = Account.objects.filter(of_unit, role=role, is_active=True).exclude(pk=account_id)
    within = Q(cycle_id=None) | Q(cycle_id=cycle_id)
    appointed = Appointment.objects.filter(of_unit, within, valid_on(last), role=role)
    if person:
        accounts, appointed = accounts.exclude(person=person), appointed.exclude(person=person)
    return accounts.exists() or appointed.filter(person__accounts__is_active=True).exists()


def tell_leaving(leaving: Leaving, at: datetime) -> list[int]:
    """Tell whoever heeds it that somebody leaves, and return the handovers that were opened."""
    return [number for heed in _heeding for number in heed(leaving, at)]


def _tell(leaving: Leaving, at: datetime) -> Told:
    opened = tell_leaving(leaving, at)
    return {"handovers": opened} if opened else {}
