"""What can happen to doubts on the ledger and to the rules that find them."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "doubt.look": "检查了台账",
    "doubt.explain": "对疑点作了说明",
    "doubt.settle": "处置了疑点",
    "doubt.switch_off": "停用了疑点规则",
    "doubt.switch_on": "启用了疑点规则",
    "doubt.threshold": "调整了疑点规则的阈值",
}

FACT_NAMES: dict[str, str] = {
    "doubts_found": "新疑点",
    "doubts_back": "再次出现",
    "doubts_gone": "已消失",
    "doubts_changed": "有变化",
    "by_rule": "按规则",
    "doubt": "疑点",
    "doubt_rule": "规则",
    "doubt_state": "处置",
    "threshold": "阈值",
    "threshold_value": "值",
}
