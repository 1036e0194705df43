"""Who may be appointed to what, who may act or stand in for whom, and what groups a cycle has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhenggai.domain.refusals import Refusal
from zhenggai.domain.roles import GRANTS, KEEPERS, OF_UNITS, READERS, Act, Role

LONGEST_NAME = 200
LONGEST_REASON = 500

# In the order in which pages offer them; the three who keep the machine are nobody's to appoint.
APPOINTABLE = (
    Role.FIRST_RESPONSIBLE,
    Role.GROUP_HEAD,
    Role.GROUP_MEMBER,
    Role.WORKING_HEAD,
    Role.WORKING_MEMBER,
    Role.LEADER,
    Role.OFFICE_CLERK,
    Role.UNIT_HEAD,
    Role.UNIT_CLERK,
    Role.SUPERVISOR,
    Role.UPPER_INSPECTOR,
)
LEADING = {True: Role.GROUP_HEAD, False: Role.GROUP_MEMBER}
WORKING = {True: Role.WORKING_HEAD, False: Role.WORKING_MEMBER}
OF_GROUPS = frozenset({*LEADING.values(), *WORKING.values()})
HEADS = frozenset({Role.GROUP_HEAD, Role.WORKING_HEAD})

# The group of this key looks into clues; nobody in it may have a hand in closing (DOMAIN R04).
CLUES = "clues"
CLOSING = "general"
LEADING_GROUP = "leading"
# The preset: the leading group, four working groups and two for special inspections; each cycle may name them otherwise.
GROUPS: dict[str, str] = {
    LEADING_GROUP: "巡视整改工作领导小组",
    CLOSING: "综合组",
    "supervision": "监督组",
    CLUES: "线索核查组",
    "accountability": "问责组",
    "selection": "选人用人专项组",
    "ideology": "意识形态专项组",
}
LEADING_HEADS = 2
MOST_HEADS = 5
HANDOVER_HOURS = 48
STUCK_DAYS = 30

_NEVER_DELEGATED = frozenset(
    {Act.DELEGATE, Act.APPOINT, Act.KEEP_ACCOUNTS, Act.KEEP_OWN_LOGIN, Act.ASSIGN_ROLES, Act.LIST_ACCOUNTS}
) | frozenset({Act.READ_JOURNAL, Act.KEEP_PEOPLE, Act.READ_PEOPLE, Act.TAKE_OVER})
_LOOKING = frozenset({Act.READ, Act.READ_CYCLE, Act.WORK})
# The daily work that somebody does for an empty post until it is taken over. No signature, no acceptance and no decision
# is among it: who stands in is the lead leader, whose own word is the next link, and no two links are one person's.
STAND_IN_ACTS = _LOOKING - {Act.READ_CYCLE} | {
    Act.COMMENT,
    Act.REPORT,
    Act.ATTACH,
    Act.KEEP_FIGURES,
    Act.ASK_CHANGE,
    Act.ASK_EXTENSION,
    Act.LOOK,
}
DELEGABLE = tuple(act for act in Act if act not in _NEVER_DELEGATED | _LOOKING)


class WrongAppointment(Refusal):
    """An appointment that cannot be: of this role, to this group or unit, or on these days."""


@dataclass(frozen=True, slots=True)
class AppointmentWish:
    """What somebody is to be, in one cycle or in all; `names` are what plans call them as a leader."""

    person_id: int
    role: Role
    starts: date
    cycle_id: int | None = None
    unit_id: int | None = None
    group_id: int | None = None
    names: tuple[str, ...] = ()
    ends: date | None = None
    why: str = ""


def may_hold(role: Role, account_role: Role) -> bool:
    """Whether somebody whose account is of the one role may hold an office of the other, appointed or for somebody.

    Who keeps the machine sees no content, and nobody of a unit plans or issues what units must do.
    """
    if account_role in KEEPERS or role not in READERS:
        return False
    return role is not Role.OFFICE_CLERK or account_role not in OF_UNITS


def delegable_acts(role: Role) -> tuple[Act, ...]:
    """What somebody of this role may let another do for them."""
    return tuple(act for act in DELEGABLE if role in GRANTS[act])


def delegated(acts: Iterable[Act]) -> frozenset[Act]:
    """What a delegate may do: the acts they were given, or all that can be given, and look at what they are about."""
    return (frozenset(acts) & frozenset(DELEGABLE) or frozenset(DELEGABLE)) | _LOOKING


def demand_appointment(wish: AppointmentWish, *, leading: bool | None) -> None:
    """Return when somebody can be appointed like this; `leading` says of which kind the group is, None where none is named.

    :raises WrongAppointment: when not.
    """
    if wish.role not in APPOINTABLE:
        raise WrongAppointment("三员由系统管理员和安全管理员设置，不能任命。")
    _demand_place(wish, leading)
    if wish.ends and wish.ends < wish.starts:
        raise WrongAppointment("止在起之前。")
    if wish.names and wish.role is not Role.LEADER:
        raise WrongAppointment("只有牵头领导才填方案里的称呼。")
    if max(map(len, (*wish.names, ""))) > LONGEST_NAME or len(wish.why) > LONGEST_REASON:
        raise WrongAppointment("文字太长，最多 $longest 个字。", longest=LONGEST_REASON)


def _demand_place(wish: AppointmentWish, leading: bool | None) -> None:
    roles = {True: LEADING.values(), False: WORKING.values()}.get(leading, ()) if leading is not None else ()
    if (wish.role in OF_GROUPS or leading is not None) and wish.role not in roles:
        raise WrongAppointment("领导小组和工作组的组长、成员要在各自的组里任命。")
    if (wish.role in OF_UNITS) != (wish.unit_id is not None):
        raise WrongAppointment("单位负责人和责任单位经办人要写明单位，其他角色不写单位。")
