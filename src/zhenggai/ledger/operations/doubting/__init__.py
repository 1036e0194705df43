"""Looking for doubts, answering them, and setting the rules that find them."""

from zhenggai.domain.doubting import CannotSettle
from zhenggai.ledger.operations.doubting.looking import (
    WATCHMAN,
    Looked,
    LookedMeanwhile,
    look_again,
    look_at_task,
    look_where_due,
)
from zhenggai.ledger.operations.doubting.settling import DoubtChanged, explain_doubt, settle_doubt
from zhenggai.ledger.operations.doubting.switching import RuleChanged, set_threshold, switch_rule

__all__ = [
    "WATCHMAN",
    "CannotSettle",
    "DoubtChanged",
    "Looked",
    "LookedMeanwhile",
    "RuleChanged",
    "explain_doubt",
    "look_again",
    "look_at_task",
    "look_where_due",
    "set_threshold",
    "settle_doubt",
    "switch_rule",
]
