"""Who reaches what: oversight."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "meetings": Act.READ,
    "meeting_add": Act.KEEP_MEETINGS,
    "meeting": Act.READ,
    "meeting_change": Act.KEEP_MEETINGS,
    "meeting_withdraw": Act.KEEP_MEETINGS,
    "meeting_file": Act.KEEP_MEETINGS,
    "meeting_minutes": Act.READ,
    "meeting_links": Act.KEEP_MEETINGS,
    "decision_add": Act.KEEP_MEETINGS,
    "decision_settle": Act.KEEP_MEETINGS,
    "decision_task": Act.PLAN,
    "institutions": Act.READ,
    "institution_add": Act.KEEP_MEETINGS,
    "institution": Act.READ,
    "institution_change": Act.KEEP_MEETINGS,
    "institution_issue": Act.KEEP_MEETINGS,
    "institution_review": Act.KEEP_MEETINGS,
    "institution_abolish": Act.KEEP_MEETINGS,
    "institution_file": Act.KEEP_MEETINGS,
    "institution_paper": Act.READ,
    "institution_links": Act.KEEP_MEETINGS,
}

OPERATIONS: dict[str, Act | Door] = {
    "ledger.operations.planning.adding.add_task": Act.PLAN,
    "oversight.operations.holding.tell": Door.INNER,
    "oversight.operations.meetings.add_meeting": Act.KEEP_MEETINGS,
    "oversight.operations.meetings.change_meeting": Act.KEEP_MEETINGS,
    "oversight.operations.meetings.withdraw_meeting": Act.KEEP_MEETINGS,
    "oversight.operations.meetings.file_minutes": Act.KEEP_MEETINGS,
    "oversight.operations.meetings.link_meeting": Act.KEEP_MEETINGS,
    "oversight.operations.decisions.add_decision": Act.KEEP_MEETINGS,
    "oversight.operations.decisions.settle_decision": Act.KEEP_MEETINGS,
    "oversight.operations.decisions.make_task_of_decision": Act.PLAN,
    "oversight.operations.institutions.add_institution": Act.KEEP_MEETINGS,
    "oversight.operations.institutions.change_institution": Act.KEEP_MEETINGS,
    "oversight.operations.institutions.issue_institution": Act.KEEP_MEETINGS,
    "oversight.operations.institutions.review_institution": Act.KEEP_MEETINGS,
    "oversight.operations.institutions.abolish_institution": Act.KEEP_MEETINGS,
    "oversight.operations.institutions.file_institution": Act.KEEP_MEETINGS,
    "oversight.operations.institutions.link_institution": Act.KEEP_MEETINGS,
}
