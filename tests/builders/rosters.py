"""Rosters as workbooks."""

from __future__ import annotations

from builders.sheet import xlsx_of

HEAD = ("单位", "类型", "上级单位", "简称", "姓名", "职务", "电话", "起", "止")
ROWS = (
    ("云岭县人民政府", "政府", "", "县政府", "周建平", "县长", "", "2022-01-01", ""),
    ("县水利局", "部门", "云岭县人民政府", "水务局", "赵晓峰", "局长", "0531-1234567", "2021-03-01", ""),
    ("县水利局", "", "", "", "钱明", "副局长", "", "", ""),
    ("东山镇人民政府", "镇街", "云岭县人民政府", "东山镇", "", "", "", "", ""),
    ("县教体局", "衙门", "", "", "", "", "", "", ""),
)


def a_workbook(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> bytes:
    """A roster as a workbook; without rows the usual one, whose fifth line cannot be taken."""
    return xlsx_of([head, *(rows or ROWS)], name="名册")
