"""People with accounts, posts and appointments, made through the product's own door."""

from __future__ import annotations

from datetime import date, datetime

from drafts import TODAY
from people import NOON, WANG
from standing import a_unit
from zhenggai.domain.appointing import AppointmentWish
from zhenggai.domain.rights import CONSOLE, Actor
from zhenggai.domain.roles import Role
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations import appointing
from zhenggai.people.account_operations import link_person
from zhenggai.people.delegation_operations import DelegationWish, delegate
from zhenggai.people.models import Account, Group, Unit
from zhenggai.people.operations import create_account
from zhenggai.people.person_operations import PostWish, add_person
from zhenggai.people.queries import find_actor

PASSWORD = "stone-bridge-41"
SPRING = date(2026, 2, 1)
# Wang with a number that no account of a test is given.
OFFICE = Actor(id=900_001, name="王敏", role=Role.OFFICE_CLERK)


def a_person(name: str = "钱明", *, unit: str = "县水利局", title: str = "科员") -> int:
    """Somebody with a post in a unit, which is added where it is not there yet."""
    known = Unit.objects.filter(name=unit).values_list("pk", flat=True).first()
    return add_person(name=name, phone="", post=PostWish(known or a_unit(unit), title), actor=WANG, at=NOON)


def an_account(name: str, role: Role, *, unit: str | None = None, person: int | None = None) -> int:
    """An account, and whose it is."""
    login = f"{role.value}-{Account.objects.count()}"
    number = create_account(login=login, name=name, role=role, unit=unit, password=PASSWORD, actor=CONSOLE, at=NOON)
    if person is not None:
        link_person(account_id=number, person_id=person, actor=CONSOLE, at=NOON)
    return number


def somebody(name: str, role: Role, *, unit: str = "县水利局") -> tuple[int, int]:
    """A person with an account of their own: the numbers of both."""
    person = a_person(name, unit=unit)
    return person, an_account(name, role, unit=unit, person=person)


def known(account: int, *, at: datetime = NOON) -> Actor:
    """Who an account is at a time."""
    actor = find_actor(account_id=account, at=at)
    assert actor is not None
    return actor


def appoint(person: int, role: Role, *, actor: Actor = OFFICE, starts: date = SPRING, **facts: object) -> int:
    """An appointment from the spring on."""
    wish = AppointmentWish(person, role, starts, **facts)  # type: ignore[arg-type]
    return appointing.appoint(wish=wish, actor=actor, at=NOON)


def somebody_appointed(cycle: int) -> dict[str, object]:
    """Something behind every address of appointments, delegations and handovers of a cycle, and its numbers."""
    appointing.make_groups(cycle_id=cycle, actor=OFFICE, at=NOON)
    group = Group.objects.get(cycle_id=cycle, key="clues").pk
    row = appoint(a_person("孙立"), Role.WORKING_HEAD, cycle_id=cycle, group_id=group)
    giver, taker = an_account("李建国", Role.LEADER), an_account("程颖", Role.GROUP_MEMBER)
    wish = DelegationWish(taker, TODAY, TODAY, "外出")
    task = Task.objects.filter(cycle_id=cycle).order_by("pk")[0]
    leaver = a_person("高岩")
    Task.objects.filter(pk=task.pk).update(person="高岩")
    return {
        "group_id": group,
        "appointment_id": row,
        "delegation_id": delegate(wish=wish, actor=known(giver), at=NOON),
        "handover_id": appointing.list_leftovers(person_id=leaver, cycle_id=cycle, why="离任", actor=OFFICE, at=NOON),
    }
