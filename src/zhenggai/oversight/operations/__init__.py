"""Every change of meetings and institutions. Each call is one transaction and one journal entry.

add_meeting(*, cycle_id, facts, actor, at) -> number                       facts: domain.meetings.MeetingFacts
change_meeting(*, meeting_id, version, facts, actor, at) -> None
withdraw_meeting(*, meeting_id, version, why, actor, at) -> None
file_minutes(*, meeting_id, version, file, name, actor, at) -> None
link_meeting(*, meeting_id, version, measure_ids, actor, at) -> None
add_decision(*, meeting_id, version, facts, actor, at) -> number            facts: domain.meetings.DecisionFacts
settle_decision(*, decision_id, version, outcome, actor, at) -> None        version: the meeting's
make_task_of_decision(*, decision_id, version, problem_id, actor, at) -> task number
add_institution(*, cycle_id, facts, actor, at) -> number                    facts: domain.institutions.InstitutionFacts
change_institution(*, institution_id, version, facts, actor, at) -> None
issue_institution(*, institution_id, version, issue, actor, at) -> None     issue: domain.institutions.Issue
review_institution(*, institution_id, version, review, actor, at) -> None   review: domain.institutions.Review
abolish_institution(*, institution_id, version, on, why, actor, at) -> None
file_institution(*, institution_id, version, file, name, actor, at) -> None
link_institution(*, institution_id, version, task_ids, measure_ids, actor, at) -> None

All raise NotAllowed and NoSuchThing (domain.refusals), those with a `version` MeetingChanged or InstitutionChanged;
what cannot be is a WrongMeeting or a WrongInstitution.
"""

from zhenggai.oversight.operations.decisions import add_decision, make_task_of_decision, settle_decision
from zhenggai.oversight.operations.holding import InstitutionChanged, MeetingChanged
from zhenggai.oversight.operations.institutions import (
    abolish_institution,
    add_institution,
    change_institution,
    file_institution,
    issue_institution,
    link_institution,
    review_institution,
)
from zhenggai.oversight.operations.meetings import (
    add_meeting,
    change_meeting,
    file_minutes,
    link_meeting,
    withdraw_meeting,
)

__all__ = [
    "InstitutionChanged",
    "MeetingChanged",
    "abolish_institution",
    "add_decision",
    "add_institution",
    "add_meeting",
    "change_institution",
    "change_meeting",
    "file_institution",
    "file_minutes",
    "issue_institution",
    "link_institution",
    "link_meeting",
    "make_task_of_decision",
    "review_institution",
    "settle_decision",
    "withdraw_meeting",
]
