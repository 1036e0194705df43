"""Keeping meetings: what was held, who was there, the minutes, and which measures it carried out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from zhenggai.domain.meetings import LONGEST_TEXT, MeetingFacts, WrongMeeting, demand_meeting
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.oversight.facts import facts_of_meeting
from zhenggai.oversight.models import Meeting, MeetingDecision, MeetingMeasure
from zhenggai.oversight.operations.holding import claim_meeting, demand_cycle, differing, measures_of, tell, unit_for
from zhenggai.oversight.papers import keep_paper

COLUMNS = ("kind", "held_on", "topic", "place", "unit", "unit_name", "attended", "absent", "minutes_number")


def add_meeting(*, cycle_id: int, facts: MeetingFacts, actor: Actor, at: datetime) -> int:
    """Keep a meeting and return its number.

    :raises NotAllowed: unless the actor keeps meetings of that unit.
    :raises WrongMeeting: where the record lacks something.
    """
    demand(actor, Act.KEEP_MEETINGS)
    demand_meeting(facts)
    with transaction.atomic(durable=True):
        demand_cycle(cycle_id)
        meeting = Meeting(cycle_id=cycle_id)
        _write(meeting, facts, unit_for(facts.unit, cycle_id=cycle_id, actor=actor))
        meeting.save(force_insert=True)
        tell(meeting, actor=actor, verb="meeting.add", before=None, after=_told(facts), at=at)
    return meeting.pk


def change_meeting(*, meeting_id: int, version: int, facts: MeetingFacts, actor: Actor, at: datetime) -> None:
    """Correct the record of a meeting.

    :raises NotAllowed: unless the actor keeps meetings of that unit, before and after.
    :raises WrongMeeting: where the record lacks something, or a decision would be due before the meeting.
    :raises MeetingChanged: where `version` is not the meeting's.
    """
    demand(actor, Act.KEEP_MEETINGS)
    demand_meeting(facts)
    with transaction.atomic(durable=True):
        meeting = claim_meeting(meeting_id, version=version, actor=actor)
        if MeetingDecision.objects.filter(meeting=meeting, due__lt=facts.held_on).exists():
            raise WrongMeeting("有议定事项的时限早于新的会议日期，请先核对。")
        old = facts_of_meeting(meeting)
        _write(meeting, facts, unit_for(facts.unit, cycle_id=meeting.cycle_id, actor=actor))
        meeting.save(update_fields=COLUMNS)
        before, after = differing(_told(old), _told(facts))
        tell(meeting, actor=actor, verb="meeting.change", before=before, after=after, at=at)


def withdraw_meeting(*, meeting_id: int, version: int, why: str, actor: Actor, at: datetime) -> None:
    """Take a meeting out of every count, with the reason; its record stays.

    :raises NotAllowed: unless the actor keeps meetings of that unit.
    :raises WrongMeeting: without a reason, or where a task was made of one of its decisions.
    :raises MeetingChanged: where `version` is not the meeting's.
    """
    demand(actor, Act.KEEP_MEETINGS)
    if not why.strip() or len(why) > LONGEST_TEXT:
        raise WrongMeeting("请写明撤销的原因，例如“会议未召开”。")
    with transaction.atomic(durable=True):
        meeting = claim_meeting(meeting_id, version=version, actor=actor)
        if meeting.decisions.exclude(task=None).exists():
            raise WrongMeeting("这次会议的议定事项已成为任务，不能撤销。")
        Meeting.objects.filter(pk=meeting.pk).update(withdrawn=True, withdrawn_why=why.strip())
        tell(meeting, actor=actor, verb="meeting.withdraw", before={}, after={}, at=at, why=why.strip())


def file_minutes(*, meeting_id: int, version: int, file: BinaryIO, name: str, actor: Actor, at: datetime) -> None:
    """File the minutes of a meeting; an earlier file stays in the store and in the record.

    :raises NotAllowed: unless the actor keeps meetings of that unit.
    :raises NotAPaper: for anything that is not a document or a picture.
    :raises FileTooLarge: above the limit of the settings.
    :raises MeetingChanged: where `version` is not the meeting's.
    """
    demand(actor, Act.KEEP_MEETINGS)
    paper = keep_paper(file, name=name)
    with transaction.atomic(durable=True):
        meeting = claim_meeting(meeting_id, version=version, actor=actor)
        old = meeting.minutes
        before = {"minutes": old.name, "sha256": old.sha256} if old else {}
        paper.save(force_insert=True)
        Meeting.objects.filter(pk=meeting.pk).update(minutes=paper)
        after = {"minutes": paper.name, "sha256": paper.sha256, "size": paper.size}
        tell(meeting, actor=actor, verb="meeting.file_minutes", before=before, after=after, at=at)


def link_meeting(*, meeting_id: int, version: int, measure_ids: Iterable[int], actor: Actor, at: datetime) -> None:
    """Say which measures a meeting carried out; those that the actor does not read stay linked as they are.

    :raises NotAllowed: unless the actor keeps meetings of that unit.
    :raises MeetingChanged: where `version` is not the meeting's.
    """
    demand(actor, Act.KEEP_MEETINGS)
    with transaction.atomic(durable=True):
        meeting = claim_meeting(meeting_id, version=version, actor=actor)
        wanted = set(measures_of(meeting.cycle_id, measure_ids, actor))
        kept = set(MeetingMeasure.objects.filter(meeting=meeting).values_list("measure_id", flat=True))
        seen = set(measures_of(meeting.cycle_id, kept, actor))
        MeetingMeasure.objects.filter(meeting=meeting, measure_id__in=seen - wanted).delete()
        MeetingMeasure.objects.bulk_create(
            MeetingMeasure(meeting=meeting, measure_id=pk) for pk in sorted(wanted - kept)
        )
        after = {"measures": len((kept - seen) | wanted)}
        tell(meeting, actor=actor, verb="meeting.link", before={"measures": len(kept)}, after=after, at=at)


def _write(meeting: Meeting, facts: MeetingFacts, unit_id: int | None) -> None:
    meeting.kind, meeting.held_on, meeting.topic, meeting.place = facts.kind, facts.held_on, facts.topic, facts.place
    meeting.unit_id, meeting.unit_name = unit_id, facts.unit
    meeting.attended = json.dumps(facts.attended, ensure_ascii=False)
    meeting.absent = json.dumps(facts.absent, ensure_ascii=False)
    meeting.minutes_number = facts.minutes_number


def _told(facts: MeetingFacts) -> dict[str, object]:
    return {
        "meeting_kind": facts.kind,
        "held_on": facts.held_on.isoformat(),
        "topic": facts.topic,
        "place_held": facts.place,
        "unit": facts.unit,
        "attended": "、".join(facts.attended),
        "absent": "、".join(facts.absent),
        "minutes_number": facts.minutes_number,
    }
