"""The closed sets of words of closing, and what pages call them."""

from __future__ import annotations

from zhenggai.domain.states import LedgerState

# What an application asks for; "基本完成" is none of them.
OUTCOMES: dict[str, str] = {"done": "完成", "long_term": "转长期坚持", "not_applicable": "不再适用"}
OUTCOME_STATES: dict[str, LedgerState] = {
    "done": "done",
    "long_term": "long_term",
    "not_applicable": "not_applicable",
}
CLOSING_STATES: dict[str, str] = {
    "open": "办理中",
    "closed": "已批准",
    "returned": "已退回",
    "refused": "不批准",
    "withdrawn": "已撤回",
}
CAUSES: dict[str, str] = {
    "relapse": "问题反弹",
    "complaint": "群众反映",
    "sample": "抽查发现",
    "untrue": "所报不实",
    "other": "其他",
}
PURPOSES: dict[str, str] = {"closing": "销号抽查", "look_back": "回头看"}
CALL_RESULTS: dict[str, str] = {"confirmed": "属实", "denied": "否认", "unreached": "未联系上"}
