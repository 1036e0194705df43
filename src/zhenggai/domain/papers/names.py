"""The kinds of papers and what they are usually called; an office may call them otherwise."""

from __future__ import annotations

PAPER_NAMES: dict[str, str] = {
    "plan": "整改方案",
    "ledger": "整改台账",
    "progress": "集中整改进展情况报告",
    "first_responsible": "主要负责人组织落实情况报告",
    "public": "对外公开稿",
    "closing_application": "销号申请表",
    "closing_check": "销号核查表",
    "supervision": "督办单",
    "reminder": "提醒函",
    "hint": "工作提示",
    "overview": "会议一览表",
    "bulletin": "整改情况通报",
    "outcomes": "成效清单",
}
PART_KINDS: dict[str, str] = {
    "": "整个轮次",
    "aspect": "一个方面",
    "unit": "一个单位",
    "leader": "一位牵头领导",
    "task": "一项任务",
}
# Which part of a round a paper may be about; a form is about one task, a letter about one unit.
PARTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(PAPER_NAMES, ("", "aspect", "unit", "leader")),
    "first_responsible": ("",),
    "public": ("", "aspect"),
    "closing_application": ("task",),
    "closing_check": ("task",),
    "supervision": ("task", "unit", "leader"),
    "reminder": ("unit", "leader", "task"),
    "hint": ("unit", "leader", "task"),
    "overview": ("", "leader"),
}
PAPER_STATES: dict[str, str] = {"drafting": "起草", "returned": "退回修改", "signed": "已签发", "frozen": "已定稿"}
