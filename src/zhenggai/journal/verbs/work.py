"""What can happen to calendars and reminders."""

from __future__ import annotations

VERBS: dict[str, str] = {
    "calendar.add_day": "添加了日历安排",
    "calendar.drop_day": "删去了日历安排",
    "remind.step": "发出了提醒",
    "remind.digest": "寄出了每日提醒",
    "remind.digest_failed": "没有寄出每日提醒",
    "account.set_mail": "修改了邮箱",
}

FACT_NAMES: dict[str, str] = {
    "day": "日期",
    "day_kind": "安排",
    "counting": "天数的算法",
    "ladder": "提醒和督促的时间",
    "ladder_steps": "督促步骤的名称",
    "meeting_types": "会议类型",
    "due": "时限",
    "what": "事项",
    "reminder": "提醒编号",
    "step": "步骤",
    "told": "告知",
    "items": "事项数",
    "mail": "邮箱",
}
