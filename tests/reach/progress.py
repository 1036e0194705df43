"""Who reaches what: progress."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "progress": Act.READ,
    "task_progress": Act.READ,
    "progress_report": Act.REPORT,
    "progress_check": Act.REPORT,
    "progress_draft": Act.REPORT,
    "progress_correct": Act.REPORT,
    "progress_judge": Act.JUDGE,
    "extensions": Act.READ,
    "task_extensions": Act.READ,
    "extension_ask": Act.ASK_EXTENSION,
    "extension_decide": Act.GRANT_EXTENSION,
    "extension_withdraw": Act.ASK_EXTENSION,
    "promises": Act.READ,
    "promise_add": Act.REPORT,
    "promise": Act.READ,
    "promise_change": Act.PLAN,
    "promise_note": Act.REPORT,
    "promise_extend": Act.GRANT_EXTENSION,
    "promise_judge": Act.JUDGE,
    "task_comments": Act.COMMENT,
    "comment_add": Act.COMMENT,
    "comments_seen": Act.COMMENT,
    "comment_withdraw": Act.COMMENT,
}

OPERATIONS: dict[str, Act | Door] = {
    "ledger.operations.progress.reporting.report_progress": Act.REPORT,
    "ledger.operations.progress.reporting.correct_progress": Act.REPORT,
    "ledger.operations.progress.drafting.save_draft": Act.REPORT,
    "ledger.operations.progress.judging.accept_progress": Act.JUDGE,
    "ledger.operations.progress.judging.return_progress": Act.JUDGE,
    "ledger.operations.progress.extending.ask_extension": Act.ASK_EXTENSION,
    "ledger.operations.progress.extending.decide_extension": Act.GRANT_EXTENSION,
    "ledger.operations.progress.extending.withdraw_extension": Act.ASK_EXTENSION,
    "ledger.operations.progress.promising.add_promise": Act.REPORT,
    "ledger.operations.progress.promising.change_promise": Act.PLAN,
    "ledger.operations.progress.promising.note_promise": Act.REPORT,
    "ledger.operations.progress.promising.extend_promise": Act.GRANT_EXTENSION,
    "ledger.operations.progress.promising.judge_promise": Act.JUDGE,
    "ledger.operations.progress.commenting.add_comment": Act.COMMENT,
    "ledger.operations.progress.commenting.withdraw_comment": Act.COMMENT,
    "ledger.operations.progress.commenting.see_mentions": Act.COMMENT,
}
