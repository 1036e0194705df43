"""Later dates for a task: when they may be asked for, and who may grant them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import Actor, Office, Thing, demand, reaching_offices
from zhenggai.domain.roles import Act, Role

LONGEST_REASON = 1000
EXTENSION_STATES: dict[str, str] = {"asked": "待审批", "granted": "已批准", "refused": "不批准", "withdrawn": "已撤回"}
# From the lowest to the highest; who stands higher may decide what is lower.
LEVELS: dict[str, str] = {"leader": "牵头领导", "group_head": "领导小组组长", "first_responsible": "第一责任人"}
_RANKS = {Role.LEADER: 0, Role.GROUP_HEAD: 1, Role.FIRST_RESPONSIBLE: 2}


class CannotExtend(Refusal):
    """A later date that cannot be asked for or granted; `field` is where a form says so."""

    def __init__(self, field: str, pattern: str, /, **facts: object) -> None:
        super().__init__(pattern, **facts)
        self.field = field


@dataclass(frozen=True, slots=True)
class ExtensionRules:
    """Up to how many days which level may grant, and how often a task may be extended."""

    leader: int = 30
    group_head: int = 90
    most: int = 2


USUAL = ExtensionRules()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: until when, why, whether measures that end with the task follow it, why so late."""

    new: date | None
    reason: str
    measures_follow: bool = True
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A task as somebody asks for more time: its last day, whether it is done, how often it was extended."""

    deadline: date | None
    done: bool
    granted: int
    open: bool


def level_for(days: int, rules: ExtensionRules) -> str:
    """Who has to approve a delay of so many days."""
    if days <= rules.leader:
        return "leader"
    return "group_head" if days <= rules.group_head else "first_responsible"


def may_decide(role: Role, level: str) -> bool:
    """Whether the holder of a role decides at this level; the office only writes down what was decided on paper."""
    if role is Role.OFFICE_CLERK:
        return True
    return role in _RANKS and _RANKS[role] >= list(LEVELS).index(level)


def deciding_office(actor: Actor, thing: Thing, level: str) -> Office:
    """The office in which somebody decides at this level: a leader's before the office's pen, their own before another's.

    :raises NotAllowed: where they decide on this thing in none.
    """
    offices = reaching_offices(actor, Act.GRANT_EXTENSION, thing)
    fitting = [office for office in offices if may_decide(office.role, level)]
    if not fitting:
        return demand(actor, Act.GRANT_EXTENSION, thing)
    return min(fitting, key=lambda office: (office.role is Role.OFFICE_CLERK, bool(office.on_behalf)))


def demand_wish(wish: Wish, task: Standing, *, today: date, rules: ExtensionRules, office: bool) -> bool:
    """Return whether the wish comes late, which only the office may note.

    :raises CannotExtend: where it cannot be asked for.
    """
    if task.done:
        raise CannotExtend("", "任务已完成，不需要延期。")
    if task.deadline is None:
        raise CannotExtend("", "任务没有期限，不需要延期。")
    if task.open:
        raise CannotExtend("", "已有一份延期申请待审批，请等审批结果，或先撤回。")
    if task.granted >= rules.most:
        raise CannotExtend("", "这项任务已延期 $count 次，不能再申请延期，请办理方案变更。", count=task.granted)
    _demand_words(wish, task.deadline, rules)
    if today <= task.deadline:
        return False
    if not office:
        raise CannotExtend(
            "", "期限 $day 已过，不能再申请延期：延期应在到期前提出。请联系整改办。", day=task.deadline.isoformat()
        )
    if not wish.late_reason:
        raise CannotExtend("late_reason", "期限已过，补记延期申请须写明为什么没有在到期前提出。")
    return True


def _demand_words(wish: Wish, deadline: date, rules: ExtensionRules) -> None:
    if wish.new is None:
        raise CannotExtend("new", "请写新的期限。")
    if wish.new <= deadline:
        raise CannotExtend("new", "新的期限应晚于原期限 $day。", day=deadline.isoformat())
    if not wish.reason:
        raise CannotExtend("reason", "请写延期的原因。")
    for name, text in (("reason", wish.reason), ("late_reason", wish.late_reason)):
        demand_reason(name, text)


def demand_reason(field: str, text: str) -> None:
    """Return when a reason can be kept.

    :raises CannotExtend: when not.
    """
    if len(text) > LONGEST_REASON:
        raise CannotExtend(field, "文字太长，最多 $longest 个字。", longest=LONGEST_REASON)
    if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text):
        raise CannotExtend(field, "文字里有无法保存的字符。")


def demand_rules(rules: ExtensionRules) -> None:
    """Return when an office may set these rules.

    :raises CannotExtend: when not.
    """
    if not 0 <= rules.leader <= rules.group_head:
        raise CannotExtend("", "领导小组组长批准的延期天数不能少于牵头领导的。")
    if not 0 <= rules.most <= 99:
        raise CannotExtend("", "延期次数应在 0 到 99 之间。")
