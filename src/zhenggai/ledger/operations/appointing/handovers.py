"""Taking over what somebody left open."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.rights import Actor, Office, Thing, acting, offices_of
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt, known_as
from zhenggai.ledger.appointing_models import NAMED_KINDS
from zhenggai.ledger.models import Handover, HandoverItem, Promise
from zhenggai.ledger.operations.planning.holding import name_of
from zhenggai.ledger.operations.planning.tasks import hand_task
from zhenggai.people.leaving import Leaving, tell_leaving
from zhenggai.people.models import Account, Appointment, Person, Post
from zhenggai.people.offices import actor_of, names_of_leader

Told = dict[str, object]
LONGEST_REMARK = 1000


class CannotHandOver(Refusal):
    """A handover to nobody or to the giver, of nothing, or without saying why."""


class HandoverChanged(Refusal):
    """Somebody else was faster, or the handover is over."""


def list_leftovers(*, person_id: int, cycle_id: int, why: str, actor: Actor, at: datetime) -> int:
    """List by hand what somebody leaves open in a cycle and return the handover's number.

    :raises NotAllowed: unless the actor appoints in this cycle.
    :raises NoSuchThing: where there is no such person.
    :raises CannotHandOver: without a reason, or where they leave nothing that is not listed yet.
    """
    acting(actor, Act.APPOINT)
    actor = acting(actor, Act.APPOINT, Thing(cycle_id=cycle_id))
    if not why.strip():
        raise CannotHandOver("请写明为什么要交接。")
    with transaction.atomic(durable=True):
        person = _person(person_id)
        posts = Post.objects.filter(person=person).values_list("unit_id", flat=True)
        account = Account.objects.filter(person=person, is_active=True).first()
        appointed = Appointment.objects.filter(person=person).exclude(unit=None).values_list("unit_id", flat=True)
        leaving = Leaving(
            cause="office",
            about=why.strip()[:300],
            name=person.name,
            last=at.date(),
            person_id=person.pk,
            cycle_id=cycle_id,
            units=frozenset({*posts, *(unit for unit in appointed if unit)}),
            leads=True,
            account_id=account.pk if account else 0,
            offices=_own_offices(account, cycle_id, at) if account else (),
        )
        opened = tell_leaving(leaving, at)
        if not opened:
            raise CannotHandOver("“$name”在这个轮次没有要交接的事项。", name=person.name)
        row = _found(opened[0])
        after: Told = {"person": row.giver_name, "items": row.items.count(), "due_at": row.due_at.isoformat()}
        _append("handover.open", row, {}, after, why=row.about, actor=actor, at=at)
        return row.pk


def name_successor(*, handover_id: int, version: int, person_id: int, actor: Actor, at: datetime) -> None:
    """Say who is to take over; they may still be another until everything is accepted.

    :raises NotAllowed: unless the actor appoints in this cycle.
    :raises NoSuchThing: where there is no such handover or person.
    :raises CannotHandOver: to the giver.
    :raises HandoverChanged: where `version` is not the handover's, or it is over.
    """
    acting(actor, Act.APPOINT)
    with transaction.atomic(durable=True):
        row = _found(handover_id)
        actor = acting(actor, Act.APPOINT, Thing(cycle_id=row.cycle_id))
        person = _person(person_id)
        if person.pk == row.giver_id:
            raise CannotHandOver("不能交接给本人。")
        before: Told = {"person": row.giver_name, "successor": row.successor.name if row.successor else None}
        _claim(row, version, successor=person, named_at=at)
        _append("handover.name", row, before, {**before, "successor": person.name}, why="", actor=actor, at=at)


def drop_handover(*, handover_id: int, version: int, why: str, actor: Actor, at: datetime) -> None:
    """Say why what is still listed need not be handed over, for instance because the person stays in charge.

    :raises NotAllowed: unless the actor appoints in this cycle.
    :raises NoSuchThing: where there is no such handover.
    :raises CannotHandOver: without a reason.
    :raises HandoverChanged: where `version` is not the handover's, or it is over.
    """
    acting(actor, Act.APPOINT)
    with transaction.atomic(durable=True):
        row = _found(handover_id)
        actor = acting(actor, Act.APPOINT, Thing(cycle_id=row.cycle_id))
        if not why.strip():
            raise CannotHandOver("请写明为什么不必交接。")
        _claim(row, version, done_at=at, why_none=why.strip())
        told: Told = {"person": row.giver_name, "about": row.about}
        _append("handover.drop", row, told, told, why=why.strip(), actor=actor, at=at)


def accept_handover(
    *, handover_id: int, version: int, item_ids: Collection[int], remark: str, actor: Actor, at: datetime
) -> None:
    """Take over some or all of what is listed: their tasks name the successor from now on, and the plan's history stays.

    :raises NotAllowed: unless the actor is the successor.
    :raises NoSuchThing: where there is no such handover.
    :raises CannotHandOver: of nothing that is still open.
    :raises HandoverChanged: where `version` is not the handover's, or it is over.
    """
    acting(actor, Act.TAKE_OVER)
    with transaction.atomic(durable=True):
        row = _found(handover_id)
        successor = _demand_successor(row, actor)
        actor = acting(actor, Act.TAKE_OVER)
        still = list(row.items.filter(accepted_at=None).select_related("task__problem__aspect").order_by("pk"))
        taken = [item for item in still if item.pk in set(item_ids)]
        if not taken or len(remark) > LONGEST_REMARK:
            raise CannotHandOver("请勾选要接收的事项，附注最多 $longest 个字。", longest=LONGEST_REMARK)
        _claim(row, version, done_at=at if len(taken) == len(still) else None)
        before, after = _hand(taken, successor)
        mine = HandoverItem.objects.filter(pk__in=[item.pk for item in taken])
        mine.update(accepted_at=at, accepted_by=known_as(actor), remark=remark.strip())
        _append("handover.accept", row, before, after, why=remark.strip(), actor=actor, at=at)


def _own_offices(account: Account, cycle_id: int, at: datetime) -> tuple[Office, ...]:
    """The offices that somebody holds themselves in a cycle."""
    held = offices_of(actor_of(account, at=at))
    return tuple(office for office in held if not office.on_behalf and office.cycle_id in (None, cycle_id))


def _hand(items: Collection[HandoverItem], successor: Person) -> tuple[Told, Told]:
    before: Told = {}
    after: Told = {}
    for item in items:
        name = name_of(item.task) if item.task else item.what
        old, new = _hand_one(item, successor)
        before[name] = "；".join(filter(None, (str(before.get(name) or ""), old))) or None
        after[name] = "；".join(filter(None, (str(after.get(name) or ""), new)))
    return before, after


def _hand_one(item: HandoverItem, successor: Person) -> tuple[str, str]:
    """Name the successor where the giver was named, and return what was said there and is now."""
    if item.kind == "unit":
        return "", f"经办 {successor.name}"
    if item.kind == "promise" and item.named:
        new = _leader_name(successor)
        number = int(item.door.rpartition(",")[2])
        Promise.objects.filter(pk=number, leader=item.named).update(leader=new, version=F("version") + 1)
        return item.named, new
    if item.kind in NAMED_KINDS and item.task:
        new = _leader_name(successor) if item.kind == "leader" else successor.name
        return hand_task(item.task.pk, item.kind, new), new
    return "", f"{item.what}：由 {successor.name} 接办"


def _leader_name(successor: Person) -> str:
    """What plans call the successor as a leader: the fullest of their names."""
    names = names_of_leader(successor.pk, successor.name)
    return max(names, key=lambda name: (successor.name in name, len(name), name))


def _demand_successor(row: Handover, actor: Actor) -> Person:
    person = Account.objects.filter(pk=actor.id, is_active=True).values_list("person_id", flat=True).first()
    if row.successor is None or person != row.successor_id:
        raise NotAllowed("只有指定的接手人能接收这些事项。")
    return row.successor


def _found(handover_id: int) -> Handover:
    row = Handover.objects.select_related("successor").filter(pk=handover_id).first()
    if row is None:
        raise NoSuchThing("没有编号为 $id 的交接。", id=handover_id)
    return row


def _person(person_id: int) -> Person:
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NoSuchThing("没有编号为 $id 的人员。", id=person_id)
    return person


def _claim(row: Handover, version: int, **facts: object) -> None:
    seen = Handover.objects.filter(pk=row.pk, version=version, done_at=None)
    if seen.update(version=F("version") + 1, **facts) != 1:
        raise HandoverChanged("这项交接已有变化，请看过最新内容再办。")


def _append(verb: str, row: Handover, before: Told, after: Told, *, why: str, actor: Actor, at: datetime) -> None:
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("handover", row.pk),
        before=before,
        after=after,
        why=why,
        at=at,
        salt=fresh_salt(),
        cycle=row.cycle_id,
    )
