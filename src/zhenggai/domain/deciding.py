"""Who decides on a change of what was issued; the office may set it for each group of fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.roles import Role

# Groups with their names, and who decides on them unless the office says otherwise.
CHANGE_GROUPS: dict[str, str] = {
    "deadline": "期限",
    "target": "目标、类型和验收标准",
    "owners": "牵头领导、单位和责任人",
    "measures": "措施",
    "shape": "拆分、合并和移动任务",
}
DECIDERS: dict[str, str] = {"leader": "牵头领导", "head": "领导小组组长", "first": "第一责任人"}
USUAL_DECIDERS: dict[str, str] = {
    "deadline": "head",
    "target": "head",
    "owners": "head",
    "measures": "leader",
    "shape": "head",
}
RANKS: dict[Role, int] = {Role.LEADER: 0, Role.GROUP_HEAD: 1, Role.FIRST_RESPONSIBLE: 2}


class NotHighEnough(Refusal):
    """Somebody decides, and this change is for somebody above them."""


def level_of(groups: Iterable[str], deciders: Mapping[str, str]) -> str:
    """The lowest of DECIDERS who may decide on changes in all these groups."""
    order = tuple(DECIDERS)
    return max((deciders[group] for group in groups), key=order.index)


def demand_level(role: Role, level: str) -> None:
    """Return when a role stands high enough to decide.

    :raises NotHighEnough: when not.
    """
    if RANKS.get(role, -1) < tuple(DECIDERS).index(level):
        raise NotHighEnough("这项变更要由$what审批。", what=DECIDERS[level])
