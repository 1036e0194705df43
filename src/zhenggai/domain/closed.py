"""What a task that is over no longer takes, until somebody opens it again."""

from __future__ import annotations

from typing import Literal

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.states import CLOSED, LedgerState

# What changes that which was signed.
Work = Literal["plan", "report", "judge", "attach", "figures", "extend"]
# What is said of a task, or seen on site, while it is watched.
Watch = Literal["photo", "visit"]
Doing = Work | Watch

WORDS: dict[Doing, str] = {
    "plan": "改动安排",
    "report": "填报进展",
    "judge": "审定或退回进展",
    "attach": "增减佐证",
    "figures": "改动数字和清单",
    "extend": "办理延期",
    "photo": "上传核查照片",
    "visit": "登记核查和回访",
}
WATCH: frozenset[Doing] = frozenset({"photo", "visit"})
STANDS: dict[LedgerState, str] = {"done": "已销号", "stable": "已销号并稳定", "not_applicable": "已不再适用"}


class TaskClosed(Refusal):
    """A task that is over and takes this no more."""


def is_open(doing: Doing, state: LedgerState) -> bool:
    """Whether a task in that state still takes this: one that is over, only what belongs to watching over it."""
    return state not in CLOSED or (doing in WATCH and state != "not_applicable")


def demand_open(doing: Doing, state: LedgerState) -> None:
    """Return where a task in that state still takes this.

    :raises TaskClosed: where it is over; the sentence names the way forward.
    """
    if not is_open(doing, state):
        raise TaskClosed("这条任务$state，先重新激活，才能$what。", state=STANDS[state], what=WORDS[doing])
