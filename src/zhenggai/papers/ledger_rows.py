"""Which columns a ledger has, and what a report puts into them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhenggai.domain.report import Problem, Report, Section, State
from zhenggai.papers.workbook import Column

STATES: dict[State | None, str] = {
    "done": "已完成",
    "ongoing": "正在整改",
    "long_term": "长期坚持",
    "not_started": "未启动",
    None: "文中未写",
}
MEASURE = "整改措施"
_WIDTHS = {
    "整改进展": 40,
    "整改成效": 36,
    "具体表现": 40,
    "整改目标": 30,
    "下步措施": 36,
    "牵头领导": 16,
    "责任单位": 20,
}
# The columns of a ledger as offices keep it, and the other names documents give them.
_NAMES = {
    "整改目标": ("整改目标", "目标", "目标任务", "工作目标"),
    "牵头领导": ("牵头领导", "责任领导", "分管领导", "包保领导", "领导责任"),
    "责任单位": ("责任单位", "牵头单位", "主责单位", "整改责任单位", "牵头(责任)单位", "整改单位", "承办单位"),
    "配合单位": ("配合单位", "协办单位", "协同单位", "参与单位"),
    "责任人": ("责任人", "整改责任人", "具体责任人", "直接责任人"),
    "整改时限": ("整改时限", "完成时限", "整改期限", "完成时间", "时限", "完成期限"),
    "整改进展": ("整改进展", "完成情况", "整改情况", "进展情况", "整改落实情况", "整改完成情况", "进展"),
    "整改成效": ("整改成效", "成效", "工作成效"),
    "下步措施": ("下一步措施", "下步措施", "下一步打算", "下一步工作", "未完成原因及下步措施"),
}
_COLUMN_OF = {name: column for column, names in _NAMES.items() for name in names}
# Columns the book fills itself; a document's own column of that name stands beside it.
_OURS = ("序号", "方面", "问题", MEASURE, "是否完成")
_ALWAYS = ("牵头领导", "责任单位", "整改时限", "整改进展")
_ORDER = (
    "具体表现",
    "整改目标",
    MEASURE,
    "牵头领导",
    "责任单位",
    "配合单位",
    "责任人",
    "整改时限",
    "整改进展",
    "整改成效",
    "下步措施",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One problem as a ledger shows it: its measures one per row, all else over their whole height."""

    aspect: str
    number: str
    title: str
    measures: tuple[str, ...]
    values: dict[str, str]
    state: str


def entries(report: Report) -> tuple[Entry, ...]:
    """The report's problems in order, children after their parent's title."""
    return tuple(
        entry for section in report.sections for problem in section.problems for entry in _entries(section, problem, "")
    )


def columns(found: Sequence[Entry]) -> tuple[Column, ...]:
    """The columns these entries fill, in a ledger's usual order; those of unknown name come last."""
    filled = {name for entry in found for name, value in entry.values.items() if value}
    known = [name for name in _ORDER if name == MEASURE or name in _ALWAYS or name in filled]
    others = dict.fromkeys(name for entry in found for name in entry.values if name not in (*_ORDER, "备注"))
    middle = [Column(name, 64 if name == MEASURE else _WIDTHS.get(name, 18)) for name in known]
    extra = [Column(name, 20) for name in others]
    head = [Column("序号", 7, "centre"), Column("方面", 18, "aspect"), Column("问题", 34)]
    return (*head, *middle, Column("是否完成", 11, "centre"), *extra, Column("备注", 14))


def aspect_name(section: Section) -> str:
    """Label and title of an aspect as printed."""
    return f"{section.label or ''}{section.title or ''}"


def _entries(section: Section, problem: Problem, parent: str) -> Iterator[Entry]:
    title = f"{parent}\n{problem.title}" if parent else problem.title
    if problem.children:
        for child in problem.children:
            yield from _entries(section, child, title)
        return
    number = str(problem.number) if problem.number is not None else (problem.label or "")
    yield Entry(aspect_name(section), number, title, _measures(problem), _values(problem), STATES[problem.state])


def _measures(problem: Problem) -> tuple[str, ...]:
    return tuple(f"{measure.marker or ''}{measure.text}" for measure in problem.measures) or ("",)


def _values(problem: Problem) -> dict[str, str]:
    values = {"具体表现": problem.description or ""}
    for name, text in problem.extra:
        column = f"{name}(原文)" if name in _OURS else _COLUMN_OF.get(name, name)
        values[column] = f"{values[column]}\n{text}" if values.get(column) else text
    if problem.responsible and not values.get("牵头领导") and not values.get("责任单位"):
        values["责任单位"] = "、".join(problem.responsible)
    return values
