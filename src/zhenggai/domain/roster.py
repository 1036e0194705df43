"""A roster of units and persons as it stands in a table: its columns, its lines, its days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhenggai.domain.refusals import Refusal

Column = Literal["unit", "kind", "parent", "others", "person", "title", "phone", "starts", "ends"]
Rows = Sequence[Sequence[str]]

COLUMN_NAMES: dict[Column, str] = {
    "unit": "单位",
    "kind": "类型",
    "parent": "上级单位",
    "others": "简称",
    "person": "姓名",
    "title": "职务",
    "phone": "电话",
    "starts": "起",
    "ends": "止",
}
# How else a column may be headed.
HEADINGS: dict[Column, tuple[str, ...]] = {
    "unit": ("单位名称", "单位全称", "所在单位", "部门单位"),
    "kind": ("单位类型", "类别", "单位类别", "性质"),
    "parent": ("上级", "主管单位", "主管部门", "隶属单位"),
    "others": ("别名", "单位简称", "简称或别名", "简称、别名"),
    "person": ("人员", "人员姓名", "名字"),
    "title": ("岗位", "职务名称", "职务或岗位"),
    "phone": ("手机", "手机号", "联系电话", "联系方式", "电话号码"),
    "starts": ("开始", "自", "任职时间", "起始日期", "开始日期", "任职起"),
    "ends": ("结束", "至", "离任时间", "终止日期", "结束日期", "任职止"),
}
HEADS_WITHIN = 10
MOST_LINES = 20_000

_COLUMN_OF = {name: column for column, names in HEADINGS.items() for name in (*names, COLUMN_NAMES[column])}
_BETWEEN = re.compile(r"[、,;;\n]+")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?")
_NOTE = re.compile(r"[((].*?[))]|[\s*::]")


class NoRoster(Refusal):
    """A workbook in which no sheet has a column of units."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a roster as it is written; `number` counts the entries below the headings from 1."""

    number: int
    unit: str = ""
    kind: str = ""
    parent: str = ""
    others: str = ""
    person: str = ""
    title: str = ""
    phone: str = ""
    starts: str = ""
    ends: str = ""

    def other_names(self) -> tuple[str, ...]:
        """The short names of its cell, each once."""
        return names_in(self.others)


def names_in(text: str) -> tuple[str, ...]:
    """The names of a list such as 住建局、区住建局, each once."""
    return tuple(dict.fromkeys(name.strip() for name in _BETWEEN.split(text) if name.strip()))


def read_lines(tables: Iterable[Rows]) -> tuple[Line, ...]:
    """The entries of every table whose head names a column of units, in any order of columns.

    :raises NoRoster: where no table does, or they hold nothing, or too much.
    """
    found = [entry for rows in tables for entry in _entries(rows)]
    if not found:
        raise NoRoster("没有读出名册：第一行要有“单位”这一列，下面至少一条。可以先下载模板。")
    if len(found) > MOST_LINES:
        raise NoRoster("名册有 $count 条，一次最多 $limit 条，请分几份导入。", count=len(found), limit=MOST_LINES)
    return tuple(Line(number, **entry) for number, entry in enumerate(found, start=1))


def day_in(text: str) -> date | None:
    """The day that a cell names; a month stands for its first day.

    :raises ValueError: where it names none.
    """
    if not text:
        return None
    found = _DAY.fullmatch(text.strip().removesuffix(" 00:00:00"))
    if found is None:
        raise ValueError(text)
    return date(int(found[1]), int(found[2]), int(found[3] or 1))


def _entries(rows: Rows) -> Iterator[dict[Column, str]]:
    for place, row in enumerate(rows[:HEADS_WITHIN]):
        columns = {index: _COLUMN_OF.get(_NOTE.sub("", cell)) for index, cell in enumerate(row)}
        if "unit" in columns.values() and len(set(columns.values()) - {None}) > 1:
            yield from (entry for line in rows[place + 1 :] if (entry := _entry(line, columns)))
            return


def _entry(row: Sequence[str], columns: dict[int, Column | None]) -> dict[Column, str]:
    entry: dict[Column, str] = {}
    for index, cell in enumerate(row):
        column = columns.get(index)
        if column is not None and cell.strip():
            entry.setdefault(column, cell.strip())
    return entry
