"""Groups, appointments and delegations as their pages show them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from zhenggai.domain.appointing import CLOSING, CLUES, HEADS, may_hold
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand, offices_of
from zhenggai.domain.roles import ACT_NAMES, ROLE_NAMES, SIGNERS, Act, Role
from zhenggai.ledger.models import Cycle
from zhenggai.ledger.queries.rows import cycle_and_rules, cycle_row
from zhenggai.ledger.shapes.appointing import (
    AppointmentRow,
    AppointmentsPage,
    Conflict,
    DelegationRow,
    DelegationsPage,
    GroupRow,
    GroupsPage,
    PersonChoice,
)
from zhenggai.people.delegation_operations import givable_acts
from zhenggai.people.models import Account, Appointment, Delegation, Group, Person, Post
from zhenggai.people.offices import valid_on

MOST_LISTED = 500


def groups_page(*, cycle_id: int, actor: Actor, today: date) -> GroupsPage:
    """The groups of a cycle with heads, members and conflicts.

    :raises NotAllowed: unless the actor reads whole cycles.
    :raises NoSuchThing: where there is no such cycle.
    """
    demand(actor, Act.READ_CYCLE)
    cycle, rules = cycle_and_rules(cycle_id=cycle_id)
    seated = appointment_rows(Appointment.objects.filter(valid_on(today), cycle_id=cycle_id), today=today)
    groups = list(Group.objects.filter(cycle_id=cycle_id).order_by("-leading", "position"))
    by_group = _by_group(seated, cycle_id, today)
    keys = {group.key for group in groups}
    return GroupsPage(
        cycle=cycle,
        groups=tuple(
            GroupRow(
                id=group.pk,
                version=group.version,
                key=group.key,
                name=group.name,
                leading=group.leading,
                seats=rules.leading_heads if group.leading else 1,
                heads=tuple(row for row in by_group.get(group.pk, ()) if row.role in HEADS),
                members=tuple(row for row in by_group.get(group.pk, ()) if row.role not in HEADS),
            )
            for group in groups
        ),
        missing=sum(key not in keys for key, _ in rules.groups),
        conflicts=tuple(_conflicts(seated, groups, by_group)),
    )


def appointments_page(*, cycle_id: int, actor: Actor, today: date) -> AppointmentsPage:
    """Everybody's appointments that reach a cycle, by role.

    :raises NotAllowed: unless the actor reads whole cycles.
    :raises NoSuchThing: where there is no such cycle.
    """
    demand(actor, Act.READ_CYCLE)
    reaching = Appointment.objects.filter(Q(cycle_id=cycle_id) | Q(cycle_id=None)).order_by("-starts", "-pk")
    rows = sorted(appointment_rows(reaching[:MOST_LISTED], today=today), key=lambda row: list(Role).index(row.role))
    return AppointmentsPage(
        cycle=cycle_row(cycle_id=cycle_id),
        current=tuple(row for row in rows if row.current),
        others=tuple(row for row in rows if not row.current),
    )


def appointment_row(*, appointment_id: int, actor: Actor, today: date) -> AppointmentRow:
    """One appointment.

    :raises NotAllowed: unless the actor reads whole cycles.
    :raises NoSuchThing: where there is none of that number.
    """
    demand(actor, Act.READ_CYCLE)
    rows = appointment_rows(Appointment.objects.filter(pk=appointment_id), today=today)
    if not rows:
        raise NoSuchThing("没有编号为 $id 的任命。", id=appointment_id)
    return rows[0]


def group_name(*, group_id: int, cycle_id: int) -> tuple[str, bool]:
    """What a group of a cycle is called, and whether it is the leading one.

    :raises NoSuchThing: where the cycle has none of that number.
    """
    group = Group.objects.filter(pk=group_id, cycle_id=cycle_id).first()
    if group is None:
        raise NoSuchThing("没有编号为 $id 的组。", id=group_id)
    return group.name, group.leading


def appointment_rows(found: QuerySet[Appointment], *, today: date) -> list[AppointmentRow]:
    """Appointments as pages show them, in a constant number of queries."""
    rows = list(found.select_related("person", "unit", "group"))
    persons = {row.person_id for row in rows}
    posts = _posts_of(persons, today)
    accounts = set(Account.objects.filter(person_id__in=persons, is_active=True).values_list("person_id", flat=True))
    cycles = dict(Cycle.objects.filter(pk__in={row.cycle_id for row in rows}).values_list("pk", "title"))
    return [_row(row, posts, accounts, cycles, today) for row in rows]


def persons_to_choose(*, today: date) -> tuple[PersonChoice, ...]:
    """Everybody who may be chosen, by name, with the posts they hold."""
    persons = list(Person.objects.order_by("name", "pk").values_list("pk", "name"))
    posts = _posts_of(None, today)
    return tuple(PersonChoice(pk, f"{name}（{posts.get(pk) or pk}）") for pk, name in persons)


def delegations_page(*, actor: Actor, today: date) -> DelegationsPage:
    """What the actor lets others do, and what others let the actor do.

    :raises NotAllowed: to who keeps the machine.
    """
    demand(actor, Act.WORK)
    given = Delegation.objects.filter(giver=actor.id).order_by("-starts", "-pk")
    received = Delegation.objects.filter(taker=actor.id).order_by("-starts", "-pk")
    acts = givable_acts(actor)
    return DelegationsPage(
        given=delegation_rows(given, today=today),
        received=delegation_rows(received, today=today),
        acts=acts,
        takers=_takers(actor) if acts else (),
    )


def delegation_rows(found: QuerySet[Delegation], *, today: date) -> tuple[DelegationRow, ...]:
    """Delegations as pages show them."""
    return tuple(_delegation(row, today) for row in found.select_related("giver", "taker")[:MOST_LISTED])


def _takers(actor: Actor) -> tuple[PersonChoice, ...]:
    roles = {office.role for office in offices_of(actor) if not office.on_behalf and office.role in SIGNERS}
    accounts = Account.objects.filter(is_active=True).exclude(pk=actor.id).select_related("unit").order_by("name")
    return tuple(
        PersonChoice(account.pk, f"{account.name}（{account.unit.name if account.unit else account.login}）")
        for account in accounts
        if any(may_hold(role, Role(account.role)) for role in roles)
    )


def _delegation(row: Delegation, today: date) -> DelegationRow:
    acts = tuple(Act(name) for name in json.loads(row.acts))
    over = row.ended_at is not None or row.ends < today
    return DelegationRow(
        id=row.pk,
        version=row.version,
        giver=row.giver.name,
        taker=row.taker.name,
        acts=acts,
        act_names=tuple(ACT_NAMES[act] for act in acts),
        starts=row.starts,
        ends=row.ends,
        why=row.why,
        ended_at=row.ended_at,
        current=not over and row.starts <= today,
        over=over,
    )


def _by_group(seated: Iterable[AppointmentRow], cycle_id: int, today: date) -> dict[int, list[AppointmentRow]]:
    held = Appointment.objects.filter(valid_on(today), cycle_id=cycle_id).exclude(group=None).order_by("pk")
    rows = {row.id: row for row in seated}
    found: dict[int, list[AppointmentRow]] = {}
    for pk, group_id in held.values_list("pk", "group_id"):
        found.setdefault(group_id or 0, []).append(rows[pk])
    return found


def _conflicts(
    seated: Collection[AppointmentRow], groups: Iterable[Group], by_group: dict[int, list[AppointmentRow]]
) -> Iterable[Conflict]:
    """Who is in the group of clues and in the one that closes, or is the office's clerk (R04)."""
    of_key = {group.key: list(by_group.get(group.pk, ())) for group in groups if group.key}
    closing = [*of_key.get(CLOSING, ()), *(row for row in seated if row.role is Role.OFFICE_CLERK)]
    looking = of_key.get(CLUES, ())
    clerks = Account.objects.filter(person_id__in={row.person_id for row in looking}, role=Role.OFFICE_CLERK)
    clerk_ids = set(clerks.filter(is_active=True).values_list("person_id", flat=True))
    for clue in looking:
        others = [row.place or row.role_name for row in closing if row.person_id == clue.person_id]
        if clue.person_id in clerk_ids:
            others.append(ROLE_NAMES[Role.OFFICE_CLERK])
        if others:
            yield Conflict(clue.person_id, clue.person, (clue.place, *others))


def _posts_of(persons: Collection[int] | None, today: date) -> dict[int, str]:
    held = Post.objects.filter(Q(starts=None) | Q(starts__lte=today), Q(ends=None) | Q(ends__gte=today))
    if persons is not None:
        held = held.filter(person_id__in=persons)
    found: dict[int, list[str]] = {}
    for person_id, unit, title in held.order_by("pk").values_list("person_id", "unit__name", "title"):
        found.setdefault(person_id, []).append(f"{unit} {title}")
    return {person_id: "、".join(posts) for person_id, posts in found.items()}


def _row(
    row: Appointment, posts: dict[int, str], accounts: Collection[int | None], cycles: dict[int, str], today: date
) -> AppointmentRow:
    role = Role(row.role)
    return AppointmentRow(
        id=row.pk,
        version=row.version,
        person_id=row.person_id,
        person=row.person.name,
        posts=posts.get(row.person_id, ""),
        role=role,
        role_name=ROLE_NAMES[role],
        place=row.group.name if row.group else row.unit.name if row.unit else "",
        cycle_id=row.cycle_id,
        cycle=cycles.get(row.cycle_id or 0, ""),
        names=tuple(json.loads(row.names)),
        starts=row.starts,
        ends=row.ends,
        why=row.why,
        current=row.starts <= today and (row.ends is None or row.ends >= today),
        has_account=row.person_id in accounts,
    )
