"""Handovers as their pages show them, and all that a person's page tells of offices."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand, may, stood_for
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import KIND_NAMES, Door
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Handover, HandoverItem
from zhenggai.ledger.queries.appointing import appointment_rows, delegation_rows
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.shapes.appointing import (
    HandoverItemRow,
    HandoverPage,
    HandoverRow,
    HandoversPage,
    StandingOfPerson,
)
from zhenggai.ledger.standing import tasks_in_reach, whole_cycle
from zhenggai.ledger.standing_in import STOOD_FOR
from zhenggai.people.models import Account, Appointment, Delegation

ITEM_NAMES = {**KIND_NAMES, "leader": "牵头领导", "person": "责任人", "unit": "单位经办", "promise": "承诺"}
AT_ONCE = 50
KEY = re.compile(r"([0-9]{0,17})\.([0-9]{1,17})\.([0-9]{1,17})")
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def handovers_page(*, cycle_id: int, actor: Actor, when: datetime, after: str = "") -> HandoversPage:
    """The handovers of a cycle: all to who reads it whole, to others theirs and those about tasks in their reach.

    Open ones come first, the one that is due next at the top.

    :raises NotAllowed: unless the actor takes over work at all.
    :raises NoSuchThing: where there is no such cycle.
    :raises BadKey: for a key that no page gave.
    """
    demand(actor, Act.TAKE_OVER)
    cycle = cycle_row(cycle_id=cycle_id)
    found = _visible(actor, cycle_id)
    wanted = found.filter(_beyond(after)) if after else found
    ordered = wanted.order_by(F("done_at").desc(nulls_first=True), "due_at", "pk")
    rows = handover_rows(ordered[: AT_ONCE + 1], when=when)
    return HandoversPage(cycle, rows[:AT_ONCE], _key(rows[AT_ONCE - 1]) if len(rows) > AT_ONCE else None)


def handover_page(*, handover_id: int, actor: Actor, when: datetime) -> HandoverPage:
    """One handover with all that is listed.

    :raises NoSuchThing: where there is none of that number that is the actor's or in their reach.
    :raises NotAllowed: unless the actor takes over work at all.
    """
    demand(actor, Act.TAKE_OVER)
    row = Handover.objects.filter(pk=handover_id).values_list("cycle_id", "successor_id").first()
    if row is None:
        raise NoSuchThing("没有编号为 $id 的交接。", id=handover_id)
    cycle_id, successor = row
    found = handover_rows(_visible(actor, cycle_id).filter(pk=handover_id), when=when)
    if not found:
        raise NoSuchThing("没有编号为 $id 的交接。", id=handover_id)
    items = HandoverItem.objects.filter(handover=handover_id).select_related("task__problem__aspect")
    person = _person_of(actor)
    if not whole_cycle(actor, cycle_id) and (person is None or person not in (found[0].giver_id, successor)):
        items = items.filter(task__in=tasks_in_reach(actor))
    listed = tuple(_item(item) for item in items.order_by("pk"))
    return HandoverPage(
        cycle=cycle_row(cycle_id=cycle_id),
        row=found[0],
        items=listed,
        mine=successor is not None and successor == person,
        stands_in=any(item.task_id in stood_for(actor) for item in listed if item.accepted_at is None),
    )


def standing_of_person(*, person_id: int, actor: Actor, today: date, when: datetime) -> StandingOfPerson:
    """What a person is and was appointed to, whom they stand in for and what they handed over.

    What belongs to the work stays out of sight of who keeps the machine.
    """
    demand(actor, Act.READ_PEOPLE)
    appointments = Appointment.objects.filter(person=person_id).order_by("-starts", "-pk")
    delegations = Delegation.objects.order_by("-starts", "-pk")
    handed = Handover.objects.filter(Q(giver=person_id) | Q(successor=person_id)).order_by("-opened_at", "-pk")
    seen = [row for row in handover_rows(handed[:AT_ONCE], when=when) if whole_cycle(actor, row.cycle_id)]
    rows = appointment_rows(appointments, today=today)
    if not may(actor, Act.READ):
        rows = [replace(row, cycle="", names=(), why="") for row in rows]
        delegations = delegations.none()
    return StandingOfPerson(
        appointments=tuple(rows),
        given=delegation_rows(delegations.filter(giver__person=person_id), today=today),
        received=delegation_rows(delegations.filter(taker__person=person_id), today=today),
        handovers=tuple(seen),
    )


def handover_rows(found: QuerySet[Handover], *, when: datetime) -> tuple[HandoverRow, ...]:
    """Handovers as lists show them, in a constant number of queries."""
    rows = list(found.select_related("successor"))
    numbers = [row.pk for row in rows]
    counted = HandoverItem.objects.filter(handover_id__in=numbers).values("handover_id").order_by("handover_id")
    counts = {
        one["handover_id"]: one
        for one in counted.annotate(total=Count("pk"), accepted=Count("pk", filter=~Q(accepted_at=None)))
    }
    leaders: dict[int, set[str]] = {}
    led = (
        HandoverItem.objects.filter(handover_id__in=numbers)
        .filter(kind__in=STOOD_FOR, accepted_at=None)
        .exclude(task__leader="")
    )
    for handover_id, leader in led.values_list("handover_id", "task__leader").distinct():
        leaders.setdefault(handover_id, set()).add(leader)
    return tuple(
        HandoverRow(
            id=row.pk,
            version=row.version,
            cycle_id=row.cycle_id,
            giver_id=row.giver_id,
            giver=row.giver_name,
            about=row.about,
            opened_at=row.opened_at,
            due_at=row.due_at,
            successor_id=row.successor_id,
            successor=row.successor.name if row.successor else "",
            done_at=row.done_at,
            why_none=row.why_none,
            total=counts[row.pk]["total"] if row.pk in counts else 0,
            accepted=counts[row.pk]["accepted"] if row.pk in counts else 0,
            late=row.done_at is None and row.due_at < when,
            leaders=tuple(sorted(leaders.get(row.pk, ()))),
        )
        for row in rows
    )


def _visible(actor: Actor, cycle_id: int) -> QuerySet[Handover]:
    found = Handover.objects.filter(cycle_id=cycle_id)
    if whole_cycle(actor, cycle_id):
        return found
    person = _person_of(actor)
    mine = Q(giver=person) | Q(successor=person) if person else Q(pk__in=())
    about = HandoverItem.objects.filter(task__in=tasks_in_reach(actor)).values("handover_id")
    return found.filter(mine | Q(pk__in=about))


def _key(row: HandoverRow) -> str:
    return f"{_written(row.done_at) if row.done_at else ''}.{_written(row.due_at)}.{row.id}"


def _written(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def _beyond(key: str) -> Q:
    """What comes after the place of a key: open ones by their end, then those that are over, the latest first."""
    found = KEY.fullmatch(key)
    if found is None:
        raise BadKey("这个页码已失效，请从第一页看起。")
    done, due, number = found.groups()
    day = EPOCH + int(due) * MICROSECOND
    later = Q(due_at__gt=day) | Q(due_at=day, pk__gt=int(number))
    if not done:
        return (Q(done_at=None) & later) | Q(done_at__isnull=False)
    over = EPOCH + int(done) * MICROSECOND
    return Q(done_at__lt=over) | (Q(done_at=over) & later)


def _person_of(actor: Actor) -> int | None:
    return Account.objects.filter(pk=actor.id).values_list("person_id", flat=True).first()


def _item(item: HandoverItem) -> HandoverItemRow:
    task = item.task
    name, _, numbers = item.door.partition(":")
    return HandoverItemRow(
        id=item.pk,
        task_id=task.pk if task else None,
        number=cite_problem(task.problem) if task else "",
        title=item.what or (task.problem.title if task else ""),
        kind=item.kind,
        what=ITEM_NAMES[item.kind],
        named=item.named,
        door=Door(name, tuple(map(int, numbers.split(",")))) if item.door else None,
        accepted_at=item.accepted_at,
        accepted_by=item.accepted_by,
        remark=item.remark,
    )
