"""When somebody leaves an office, whoever knows what they leave open is told, in the same transaction.

The ledger lies above this room; it says once, at the start, what is to be done (`ledger.apps`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.domain.roles import OF_UNITS, Role
from zhenggai.people.models import Account, Appointment, Post
from zhenggai.people.offices import valid_on


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who leaves what: `cause` is post, appointment or account, `about` the office in words, `last` its last day.

    `leads` says whether tasks they lead are left, `units` for which units they were responsible, and `serves`
    whether they did these units' daily work.
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
        ),
        at,
    )


def leave_account(account: Account, *, role: Role, unit_id: int | None, about: str, at: datetime) -> Told:
    """Tell that an account is closed, or no longer of this role in this unit."""
    return _tell(
        Leaving(
            cause="account",
            about=about,
            name=account.name,
            last=at.date(),
            person_id=account.person_id,
            units=frozenset({unit_id}) if unit_id else frozenset(),
            leads=role is Role.LEADER,
            serves=role in OF_UNITS and unit_id is not None,
        ),
        at,
    )


def _tell(leaving: Leaving, at: datetime) -> Told:
    opened = [number for heed in _heeding for number in heed(leaving, at)]
    return {"handovers": opened} if opened else {}
