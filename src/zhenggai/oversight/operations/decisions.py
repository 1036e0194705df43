"""What meetings decided: followed until it is settled, or made into a task."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from zhenggai.domain.meetings import LONGEST_TEXT, DecisionFacts, WrongMeeting, demand_decision
from zhenggai.domain.planning import TaskPlan
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.ledger.operations.planning.adding import make_task
from zhenggai.ledger.operations.planning.holding import name_of
from zhenggai.oversight.models import MeetingDecision
from zhenggai.oversight.operations.holding import claim_meeting, tell
from zhenggai.people.unit_finding import find_or_add_units


def add_decision(*, meeting_id: int, version: int, facts: DecisionFacts, actor: Actor, at: datetime) -> int:
    """Keep something that a meeting decided and return its number.

    :raises NotAllowed: unless the actor keeps meetings of that unit.
    :raises WrongMeeting: where it says nothing, or is due before the meeting.
    :raises MeetingChanged: where `version` is not the meeting's.
    """
    demand(actor, Act.KEEP_MEETINGS)
    with transaction.atomic(durable=True):
        meeting = claim_meeting(meeting_id, version=version, actor=actor)
        demand_decision(facts, held_on=meeting.held_on)
        last = meeting.decisions.aggregate(last=Max("position"))["last"] or 0
        decision = MeetingDecision.objects.create(
            meeting=meeting,
            position=last + 1,
            text=facts.text.strip(),
            unit_id=find_or_add_units([facts.unit]).get(facts.unit) if facts.unit else None,
            unit_name=facts.unit,
            due=facts.due,
        )
        tell(meeting, actor=actor, verb="meeting.decide", before=None, after=_told(decision), at=at)
    return decision.pk


def settle_decision(*, decision_id: int, version: int, outcome: str, actor: Actor, at: datetime) -> None:
    """Say how a decision was carried out; it is followed no longer.

    :raises NotAllowed: unless the actor keeps meetings of that unit.
    :raises WrongMeeting: without an outcome, or where it is settled or a task already.
    :raises MeetingChanged: where `version` is not the meeting's.
    """
    demand(actor, Act.KEEP_MEETINGS)
    if not outcome.strip() or len(outcome) > LONGEST_TEXT:
        raise WrongMeeting("请写明落实情况，最多 $longest 个字。", longest=LONGEST_TEXT)
    with transaction.atomic(durable=True):
        decision = _open(decision_id)
        meeting = claim_meeting(decision.meeting_id, version=version, actor=actor)
        if (
            MeetingDecision.objects.filter(pk=decision_id, state="open", task=None).update(
                state="settled", outcome=outcome.strip()
            )
            != 1
        ):
            raise WrongMeeting("这项议定事项已经落实，或已成为任务。")
        after = {**_told(decision), "outcome": outcome.strip()}
        tell(meeting, actor=actor, verb="meeting.settle", before=_told(decision), after=after, at=at)


def make_task_of_decision(*, decision_id: int, version: int, problem_id: int, actor: Actor, at: datetime) -> int:
    """Make a task of a decision, for one of the cycle's problems, and return its number; the two stay linked.

    :raises NotAllowed: unless the actor plans.
    :raises WrongMeeting: where it is settled or a task already, or the problem is another cycle's.
    :raises MeetingChanged: where `version` is not the meeting's.
    """
    demand(actor, Act.PLAN)
    with transaction.atomic(durable=True):
        decision = _open(decision_id)
        meeting = claim_meeting(decision.meeting_id, version=version, actor=actor)
        plan = TaskPlan(target=decision.text, unit=decision.unit_name, deadline=decision.due)
        task = make_task(cycle_id=meeting.cycle_id, problem_id=problem_id, plan=plan)
        if MeetingDecision.objects.filter(pk=decision_id, state="open", task=None).update(task=task) != 1:
            raise WrongMeeting("这项议定事项已经落实，或已成为任务。")
        after = {**_told(decision), "new_task": name_of(task)}
        tell(meeting, actor=actor, verb="meeting.make_task", before=_told(decision), after=after, at=at, act=Act.PLAN)
    return task.pk


def _open(decision_id: int) -> MeetingDecision:
    found = MeetingDecision.objects.filter(pk=decision_id).first()
    if found is None:
        raise NoSuchThing("没有编号为 $id 的议定事项。", id=decision_id)
    return found


def _told(decision: MeetingDecision) -> dict[str, object]:
    return {
        "place": decision.position,
        "text": decision.text,
        "unit": decision.unit_name,
        "due": decision.due.isoformat() if decision.due else "",
    }
