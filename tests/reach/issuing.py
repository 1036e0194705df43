"""Who reaches what: issuing."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "plan": Act.READ_CYCLE,
    "plan_issue": Act.ISSUE,
    "plan_version": Act.READ_CYCLE,
    "plan_compare": Act.READ_CYCLE,
    "review_open": Act.ISSUE,
    "review": Act.READ_CYCLE,
    "review_answer": Act.REVIEW,
    "review_close": Act.ISSUE,
    "review_scan": Act.READ_CYCLE,
    "requests": Act.READ_CYCLE,
    "request_decide": Act.DECIDE_CHANGE,
    "request_withdraw": Act.ASK_CHANGE,
    "task_changes": Act.READ,
    "change_ask": Act.ASK_CHANGE,
    "acceptances": Act.READ,
    "acceptances_accept": Act.ACCEPT,
    "acceptance_refuse": Act.ACCEPT,
    "acceptance_insist": Act.ISSUE,
    "acceptance_reassign": Act.ISSUE,
}

OPERATIONS: dict[str, Act | Door] = {
    "ledger.operations.issuing.accepting.accept_many": Act.ACCEPT,
    "ledger.operations.issuing.accepting.accept_task": Act.ACCEPT,
    "ledger.operations.issuing.accepting.insist_task": Act.ISSUE,
    "ledger.operations.issuing.accepting.reassign_task": Act.ISSUE,
    "ledger.operations.issuing.accepting.refuse_task": Act.ACCEPT,
    "ledger.operations.issuing.changing.ask_change": Act.ASK_CHANGE,
    "ledger.operations.issuing.changing.decide_change": Act.DECIDE_CHANGE,
    "ledger.operations.issuing.changing.withdraw_change": Act.ASK_CHANGE,
    "ledger.operations.issuing.issuing.issue_plan": Act.ISSUE,
    "ledger.operations.issuing.issuing.reissue_plan": Act.ISSUE,
    "ledger.operations.issuing.requesting.keep_reassignment": Door.INNER,
    "ledger.operations.issuing.requesting.keep_request": Door.INNER,
    "ledger.operations.issuing.reviewing.answer_review": Act.REVIEW,
    "ledger.operations.issuing.reviewing.close_review": Act.ISSUE,
    "ledger.operations.issuing.reviewing.open_review": Act.ISSUE,
    "ledger.operations.issuing.telling.tell_cycle": Door.INNER,
}
