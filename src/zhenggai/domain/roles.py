"""Who may do what: one table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zhenggai.domain.refusals import NotAllowed


class Role(StrEnum):
    """What a person is here for."""

    OFFICE_CLERK = "office_clerk"
    LEADER = "leader"
    UNIT_CLERK = "unit_clerk"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    FIRST_RESPONSIBLE = "first_responsible"
    GROUP_HEAD = "group_head"
    GROUP_MEMBER = "group_member"
    WORKING_HEAD = "working_head"
    WORKING_MEMBER = "working_member"
    UNIT_HEAD = "unit_head"
    UPPER_INSPECTOR = "upper_inspector"
    SECURITY_KEEPER = "security_keeper"
    AUDITOR = "auditor"


class Act(StrEnum):
    """What a person may want to do."""

    READ = "read"
    RECEIVE = "receive"
    MEND = "mend"
    ADOPT = "adopt"
    PLAN = "plan"
    KEEP_ACCOUNTS = "keep_accounts"
    KEEP_OWN_LOGIN = "keep_own_login"
    ASSIGN_ROLES = "assign_roles"
    LIST_ACCOUNTS = "list_accounts"
    READ_JOURNAL = "read_journal"
    READ_PEOPLE = "read_people"
    KEEP_PEOPLE = "keep_people"


ROLE_NAMES = {
    Role.OFFICE_CLERK: "整改办经办人",
    Role.LEADER: "牵头领导",
    Role.UNIT_CLERK: "责任单位经办人",
    Role.SUPERVISOR: "监督人员",
    Role.ADMINISTRATOR: "系统管理员",
    Role.FIRST_RESPONSIBLE: "第一责任人",
    Role.GROUP_HEAD: "领导小组组长",
    Role.GROUP_MEMBER: "领导小组成员",
    Role.WORKING_HEAD: "工作组组长",
    Role.WORKING_MEMBER: "工作组成员",
    Role.UNIT_HEAD: "单位负责人",
    Role.UPPER_INSPECTOR: "上级巡视巡察办",
    Role.SECURITY_KEEPER: "安全管理员",
    Role.AUDITOR: "审计管理员",
}

ACT_NAMES = {
    Act.READ: "查看台账",
    Act.RECEIVE: "上传文件",
    Act.MEND: "修改草稿",
    Act.ADOPT: "收入台账",
    Act.PLAN: "制定方案",
    Act.KEEP_ACCOUNTS: "管理账号",
    Act.KEEP_OWN_LOGIN: "管理自己的登录",
    Act.ASSIGN_ROLES: "分配角色",
    Act.LIST_ACCOUNTS: "查看账号",
    Act.READ_JOURNAL: "查看全部记录",
    Act.READ_PEOPLE: "查看单位与人员",
    Act.KEEP_PEOPLE: "管理单位与人员",
}

# Three who keep the machine and see no content: one opens and closes accounts, one says what they may do, one looks on.
KEEPERS = frozenset({Role.ADMINISTRATOR, Role.SECURITY_KEEPER, Role.AUDITOR})
READERS = frozenset(Role) - KEEPERS

GRANTS: dict[Act, frozenset[Role]] = {
    Act.READ: READERS,
    Act.RECEIVE: frozenset({Role.OFFICE_CLERK}),
    Act.MEND: frozenset({Role.OFFICE_CLERK}),
    Act.ADOPT: frozenset({Role.OFFICE_CLERK}),
    Act.PLAN: frozenset({Role.OFFICE_CLERK}),
    Act.KEEP_ACCOUNTS: frozenset({Role.ADMINISTRATOR}),
    Act.KEEP_OWN_LOGIN: frozenset(Role),
    Act.ASSIGN_ROLES: frozenset({Role.SECURITY_KEEPER}),
    Act.LIST_ACCOUNTS: frozenset({Role.ADMINISTRATOR, Role.SECURITY_KEEPER}),
    Act.READ_JOURNAL: frozenset({Role.AUDITOR}),
    Act.READ_PEOPLE: frozenset(Role) - {Role.AUDITOR},
    Act.KEEP_PEOPLE: frozenset({Role.OFFICE_CLERK, Role.ADMINISTRATOR}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the journal will remember them."""

    id: int
    name: str
    role: Role
    unit_id: int | None = None


# The person at the machine's own console, before any account exists.
CONSOLE = Actor(id=0, name="控制台", role=Role.ADMINISTRATOR)

# The product itself, which notes what somebody at the door did.
DOOR = Actor(id=0, name="系统", role=Role.ADMINISTRATOR)


def may(actor: Actor, act: Act, thing: object = None) -> bool:
    """Whether the actor's role includes the act; rights are coarse so far and no thing narrows them."""
    return actor.role in GRANTS[act]


def demand(actor: Actor, act: Act, thing: object = None) -> None:
    """Return when the actor may.

    :raises NotAllowed: when not.
    """
    if not may(actor, act, thing):
        raise NotAllowed("$role不能$act，请联系整改办。", role=ROLE_NAMES[actor.role], act=ACT_NAMES[act])
