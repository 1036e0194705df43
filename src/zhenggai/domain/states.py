"""How far a problem or task has come."""

from __future__ import annotations

from zhenggai.domain.report import State

# In the order in which work goes; lists sort by it.
STATES: tuple[State, ...] = ("not_started", "ongoing", "long_term", "done")

STATE_NAMES: dict[State, str] = {
    "not_started": "未启动",
    "ongoing": "正在整改",
    "long_term": "长期坚持",
    "done": "已完成",
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
