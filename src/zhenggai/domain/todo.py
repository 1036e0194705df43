"""What waits for somebody: kinds of work, the groups in which a page shows them, and their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from zhenggai.domain.lights import Light, Thresholds
from zhenggai.domain.rights import Actor, Office, offices_of
from zhenggai.domain.roles import OF_UNITS, Role

DutyKind = Literal["task", "measure", "promise", "decision", "trial", "institution", "minutes", "reading"]
WaitKind = Literal[
    "returned",
    "accept",
    "review",
    "decide",
    "handover",
    "stand_in",
    "mention",
    "refused",
    "judge",
    "sign",
    "sent_back",
    "doubt",
    "to_explain",
    "freeze",
]
DUTY_KINDS: tuple[DutyKind, ...] = get_args(DutyKind)
WAIT_KINDS: tuple[WaitKind, ...] = get_args(WaitKind)
KIND_NAMES: dict[str, str] = {
    "task": "任务到期",
    "measure": "措施到期",
    "promise": "承诺到期",
    "decision": "议定事项到期",
    "trial": "制度试行到期",
    "institution": "制度应评估",
    "minutes": "纪要待归档",
    "reading": "指标应填数",
    "returned": "退回重报",
    "accept": "待认领",
    "review": "待会审",
    "decide": "待审批",
    "handover": "待交接",
    "stand_in": "由您代管",
    "mention": "有人提到您",
    "refused": "认领被退回",
    "judge": "进展待审",
    "doubt": "疑点待处置",
    "to_explain": "疑点待说明",
    "sign": "待签字",
    "sent_back": "销号被退回",
    "freeze": "报告期待冻结",
}
# Where the button of each leads: what it says.
VERBS_OF_KINDS: dict[str, str] = {
    "task": "去办理",
    "measure": "报进展",
    "promise": "去办理",
    "decision": "去落实",
    "trial": "去评估",
    "institution": "去评估",
    "minutes": "去归档",
    "reading": "去填数",
    "returned": "去重报",
    "accept": "去认领",
    "review": "去会审",
    "decide": "去审批",
    "handover": "去交接",
    "stand_in": "去看看",
    "mention": "去看看",
    "refused": "去另派",
    "judge": "去审核",
    "doubt": "去处置",
    "to_explain": "去说明",
    "sign": "去签字",
    "sent_back": "去补齐",
    "freeze": "去冻结",
}
Group = Literal["late", "today", "returned", "accept", "sign", "decide", "review", "handover", "mention", "soon"]
GROUPS: tuple[Group, ...] = get_args(Group)
GROUP_NAMES: dict[Group, str] = {
    "late": "逾期",
    "today": "今天到期",
    "returned": "退回",
    "accept": "待认领",
    "sign": "待签字",
    "decide": "待审批",
    "review": "待审核",
    "handover": "待交接",
    "mention": "提到您的",
    "soon": "即将到期",
}


@dataclass(frozen=True, slots=True)
class Door:
    """Where something is done: the name of an address and the numbers in it."""

    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """Something with a day: whose it is, until when. `unit_id` leads, `units` all take part, `leader` is above them."""

    kind: DutyKind
    id: int
    cycle_id: int
    what: str
    about: str
    due: date
    door: Door
    task_id: int | None = None
    unit_id: int | None = None
    unit: str = ""
    units: frozenset[int] = frozenset()
    leader: str = ""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One line of somebody's work; `words` is what they should know first, such as why it was returned."""

    group: Group
    kind: str
    cycle_id: int
    what: str
    about: str
    door: Door
    due: date | None = None
    light: Light | None = None
    days_left: int | None = None
    unit: str = ""
    words: str = ""
    task_id: int | None = None
    on_behalf: str = ""


def office_for(actor: Actor, duty: Duty) -> Office | None:
    """The office by which a duty is the actor's: their unit's, that of a task they lead, or the house's own."""
    fitting = (office for office in offices_of(actor) if _falls_to(office, duty))
    return min(fitting, key=lambda office: bool(office.on_behalf), default=None)


def group_of(duty: Duty, *, today: date, lights: Thresholds) -> Group | None:
    """The group in which a duty stands today; None where there is time yet."""
    if duty.due < today:
        return "late"
    if duty.due == today:
        return "today"
    return "soon" if duty.due <= lights.urgent_until(today) else None


def in_order(items: Iterable[WorkItem]) -> tuple[WorkItem, ...]:
    """Lines by group, then by day, then as they came."""
    return tuple(sorted(items, key=lambda item: (GROUPS.index(item.group), item.due or date.max)))


def counted(items: Iterable[WorkItem]) -> dict[Group, int]:
    """How many lines each group has, in the order of the groups; empty ones left out."""
    numbers = dict.fromkeys(GROUPS, 0)
    for item in items:
        numbers[item.group] += 1
    return {group: number for group, number in numbers.items() if number}


def _falls_to(office: Office, duty: Duty) -> bool:
    if office.cycle_id not in (None, duty.cycle_id):
        return False
    if office.role in OF_UNITS:
        return bool(office.own & duty.units)
    if office.role is Role.LEADER:
        return bool(duty.leader) and duty.leader in office.names
    return office.role is Role.OFFICE_CLERK and not duty.units and not duty.leader
