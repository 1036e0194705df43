"""A meeting decides by list: all of its applications are closed in one act, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from zhenggai.domain.closing_rules import BY_LIST, STEPS
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Thing, acting, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.signing import CannotSign
from zhenggai.domain.staging import CannotClose, demand_reason
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.closing_models import Closing, MeetingList, Signature
from zhenggai.ledger.models import Cycle
from zhenggai.ledger.operations.closing.holding import claim_closing, hold_at_the_gate
from zhenggai.ledger.operations.closing.signing import close, demand_turn, give
from zhenggai.ledger.operations.planning.holding import name_of

MOST_LISTED = 200


def sign_at_meeting(
    *,
    cycle_id: int,
    digests: Mapping[int, str],
    meeting: str,
    held_on: date,
    meeting_id: int | None,
    actor: Actor,
    at: datetime,
) -> int:
    """Close every task on a meeting's list and return the list; `digests` are by application what the list showed.

    :raises NotAllowed: where the actor signs nothing of one of the tasks.
    :raises CannotSign: where it is not the turn of a step that a meeting decides, for one of them.
    :raises CannotClose: where the meeting was held before that.
    :raises GateShut: where something is missing of one of them.
    """
    demand(actor, Act.SIGN)
    name = demand_reason(meeting, what="会议名称")
    if not 0 < len(digests) <= MOST_LISTED:
        raise CannotClose("会议清单一次 1 到 $most 项。", most=MOST_LISTED)
    if held_on > localdate(at):
        raise CannotClose("会议日期不能晚于今天。")
    with transaction.atomic(durable=True):
        kept = _keep(cycle_id, name, held_on, meeting_id, actor=actor, at=at)
        signer = acting(actor, Act.SIGN, Thing(cycle_id=cycle_id))
        told = {}
        for closing_id, digest in sorted(digests.items()):
            closing, found = hold_at_the_gate(closing_id)
            if closing.cycle_id != cycle_id:
                raise CannotClose("所选申请不在同一个轮次。")
            acting(actor, Act.SIGN, found.thing)
            claim_closing(closing)
            turn = demand_turn(closing, found, digest, actor=actor, at=at)
            if not (turn.last and turn.step in BY_LIST):
                raise CannotSign(
                    "$task 现在轮到“$step”，还不能上会。", task=name_of(closing.task), step=STEPS[turn.step]
                )
            _demand_signed_before(closing, found.rows.signatures_of(closing.pk), held_on)
            signer = give(closing, turn, actor=actor, at=at, listed=kept.pk)
            close(closing, turn, at=at)
            told[name_of(closing.task)] = digest
        _tell(kept, told, actor=signer, at=at)
    return kept.pk


def _demand_signed_before(closing: Closing, signatures: Iterable[Signature], held_on: date) -> None:
    """Return when a meeting of that day can have decided on it.

    :raises CannotClose: where it was not its turn yet.
    """
    last = max(localdate(one.at) for one in signatures)
    if held_on < last:
        facts = {"task": name_of(closing.task), "day": last.isoformat()}
        raise CannotClose("$task 到 $day 才签到审定这一步，会议日期不能早于这一天。", **facts)


def _keep(
    cycle_id: int, meeting: str, held_on: date, meeting_id: int | None, *, actor: Actor, at: datetime
) -> MeetingList:
    # Two lists of one round wait for one another here, so that their numbers follow.
    cycle = Cycle.objects.select_for_update().filter(pk=cycle_id).first()
    if cycle is None:
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    # Meetings are kept in a room above this one, hence by the name of the relation.
    if meeting_id is not None and not Cycle.objects.filter(pk=cycle_id, meetings__pk=meeting_id).exists():
        raise NoSuchThing("没有编号为 $id 的会议。", id=meeting_id)
    last = MeetingList.objects.filter(cycle=cycle).aggregate(last=Max("number"))["last"] or 0
    return MeetingList.objects.create(
        cycle=cycle,
        number=last + 1,
        meeting_id=meeting_id,
        meeting=meeting[:200],
        held_on=held_on,
        at=at,
        by=actor.name,
    )


def _tell(kept: MeetingList, told: dict[str, str], *, actor: Actor, at: datetime) -> None:
    journal.append(
        actor=actor,
        verb="closing.sign_list",
        subject=Subject("meeting_list", kept.pk),
        before={},
        after={"meeting": kept.meeting, "held_on": kept.held_on.isoformat(), **told},
        why="",
        at=at,
        salt=fresh_salt(),
        cycle=kept.cycle_id,
    )
