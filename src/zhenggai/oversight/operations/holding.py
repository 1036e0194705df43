"""Meetings and institutions as they are held while they change: found, claimed against the version seen, told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F

from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, acting, demand
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.ledger.models import Cycle, Measure, Task
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.oversight.models import Institution, Meeting
from zhenggai.oversight.standing import thing_of, thing_of_unit
from zhenggai.people.unit_finding import find_or_add_units

Facts = Mapping[str, object]


class MeetingChanged(Refusal):
    """Somebody else changed the meeting since it was looked at."""


class InstitutionChanged(Refusal):
    """Somebody else changed the institution since it was looked at."""


def claim_meeting(meeting_id: int, *, version: int, actor: Actor) -> Meeting:
    """The meeting, its version one higher, for somebody who keeps it; part of the transaction that changes it.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where it is another unit's.
    :raises MeetingChanged: where `version` is not the meeting's, or it was withdrawn.
    """
    journal.demand_transaction()
    found = Meeting.objects.filter(pk=meeting_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的会议。", id=meeting_id)
    demand(actor, Act.KEEP_MEETINGS, thing_of(found))
    mine = Meeting.objects.filter(pk=meeting_id, version=version, withdrawn=False)
    if mine.update(version=F("version") + 1) != 1:
        raise MeetingChanged("会议记录已有变化。您填的内容还在，请对照最新内容再保存一次。")
    return Meeting.objects.get(pk=meeting_id)


def claim_institution(institution_id: int, *, version: int, actor: Actor) -> Institution:
    """The institution, its version one higher, for somebody who keeps it.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where it is another unit's.
    :raises InstitutionChanged: where `version` is not the institution's.
    """
    journal.demand_transaction()
    found = Institution.objects.filter(pk=institution_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的制度。", id=institution_id)
    demand(actor, Act.KEEP_MEETINGS, thing_of(found))
    if Institution.objects.filter(pk=institution_id, version=version).update(version=F("version") + 1) != 1:
        raise InstitutionChanged("制度记录已有变化。您填的内容还在，请对照最新内容再保存一次。")
    return Institution.objects.get(pk=institution_id)


def demand_cycle(cycle_id: int) -> None:
    """Return where there is such a cycle.

    :raises NoSuchThing: where there is none.
    """
    if not Cycle.objects.filter(pk=cycle_id).exists():
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)


def unit_for(name: str, *, cycle_id: int, actor: Actor) -> int | None:
    """The unit that a name means, where the actor keeps meetings of that unit; None for the committee's own.

    :raises NotAllowed: where it is not the actor's to keep.
    """
    unit_id = find_or_add_units([name]).get(name) if name else None
    demand(actor, Act.KEEP_MEETINGS, thing_of_unit(cycle_id, unit_id))
    return unit_id


def measures_of(cycle_id: int, measure_ids: Iterable[int], actor: Actor) -> list[int]:
    """Those of the measures that belong to tasks which the actor reads, in order."""
    tasks = tasks_in_reach(actor, cycle_id=cycle_id)
    found = Measure.objects.filter(pk__in=set(measure_ids), task__in=tasks)
    return list(found.order_by("task__position", "position").values_list("pk", flat=True))


def tasks_of(cycle_id: int, task_ids: Iterable[int], actor: Actor) -> list[Task]:
    """Those of the tasks that the actor reads, in order."""
    return list(tasks_in_reach(actor).filter(cycle_id=cycle_id, pk__in=set(task_ids)).order_by("position"))


def tell(
    row: Meeting | Institution,
    *,
    actor: Actor,
    verb: str,
    before: Facts | None,
    after: Facts | None,
    at: datetime,
    why: str = "",
    act: Act = Act.KEEP_MEETINGS,
) -> None:
    """Write what happened to a meeting or an institution into the journal."""
    kind = "meeting" if isinstance(row, Meeting) else "institution"
    name: Facts = {kind: str(row)}
    journal.append(
        actor=acting(actor, act, thing_of(row)),
        verb=verb,
        subject=Subject(kind, row.pk),
        before={**name, **before} if before is not None else None,
        after={**name, **after} if after is not None else None,
        why=why,
        at=at,
        salt=fresh_salt(),
        cycle=row.cycle_id,
    )


def differing(before: Facts, after: Facts) -> tuple[dict[str, object], dict[str, object]]:
    """The facts that differ, before and after."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name, "") for name in names}, {name: after[name] for name in names}
