"""How far a problem or task has come."""

from __future__ import annotations

from typing import Literal, get_args

from zhenggai.domain.report import State

# What the ledger says of a task; what a document says of a problem (`State`) is part of it.
LedgerState = Literal["not_started", "ongoing", "closing", "long_term", "done", "stable", "not_applicable"]
# In the order in which work goes; lists sort by it, and from `done` on nothing is left to do.
STATES: tuple[LedgerState, ...] = get_args(LedgerState)
READ_STATES: tuple[State, ...] = ("not_started", "ongoing", "long_term", "done")
# Over: neither planned nor reported on, until somebody opens the task again.
CLOSED: frozenset[LedgerState] = frozenset({"done", "stable", "not_applicable"})
# Finished, by whatever road: what is no longer needed is over, but nobody has done it.
FINISHED: tuple[LedgerState, ...] = ("done", "stable")

STATE_NAMES: dict[LedgerState, str] = {
    "not_started": "未启动",
    "ongoing": "正在整改",
    "closing": "申请销号",
    "long_term": "长期坚持",
    "done": "已完成",
    "stable": "已稳定",
    "not_applicable": "不再适用",
}

TASK_KINDS: dict[str, str] = {
    "immediate": "立行立改",
    "timed": "限期整改",
    "staged": "分阶段整改",
    "long_term": "长期整改",
    "unset": "未定",
}


def kind_of_task(*, deadline_text: str, state: State | None, dated: bool) -> str:
    """The kind of task that its printed deadline speaks of; `unset` where it says nothing."""
    if "立行立改" in deadline_text or "立即" in deadline_text:
        return "immediate"
    if state == "long_term" or "长期" in deadline_text:
        return "long_term"
    if "分阶段" in deadline_text or "分步" in deadline_text:
        return "staged"
    return "timed" if dated else "unset"
