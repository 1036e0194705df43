"""Who reaches what: closing."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "closing_settings": Act.READ_CYCLE,
    "closings": Act.READ,
    "rates": Act.READ_CYCLE,
    "samples": Act.READ_CYCLE,
    "sample_draw": Act.DRAW,
    "sample": Act.READ_CYCLE,
    "signing": Act.SIGN,
    "meeting_list": Act.SIGN,
    "meeting_list_decide": Act.SIGN,
    "task_closing": Act.READ,
    "closing_apply": Act.APPLY_CLOSING,
    "closing_long_term": Act.APPLY_CLOSING,
    "closing_not_applicable": Act.APPLY_CLOSING,
    "task_reopen": Act.REOPEN,
    "task_settle": Act.SETTLE,
    "task_point": Act.PLAN,
    "call_add": Act.VISIT,
    "visit_add": Act.VISIT,
    "stage_accept": Act.JUDGE,
    "voucher_state": Act.ATTACH,
    "closing_withdraw": Act.APPLY_CLOSING,
    "closing_return": Act.RETURN_CLOSING,
    "closing_decide": Act.DECIDE_CHANGE,
    "closing_release": Act.RELEASE,
    "closing_sign": Act.SIGN,
}

_IN = "ledger.operations.closing"
OPERATIONS: dict[str, Act | Door] = {
    f"{_IN}.applying.apply_to_close": Act.APPLY_CLOSING,
    f"{_IN}.applying.withdraw_closing": Act.APPLY_CLOSING,
    f"{_IN}.applying.end_closing": Door.INNER,
    f"{_IN}.applying.keep_signature": Door.INNER,
    f"{_IN}.asking.ask_long_term": Act.APPLY_CLOSING,
    f"{_IN}.asking.ask_not_applicable": Act.APPLY_CLOSING,
    f"{_IN}.deciding.decide_long_term": Act.DECIDE_CHANGE,
    f"{_IN}.deciding.decide_not_applicable": Act.RELEASE,
    f"{_IN}.deciding.return_closing": Act.RETURN_CLOSING,
    f"{_IN}.drawing.draw_sample": Act.DRAW,
    f"{_IN}.holding.new_closing": Door.INNER,
    f"{_IN}.holding.tell_closing": Door.INNER,
    f"{_IN}.listing.sign_at_meeting": Act.SIGN,
    f"{_IN}.reopening.mark_stable": Act.SETTLE,
    f"{_IN}.reopening.point_to_old": Act.PLAN,
    f"{_IN}.reopening.reopen_task": Act.REOPEN,
    f"{_IN}.signing.demand_turn": Door.INNER,
    f"{_IN}.signing.give": Door.INNER,
    f"{_IN}.signing.sign_closing": Act.SIGN,
    f"{_IN}.staging.accept_stage": Act.JUDGE,
    f"{_IN}.vouching.state_voucher": Act.ATTACH,
    f"{_IN}.visiting.record_call_back": Act.VISIT,
    f"{_IN}.visiting.record_visit": Act.VISIT,
}
