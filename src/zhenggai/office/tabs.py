"""The tabs of a task: each is a page of its own, so that they work without scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.ledger.shapes import TaskHead
from zhenggai.office.paths import address, in_cycle


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: `address` names its page, which has the numbers of cycle and task; `count` the number behind its label."""

    key: str
    label: str | Promise
    address: str
    count: Callable[[TaskHead], int] | None = None


TASK_TABS = (
    Tab("plan", gettext_lazy("安排"), "task"),
    Tab("progress", gettext_lazy("进展"), "task_progress"),
    Tab("figures", gettext_lazy("数字"), "task_figures"),
    Tab("evidence", gettext_lazy("佐证"), "task_evidence"),
    Tab("closing", gettext_lazy("销号"), "task_closing"),
    Tab("doubts", gettext_lazy("疑点"), "task_doubts", lambda head: head.doubts),
    Tab("extensions", gettext_lazy("延期"), "task_extensions", lambda head: head.extensions),
    Tab("comments", gettext_lazy("意见"), "task_comments", lambda head: head.comments),
    Tab("changes", gettext_lazy("变更"), "task_changes"),
    Tab("oversight", gettext_lazy("督促与制度"), "task_oversight"),
)


@dataclass(frozen=True, slots=True)
class TabLink:
    """A tab as the page of a task shows it."""

    label: str
    url: str
    here: bool
    count: int


def task_frame(head: TaskHead, tab: str) -> dict[str, object]:
    """What `office/task_base.html` needs, for the page of a tab."""
    ledger = (_("台账"), address("ledger", head.cycle.id))
    problems = ((link.number, address("problem", head.cycle.id, link.id)) for link in head.problems[:1])
    return {
        "here": "ledger",
        "closing_here": tab == "closing",
        "path": in_cycle(head.cycle, ledger, *problems, (_("任务 %(number)s") % {"number": head.number}, "")),
        "head": head,
        "cycle": head.cycle,
        "tabs": tuple(
            TabLink(
                label=str(one.label),
                url=address(one.address, head.cycle.id, head.id),
                here=one.key == tab,
                count=one.count(head) if one.count else 0,
            )
            for one in TASK_TABS
        ),
    }
