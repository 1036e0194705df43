"""Meetings: the list with its counts, and one of them."""

from __future__ import annotations

import json
from datetime import date

from django.db.models import Count as SqlCount
from django.db.models import Q, QuerySet

from zhenggai.domain.lights import light_of
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import Actor, demand, may, refused
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Measure
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.oversight.facts import facts_of_meeting
from zhenggai.oversight.models import Meeting, MeetingDecision
from zhenggai.oversight.queries.links import measure_links, paper_card, task_link
from zhenggai.oversight.shapes import Count, DecisionRow, MeetingPage, MeetingRow, MeetingsPage, PaperCard
from zhenggai.oversight.standing import meetings_reached, sees_whole, thing_of, units_of

PAGE = 50
HELD = Q(withdrawn=False)


def list_meetings(
    *, cycle_id: int, actor: Actor, today: date, kind: str = "", text: str = "", after: str | None = None
) -> MeetingsPage:
    """A page of the meetings of a cycle that the actor may read, the latest first.

    :raises NoSuchThing: where there is no such cycle.
    :raises BadKey: for a key that no page gave.
    """
    demand(actor, Act.READ)
    cycle = cycle_row(cycle_id=cycle_id)
    reached = Meeting.objects.filter(meetings_reached(actor), cycle_id=cycle_id)
    searched = reached.filter(Q(topic__icontains=text) | Q(minutes_number__icontains=text)) if text else reached
    wanted = searched.filter(kind=kind) if kind else searched
    rows = list(_beyond(wanted, after).select_related("minutes").annotate(**_counts())[: PAGE + 1])
    held = wanted.filter(HELD, held_on__lte=today)
    return MeetingsPage(
        cycle=cycle,
        rows=tuple(meeting_row(meeting, today) for meeting in rows[:PAGE]),
        after=_key(rows[PAGE - 1]) if len(rows) > PAGE else None,
        kinds=_kinds(searched, rules_of(cycle_id=cycle_id), kind, today=today),
        kind=kind,
        text=text,
        held=held.count(),
        total=wanted.count(),
        without_minutes=held.filter(minutes=None).count(),
    )


def meeting_page(*, meeting_id: int, actor: Actor, today: date) -> MeetingPage:
    """All that the page of a meeting shows to this reader.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where it is out of the actor's reach.
    """
    meeting = _found(meeting_id, actor)
    whole = sees_whole(actor, meeting)
    decisions = meeting.decisions.select_related("task__problem__aspect").order_by("position")
    if not whole:
        decisions = decisions.filter(unit_id__in=units_of(actor))
    rules = rules_of(cycle_id=meeting.cycle_id)
    measures = Measure.objects.filter(meeting_links__meeting=meeting, task__in=tasks_in_reach(actor))
    return MeetingPage(
        id=meeting.pk,
        version=meeting.version,
        cycle=cycle_row(cycle_id=meeting.cycle_id),
        facts=facts_of_meeting(meeting),
        held=meeting.held_on <= today and not meeting.withdrawn,
        withdrawn=meeting.withdrawn,
        withdrawn_why=meeting.withdrawn_why,
        minutes=paper_card(meeting.minutes) if whole else None,
        decisions=tuple(_decision(decision, rules, today=today) for decision in decisions),
        measures=measure_links(measures),
        timeline=list_timeline(subjects=(Subject("meeting", meeting.pk),)) if whole else None,
        whole=whole,
        may_keep=may(actor, Act.KEEP_MEETINGS, thing_of(meeting)) and not meeting.withdrawn,
        may_plan=may(actor, Act.PLAN, thing_of(meeting)) and not meeting.withdrawn,
    )


def minutes_of(*, meeting_id: int, actor: Actor) -> PaperCard:
    """The filed minutes of a meeting.

    :raises NoSuchThing: where there are none.
    :raises NotAllowed: unless the actor sees the whole meeting.
    """
    meeting = _found(meeting_id, actor)
    if not sees_whole(actor, meeting):
        raise refused(actor, Act.READ)
    card = paper_card(meeting.minutes)
    if card is None:
        raise NoSuchThing("这次会议还没有归档纪要。")
    return card


def _found(meeting_id: int, actor: Actor) -> Meeting:
    demand(actor, Act.READ)
    found = Meeting.objects.select_related("minutes").filter(pk=meeting_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的会议。", id=meeting_id)
    if not Meeting.objects.filter(meetings_reached(actor), pk=meeting_id).exists():
        fault: NotAllowed = refused(actor, Act.READ)
        raise fault
    return found


def meeting_row(meeting: Meeting, today: date) -> MeetingRow:
    """The row of a meeting; its decisions are counted where the list annotated them."""
    return MeetingRow(
        id=meeting.pk,
        kind=meeting.kind,
        held_on=meeting.held_on,
        topic=meeting.topic,
        unit=meeting.unit_name,
        attended=len(json.loads(meeting.attended)),
        absent=len(json.loads(meeting.absent)),
        minutes=meeting.minutes_id is not None,
        minutes_number=meeting.minutes_number,
        decisions=getattr(meeting, "decided", 0),
        open_decisions=getattr(meeting, "still_open", 0),
        held=meeting.held_on <= today,
        withdrawn=meeting.withdrawn,
    )


def _decision(decision: MeetingDecision, rules: Rules, *, today: date) -> DecisionRow:
    settled = decision.state == "settled"
    followed = decision.due is not None and not settled and decision.task is None
    return DecisionRow(
        id=decision.pk,
        position=decision.position,
        text=decision.text,
        unit=decision.unit_name,
        due=decision.due,
        settled=settled,
        outcome=decision.outcome,
        task=task_link(decision.task) if decision.task else None,
        light=light_of(state="ongoing", deadline=decision.due, today=today, thresholds=rules.lights)
        if followed
        else None,
        days_left=rules.lights.days_left(today, decision.due) if followed and decision.due else None,
    )


def _counts() -> dict[str, SqlCount]:
    open_ones = Q(decisions__state="open", decisions__task=None)
    return {
        "decided": SqlCount("decisions", distinct=True),
        "still_open": SqlCount("decisions", filter=open_ones, distinct=True),
    }


def _kinds(meetings: QuerySet[Meeting], rules: Rules, chosen: str, *, today: date) -> tuple[Count, ...]:
    held = meetings.filter(HELD, held_on__lte=today).order_by()
    found = dict(held.values_list("kind").annotate(n=SqlCount("pk")).values_list("kind", "n"))
    names = dict.fromkeys([*rules.meeting_types, *sorted(found), *([chosen] if chosen else [])])
    return tuple(Count(name, name, found.get(name, 0), name == chosen) for name in names)


def _beyond(meetings: QuerySet[Meeting], after: str | None) -> QuerySet[Meeting]:
    ordered = meetings.order_by("-held_on", "-pk")
    if not after:
        return ordered
    try:
        day, number = after.split(".")
        place = date.fromisoformat(day), int(number)
    except ValueError as fault:
        raise BadKey("这个页码已失效，请从第一页看起。") from fault
    return ordered.filter(Q(held_on__lt=place[0]) | Q(held_on=place[0], pk__lt=place[1]))


def _key(meeting: Meeting) -> str:
    return f"{meeting.held_on.isoformat()}.{meeting.pk}"
