"""Labelled lines such as 责任单位: or 整改措施:, which belong to a problem but are no running text of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Purpose = Literal["problem", "task", "measures", "progress", "next", "responsible", "deadline", "state", "other"]

# The names that such lines bear in the field, by what their values are for.
_NAMES: dict[Purpose, str] = {
    "problem": (
        "反馈问题 存在问题 存在的问题 问题描述 具体问题 问题表现 具体表现 反馈意见 审计发现问题 "
        "督察反馈问题 巡察反馈问题 巡视反馈问题 发现问题 问题 反馈问题内容 问题内容 反馈的问题 "
        "问题概述"
    ),
    "task": ("整改任务 任务 整改事项 整改任务内容 任务内容"),
    "measures": (
        "整改措施 具体做法 整改做法 具体措施 采取措施 采取的措施 整改举措 主要措施 工作措施 主要整改措施 具体整改措施 "
        "整改具体措施 工作举措 主要举措 具体举措 整改落实措施 整改主要措施 已采取措施 措施"
    ),
    "progress": (
        "整改情况 整改落实情况 整改完成情况 整改进展 整改进展情况 进展情况 完成情况 落实情况 目前进展 "
        "工作进展 推进情况 整改工作进展 整改结果 当前进展 任务完成情况 整改工作情况 整改推进情况 "
        "具体整改情况 措施落实情况 整改措施落实情况 整改进度"
    ),
    "next": (
        "下一步措施 下一步打算 下一步工作 下一步工作措施 下一步计划 下一步工作计划 下一步整改措施 "
        "下步措施 下步打算 下步工作 下一步工作打算 下一步 下步工作打算 下一步工作安排 后续措施 "
        "下一步举措"
    ),
    "responsible": (
        "责任单位 牵头单位 主责单位 配合单位 责任部门 牵头部门 配合部门 牵头领导 责任领导 包保领导 "
        "责任人 整改责任人 责任科室 协办单位 协助单位 整改责任单位 牵头责任单位 分管领导 包案领导 "
        "主要责任单位 督导单位 责任主体 牵头责任人 主要责任人 直接责任人 牵头人 牵头县领导 牵头区领导 "
        "牵头市领导 责任股室 牵头股室 牵头科室 整改牵头单位 整改牵头领导"
    ),
    "deadline": (
        "完成时限 整改时限 整改期限 完成时间 时限 整改时间 预计完成时间 时限要求 整改完成时限 "
        "计划完成时间 完成期限 整改完成时间 办理时限 时间节点"
    ),
    "state": ("整改状态 是否完成 完成状态 状态 销号情况 整改完成与否 是否完成整改 是否销号 办理状态 目前状态"),
    "other": (
        "整改目标 目标要求 整改要求 工作目标 整改成效 成效 取得成效 取得的成效 工作成效 主要成效 "
        "整改效果 整改类型 整改类别 问题类型 问题性质 原因分析 问题原因 原因剖析 验收标准 验收单位 "
        "验收情况 督导领导 联系人 联系电话 备注 佐证材料 制度成果 建章立制情况 追责问责 "
        "追责问责情况 问责情况 整改依据 公开方式 验收意见 销号标准 所属方面 方面 销号时间 验收时间 "
        "未完成原因 整改时序 整改难点 核查情况 核实情况 处理结果 举一反三 举一反三情况"
    ),
}
PURPOSE: dict[str, Purpose] = {name: purpose for purpose, names in _NAMES.items() for name in names.split()}
_ALTERNATIVES = "|".join(sorted(PURPOSE, key=len, reverse=True))
_FIELD = re.compile(rf"(?:【|\[|〔)?(?P<name>{_ALTERNATIVES})(?:(?:】|\]|〕)\s?:?|\s?:)\s?")
_FIELD_HEADS = frozenset(name[0] for name in PURPOSE) | frozenset("【[〔")
_INNER = re.compile(rf"(?<=[\s;。,)])(?={_ALTERNATIVES})(?P<name>{_ALTERNATIVES}):")
_DEADLINE_NAMES = tuple(sorted(_NAMES["deadline"].split(), key=len, reverse=True))
_AFTER_NAME = ":】]〕 "
_LONGEST_NAME = 16


@dataclass(frozen=True, slots=True)
class FieldHead:
    """The name of a labelled line and where its value begins."""

    name: str
    purpose: Purpose
    end: int


def match_field(text: str, offset: int) -> FieldHead | None:
    """The field name that begins exactly at `offset`, colon included, if one does."""
    if text[offset : offset + 1] not in _FIELD_HEADS:
        return None
    match = _FIELD.match(text, offset)
    if match is None:
        return None
    name = match["name"]
    return FieldHead(name, PURPOSE[name], match.end())


def inner_fields(text: str, first: int, last: int) -> list[tuple[int, FieldHead]]:
    """Further fields inside one line: 牵头领导:李明 责任单位:县水利局."""
    if text.count(":", first, last) == 0:
        return []
    return [(m.start(), FieldHead(m["name"], PURPOSE[m["name"]], m.end())) for m in _INNER.finditer(text, first, last)]


def is_deadline_named(text: str, offset: int) -> bool:
    """Whether the name of a deadline stands before the offset with its colon, as in (完成时限:2024年8月)."""
    before = text[max(0, offset - _LONGEST_NAME) : offset]
    words = before.rstrip(_AFTER_NAME)
    return ":" in before[len(words) :] and words.endswith(_DEADLINE_NAMES)
