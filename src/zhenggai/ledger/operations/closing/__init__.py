"""Every way in which a task comes to its end and back. Each call is one transaction and one journal entry.

apply_to_close(*, task_id, version, seen, statement, actor, at) -> closing id   seen: digest of what the page showed
sign_closing(*, closing_id, digest, actor, at) -> None                          digest: of what the page showed
sign_at_meeting(*, cycle_id, digests, meeting, held_on, meeting_id, actor, at) -> list id   digests: closing id -> digest
return_closing(*, closing_id, version, why, actor, at) -> None
withdraw_closing(*, closing_id, version, actor, at) -> None
ask_long_term(*, task_id, version, reason, stages, actor, at) -> closing id     stages: domain.staging.StageWish
ask_not_applicable(*, task_id, version, reason, actor, at) -> closing id
decide_long_term(*, closing_id, version, approve, why, actor, at) -> None
decide_not_applicable(*, closing_id, version, approve, why, actor, at) -> None
accept_stage(*, stage_id, reached, on, actor, at) -> None
reopen_task(*, task_id, version, cause, what, actor, at) -> None
mark_stable(*, task_id, version, actor, at) -> None
point_to_old(*, task_id, version, old_task_id, why, actor, at) -> None
draw_sample(*, cycle_id, purpose, percent, seed, actor, at) -> sample id
record_visit(*, task_id, facts, photo_ids, token, actor, at) -> visit id
record_call_back(*, task_id, facts, actor, at) -> call id
state_voucher(*, evidence_id, number, amount, actor, at) -> None                amount: Decimal, in yuan

All raise NotAllowed and NoSuchThing (domain.refusals); what the table of moves does not know is a MoveRefused, what the
gate does not let through a GateShut, what somebody else changed meanwhile a TaskChanged or ClosingChanged.
"""

from zhenggai.ledger.operations.closing.applying import apply_to_close, withdraw_closing
from zhenggai.ledger.operations.closing.asking import ask_long_term, ask_not_applicable
from zhenggai.ledger.operations.closing.deciding import (
    decide_long_term,
    decide_not_applicable,
    return_closing,
)
from zhenggai.ledger.operations.closing.drawing import draw_sample
from zhenggai.ledger.operations.closing.holding import ClosingChanged, ContentChanged
from zhenggai.ledger.operations.closing.listing import sign_at_meeting
from zhenggai.ledger.operations.closing.reopening import mark_stable, point_to_old, reopen_task
from zhenggai.ledger.operations.closing.signing import sign_closing
from zhenggai.ledger.operations.closing.staging import accept_stage
from zhenggai.ledger.operations.closing.visiting import record_call_back, record_visit
from zhenggai.ledger.operations.closing.vouching import state_voucher

__all__ = [
    "ClosingChanged",
    "ContentChanged",
    "accept_stage",
    "apply_to_close",
    "ask_long_term",
    "ask_not_applicable",
    "decide_long_term",
    "decide_not_applicable",
    "draw_sample",
    "mark_stable",
    "point_to_old",
    "record_call_back",
    "record_visit",
    "reopen_task",
    "return_closing",
    "sign_at_meeting",
    "sign_closing",
    "state_voucher",
    "withdraw_closing",
]
