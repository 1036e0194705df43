"""Who reaches what: doubts on the ledger."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "doubts": Act.READ,
    "doubts_look": Act.JUDGE,
    "doubt": Act.READ,
    "doubt_settle": Act.JUDGE,
    "doubt_explain": Act.REPORT,
    "task_doubts": Act.READ,
    "task_look": Act.LOOK,
    "rules": Act.READ_CYCLE,
    "rule_switch": Act.PLAN,
    "rule_threshold": Act.PLAN,
}

_IN = "ledger.operations.doubting"
OPERATIONS: dict[str, Act | Door] = {
    f"{_IN}.looking.look_again": Act.JUDGE,
    f"{_IN}.looking.look_at_task": Act.LOOK,
    f"{_IN}.settling.settle_doubt": Act.JUDGE,
    f"{_IN}.settling.explain_doubt": Act.REPORT,
    f"{_IN}.switching.switch_rule": Act.PLAN,
    f"{_IN}.switching.set_threshold": Act.PLAN,
}
