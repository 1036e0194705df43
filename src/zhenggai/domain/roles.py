"""Who may do what: one table. The rule that reads it is `domain.rights`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


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
    READ_CYCLE = "read_cycle"
    RECEIVE = "receive"
    MEND = "mend"
    ADOPT = "adopt"
    PLAN = "plan"
    REVIEW = "review"
    ISSUE = "issue"
    ACCEPT = "accept"
    ASK_CHANGE = "ask_change"
    DECIDE_CHANGE = "decide_change"
    REPORT = "report"
    ATTACH = "attach"
    KEEP_FIGURES = "keep_figures"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    JUDGE = "judge"
    APPLY_CLOSING = "apply_closing"
    SIGN = "sign"
    RETURN_CLOSING = "return_closing"
    RELEASE = "release"
    SETTLE = "settle"
    REOPEN = "reopen"
    VISIT = "visit"
    DRAW = "draw"
    LOOK = "look"
    FREEZE = "freeze"
    KEEP_MEETINGS = "keep_meetings"
    COMMENT = "comment"
    WORK = "work"
    REMIND = "remind"
    APPOINT = "appoint"
    DELEGATE = "delegate"
    TAKE_OVER = "take_over"
    KEEP_ACCOUNTS = "keep_accounts"
    KEEP_OWN_LOGIN = "keep_own_login"
    ASSIGN_ROLES = "assign_roles"
    LIST_ACCOUNTS = "list_accounts"
    READ_JOURNAL = "read_journal"
    READ_PEOPLE = "read_people"
    KEEP_PEOPLE = "keep_people"


class Reach(StrEnum):
    """How far a right goes; the same words filter lists in SQL (`ledger.standing`)."""

    EVERYTHING = "everything"
    OWN_UNIT = "own_unit"
    OWN_LEAD = "own_lead"
    LED = "led"
    OTHER_UNITS = "other_units"


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
    Act.READ_CYCLE: "查看整个轮次",
    Act.RECEIVE: "上传文件",
    Act.MEND: "修改草稿",
    Act.ADOPT: "收入台账",
    Act.PLAN: "制定方案",
    Act.REVIEW: "会审方案",
    Act.ISSUE: "印发方案",
    Act.ACCEPT: "认领任务",
    Act.ASK_CHANGE: "申请变更",
    Act.DECIDE_CHANGE: "审批变更",
    Act.REPORT: "填报进展",
    Act.ATTACH: "上传佐证",
    Act.KEEP_FIGURES: "登记数字",
    Act.ASK_EXTENSION: "申请延期",
    Act.GRANT_EXTENSION: "审批延期",
    Act.JUDGE: "核查认定",
    Act.APPLY_CLOSING: "申请销号",
    Act.SIGN: "签字销号",
    Act.RETURN_CLOSING: "退回销号申请",
    Act.RELEASE: "批准不再适用",
    Act.SETTLE: "结束监测期",
    Act.REOPEN: "重新激活任务",
    Act.VISIT: "现场核查",
    Act.DRAW: "抽取样本",
    Act.LOOK: "检查疑点",
    Act.FREEZE: "冻结报告期",
    Act.KEEP_MEETINGS: "登记会议和制度",
    Act.COMMENT: "发表意见",
    Act.WORK: "查看待办",
    Act.REMIND: "发出提醒",
    Act.APPOINT: "任命",
    Act.DELEGATE: "委托他人代办",
    Act.TAKE_OVER: "接手工作",
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
# People of a unit that rectifies; they see their own unit's tasks and pass no judgement on them.
OF_UNITS = frozenset({Role.UNIT_CLERK, Role.UNIT_HEAD})
WATCHERS = frozenset({Role.SUPERVISOR, Role.WORKING_HEAD, Role.WORKING_MEMBER})
# Whose word commits: they may let somebody else act for them.
SIGNERS = READERS - {Role.UNIT_CLERK, Role.UPPER_INSPECTOR, Role.GROUP_MEMBER, Role.WORKING_MEMBER}

# Acts that belong to no cycle: whoever holds an office for one cycle alone cannot do them.
OF_THE_HOUSE = frozenset({Act.RECEIVE, Act.MEND, Act.ADOPT, Act.KEEP_PEOPLE})

Grant = Mapping[Role, Reach]


def _all(*roles: Role | frozenset[Role]) -> dict[Role, Reach]:
    return _to(Reach.EVERYTHING, *roles)


def _to(reach: Reach, *roles: Role | frozenset[Role]) -> dict[Role, Reach]:
    return {role: reach for some in roles for role in ([some] if isinstance(some, Role) else sorted(some))}


_READING = {**_all(READERS), **_to(Reach.OWN_UNIT, OF_UNITS)}
_UNIT_WORK = {**_all(Role.OFFICE_CLERK), **_to(Reach.OWN_UNIT, OF_UNITS)}
_LEAD_WORK = {**_all(Role.OFFICE_CLERK), **_to(Reach.OWN_LEAD, OF_UNITS)}
_DECIDING = {**_all(Role.FIRST_RESPONSIBLE, Role.GROUP_HEAD), **_to(Reach.LED, Role.LEADER)}

_SIGNING = {**_DECIDING, **_to(Reach.OWN_LEAD, Role.UNIT_HEAD)}

GRANTS: dict[Act, Grant] = {
    Act.READ: _READING,
    Act.READ_CYCLE: _all(READERS - OF_UNITS),
    Act.RECEIVE: _all(Role.OFFICE_CLERK),
    Act.MEND: _all(Role.OFFICE_CLERK),
    Act.ADOPT: _all(Role.OFFICE_CLERK),
    Act.PLAN: _all(Role.OFFICE_CLERK),
    Act.REVIEW: _all(Role.OFFICE_CLERK, WATCHERS),
    Act.ISSUE: _all(Role.OFFICE_CLERK),
    Act.ACCEPT: {
        **_to(Reach.LED, Role.LEADER, Role.GROUP_HEAD, Role.FIRST_RESPONSIBLE),
        **_to(Reach.OWN_LEAD, Role.UNIT_HEAD),
    },
    Act.ASK_CHANGE: _LEAD_WORK,
    Act.DECIDE_CHANGE: _DECIDING,
    Act.REPORT: _UNIT_WORK,
    Act.ATTACH: {**_UNIT_WORK, **_to(Reach.OTHER_UNITS, WATCHERS)},
    Act.KEEP_FIGURES: _UNIT_WORK,
    Act.ASK_EXTENSION: _LEAD_WORK,
    Act.GRANT_EXTENSION: {**_DECIDING, **_all(Role.OFFICE_CLERK)},
    Act.JUDGE: _to(Reach.OTHER_UNITS, Role.OFFICE_CLERK, WATCHERS),
    Act.APPLY_CLOSING: _to(Reach.OWN_LEAD, Role.UNIT_HEAD),
    # Who verifies must have no post in the unit: `domain.signing` asks that, by the years that the office has set.
    Act.SIGN: {**_SIGNING, **_all(Role.OFFICE_CLERK, WATCHERS)},
    Act.RETURN_CLOSING: {**_DECIDING, **_to(Reach.OTHER_UNITS, Role.OFFICE_CLERK, WATCHERS)},
    Act.RELEASE: _all(Role.FIRST_RESPONSIBLE, Role.GROUP_HEAD),
    Act.SETTLE: _to(Reach.OTHER_UNITS, Role.OFFICE_CLERK, WATCHERS),
    Act.REOPEN: _to(Reach.OTHER_UNITS, Role.OFFICE_CLERK, WATCHERS, Role.FIRST_RESPONSIBLE, Role.GROUP_HEAD),
    Act.VISIT: _to(Reach.OTHER_UNITS, Role.OFFICE_CLERK, WATCHERS),
    Act.DRAW: _all(Role.OFFICE_CLERK, WATCHERS),
    Act.LOOK: {**_all(Role.OFFICE_CLERK, WATCHERS), **_to(Reach.OWN_UNIT, OF_UNITS)},
    Act.FREEZE: _all(Role.OFFICE_CLERK),
    Act.KEEP_MEETINGS: _UNIT_WORK,
    Act.COMMENT: _READING,
    Act.WORK: _all(READERS),
    Act.REMIND: _all(Role.OFFICE_CLERK),
    Act.APPOINT: _all(Role.OFFICE_CLERK),
    Act.DELEGATE: _all(SIGNERS),
    Act.TAKE_OVER: _all(READERS),
    Act.KEEP_ACCOUNTS: _all(Role.ADMINISTRATOR),
    Act.KEEP_OWN_LOGIN: _all(frozenset(Role)),
    Act.ASSIGN_ROLES: _all(Role.SECURITY_KEEPER),
    Act.LIST_ACCOUNTS: _all(Role.ADMINISTRATOR, Role.SECURITY_KEEPER),
    Act.READ_JOURNAL: _all(Role.AUDITOR),
    Act.READ_PEOPLE: _all(frozenset(Role) - {Role.AUDITOR}),
    Act.KEEP_PEOPLE: _all(Role.OFFICE_CLERK, Role.ADMINISTRATOR),
}
