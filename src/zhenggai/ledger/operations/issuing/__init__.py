"""Reviewing, issuing, changing and accepting a plan. Each call is one transaction and one journal entry.

open_review(*, cycle_id, actor, at) -> review id
answer_review(*, review_id, party, opinion, actor, at, scan=None, scan_name="") -> None   opinion: domain.reviewing.Opinion
close_review(*, review_id, passed, reason, actor, at) -> None
issue_plan(*, cycle_id, document_number, day, digest, actor, at) -> issue id           digest: of the plan that was seen
reissue_plan(*, cycle_id, version, document_number, day, digest, actor, at) -> issue id  version: the one in force
ask_change(*, task_id, version, wish, reason, actor, at) -> request id                 wish: domain.changing.Wish
decide_change(*, request_id, approve, answer, actor, at) -> None
withdraw_change(*, request_id, actor, at) -> None
accept_task(*, acceptance_id, actor, at) -> None
accept_many(*, acceptance_ids, actor, at) -> None
refuse_task(*, acceptance_id, reason, actor, at) -> None
insist_task(*, acceptance_id, reason, actor, at) -> None
reassign_task(*, acceptance_id, name, reason, actor, at) -> None

All raise NotAllowed and NoSuchThing (domain.refusals). What cannot be is a CannotReview, CannotIssue, PlanHasHoles, CannotChange,
NotHighEnough, CannotPlan or CannotAccept; what somebody else was quicker at, too.
"""

from zhenggai.ledger.operations.issuing.accepting import (
    CannotAccept,
    accept_many,
    accept_task,
    insist_task,
    reassign_task,
    refuse_task,
)
from zhenggai.ledger.operations.issuing.changing import ask_change, decide_change, withdraw_change
from zhenggai.ledger.operations.issuing.issuing import issue_plan, reissue_plan
from zhenggai.ledger.operations.issuing.reviewing import answer_review, close_review, open_review

__all__ = [
    "CannotAccept",
    "accept_many",
    "accept_task",
    "answer_review",
    "ask_change",
    "close_review",
    "decide_change",
    "insist_task",
    "issue_plan",
    "open_review",
    "reassign_task",
    "refuse_task",
    "reissue_plan",
    "withdraw_change",
]
