"""What each column of a ledger means, found from its header of one to three rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from zhenggai.domain.report import Span
from zhenggai.reading.normal import PlacedTable
from zhenggai.reading.structure.fields import PURPOSE

Use = Literal[
    "number", "aspect", "problem", "detail", "measures", "progress", "next", "responsible", "deadline", "state", "other"
]

_SEARCHED_ROWS = 10
_HEADER_ROWS = 3
_NOTE = re.compile(r"[((【\[][^()【】\[\]]*[))】\]]|[\s*★☆::]+")
_NUMBER = re.compile(r"\d{1,4}[.、]?|[(（]?[一二三四五六七八九十]{1,3}[)）]?[-—]?\d{1,3}")
_EXACT: dict[str, Use] = {
    "序号": "number", "编号": "number", "号": "number", "问题序号": "number", "问题编号": "number", "任务序号": "number",
    "方面": "aspect", "所属方面": "aspect", "问题方面": "aspect", "反馈方面": "aspect",
    "具体表现": "detail", "问题表现": "detail", "具体问题表现": "detail", "问题描述": "detail", "主要表现": "detail", "具体情况": "detail", "问题具体表现": "detail",
    "整改任务": "problem", "任务": "problem", "整改事项": "problem", "存在问题": "problem", "具体问题": "problem",
}  # fmt: skip
_CONTAINED: tuple[tuple[re.Pattern[str], Use], ...] = (
    (
        re.compile(
            r"(?:反馈|发现|存在|查出|整改|具体|审计|巡察|巡视|督察|主要).{0,6}(?:问题|意见)(?:内容|清单|名称|摘要|事项)?$|^问题(?:内容|名称|摘要|清单)?$"
        ),
        "problem",
    ),
    (re.compile(r"措施|举措"), "measures"),
    (re.compile(r"下一?步"), "next"),
    (re.compile(r"是否(?:完成|销号|到位|整改)|(?:完成|整改|办理|销号)状态|^状态$"), "state"),
    (re.compile(r"进展|完成情况|整改情况|落实情况|整改结果"), "progress"),
    (re.compile(r"时限|期限|完成时间|整改时间"), "deadline"),
    (
        re.compile(
            r"(?:责任|牵头|配合|主责|协办|包保|分管|主办|承办).{0,4}(?:领导|单位|部门|人|科室|股室|县领导|处室)$|责任主体"
        ),
        "responsible",
    ),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its printed name and what it is for."""

    name: str
    use: Use


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the header ends and what each column means."""

    columns: tuple[Column, ...]
    first_row: int
    header_row: int


def find_layout(text: str, table: PlacedTable) -> Layout | None:
    """The layout of a table of problems; None where the table is another one."""
    for row in range(min(_SEARCHED_ROWS, len(table.rows))):
        header_rows = _header_rows(table, row)
        columns = tuple(
            _number_or(_column(text, [table.rows[r][c] for r in header_rows]), text, table, c, header_rows[-1] + 1)
            for c in range(len(table.rows[row]))
        )
        uses = {column.use for column in columns if column.name}
        if ("problem" in uses or "detail" in uses) and len(uses - {"other"}) >= 2:
            return Layout(_without_doubles(columns), header_rows[-1] + 1, row)
    return None


def _number_or(column: Column, text: str, table: PlacedTable, place: int, first_row: int) -> Column:
    """The column, which is one of numbers where it names problems or tasks and holds nothing but their numbers."""
    if column.use != "problem":
        return column
    cells = [text[first:last].strip() for row in table.rows[first_row:] for first, last in row[place : place + 1]]
    numbers = [cell for cell in cells if cell]
    return Column(column.name, "number") if numbers and all(map(_NUMBER.fullmatch, numbers)) else column


def _header_rows(table: PlacedTable, row: int) -> list[int]:
    """The header row and those below it that share a vertically merged cell with it."""
    rows = [row]
    while len(rows) < _HEADER_ROWS and rows[-1] + 1 < len(table.rows):
        upper, lower = table.rows[rows[-1]], table.rows[rows[-1] + 1]
        shared = any(a == b and a[0] < a[1] for a, b in zip(upper, lower, strict=True))
        if not shared or all(a == b for a, b in zip(upper, lower, strict=True)):
            break
        rows.append(rows[-1] + 1)
    return rows


def _column(text: str, cells: Sequence[Span]) -> Column:
    """A column's meaning: its lowest name that is known, else its lowest name."""
    names = [name for a, b in dict.fromkeys(cells) if (name := text[a:b].replace("\n", "").strip("*★☆: "))]
    for name in reversed(names):
        if (use := _use(_NOTE.sub("", name))) is not None:
            return Column(name, use)
    return Column(names[-1] if names else "", "other")


def _use(name: str) -> Use | None:
    if name in _EXACT:
        return _EXACT[name]
    purpose = PURPOSE.get(name)
    if purpose is not None:
        return "problem" if purpose in ("problem", "task") else purpose  # type: ignore[return-value]
    if len(name) > 16:
        return None
    return next((use for pattern, use in _CONTAINED if pattern.search(name)), None)


def _without_doubles(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """One problem column: the first; a second one is its detail; a detail column alone is the problem."""
    uses = [column.use for column in columns]
    first = uses.index("problem") if "problem" in uses else uses.index("detail")
    result = []
    for place, column in enumerate(columns):
        use: Use = column.use
        if place == first:
            use = "problem"
        elif use == "problem":
            use = "detail"
        result.append(Column(column.name, use))
    return tuple(result)
