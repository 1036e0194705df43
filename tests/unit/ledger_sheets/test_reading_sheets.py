"""Somebody's own ledger read: headings understood, cells cut and merged, deadlines told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenggai.domain.ledger_sheets.columns import (
    SheetMapping,
    WrongSheetMapping,
    demand_sheet_mapping,
    guess_columns,
    sheet_mapping_from_json,
    sheet_mapping_to_json,
)
from zhenggai.domain.ledger_sheets.deadlines import Deadline, deadline_of
from zhenggai.domain.ledger_sheets.entries import Entry, SheetMeasure, entries_of
from zhenggai.domain.ledger_sheets.measures import measures_in
from zhenggai.domain.registers.heads import find_head
from zhenggai.domain.workbooks.cells import CellRefused

FEEDBACK = date(2025, 9, 10)
HEAD = [
    ["云岭县巡察整改台账", "", "", "", "", "", "", ""],
    ["序号", "反馈问题", "整改措施", "责任分工", "责任分工", "责任分工", "整改时限", "备注"],
    ["序号", "反馈问题", "整改措施", "牵头领导", "责任单位", "配合单位", "整改时限", "备注"],
]


def entries(*rows: list[str]) -> tuple[Entry, ...]:
    grid = [*HEAD, *rows]
    head = find_head(grid)
    mapping = SheetMapping("台账", head.row, head.levels, guess_columns(head.columns))
    return entries_of(grid, head, mapping, feedback=FEEDBACK)


def test_headings_of_several_levels_are_understood() -> None:
    assert dict(guess_columns(find_head([*HEAD, ["1", "甲", "", "", "", "", "", ""]]).columns)) == {
        "number": "序号",
        "problem": "反馈问题",
        "measures": "整改措施",
        "leader": "责任分工/牵头领导",
        "unit": "责任分工/责任单位",
        "co_units": "责任分工/配合单位",
        "deadline": "整改时限",
    }


def test_what_speaks_of_something_else_is_no_field() -> None:
    others = ["问题性质（个性/共性）", "问题类型", "未完成原因", "销号日期", "完成百分比", "备注"]

    assert guess_columns(others) == ()


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ((("problem", "问题"), ("measures", "没有这列")), "没有“没有这列”这一列"),
        ((("problem", "问题"), ("measures", "问题")), "只能用作一个栏目"),
        ((("measures", "措施"),), "请指明问题或序号"),
        ((("problem", "问题"),), "再指明一列"),
        ((("nonsense", "问题"),), "没有这种栏目"),
    ],
)
def test_columns_that_cannot_mean_that_are_refused(columns: tuple[tuple[str, str], ...], why: str) -> None:
    with pytest.raises(WrongSheetMapping, match=why):
        demand_sheet_mapping(SheetMapping("台账", 0, 1, columns), ("问题", "措施"))


def test_a_mapping_is_kept_as_json() -> None:
    mapping = SheetMapping("台账", 1, 2, (("problem", "问题"), ("unit", "单位")))

    assert sheet_mapping_from_json(sheet_mapping_to_json(mapping)) == mapping


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("①成立专班；②开展排查，9月底前完成。③建立制度", ("成立专班", "开展排查，9月底前完成。", "建立制度")),
        ("一是成立专班。二是开展排查。", ("成立专班。", "开展排查。")),
        ("1.成立专班\n2.开展排查", ("成立专班", "开展排查")),
        ("1、成立专班；2、排查（1）河道（2）水库", ("成立专班", "排查（1）河道（2）水库")),
        ("（一）成立专班。（二）排查", ("成立专班。", "排查")),
        ("成立专班\n开展排查", ("成立专班", "开展排查")),
        ("1.成立专班", ("成立专班",)),
        ("投入1.5万元；2.4公里清淤", ("投入1.5万元；2.4公里清淤",)),
        ("总的要求：①甲②乙", ("总的要求", "甲", "乙")),
        ("⑨甲⑩乙", ("⑨甲⑩乙",)),
        ("", ()),
    ],
)
def test_measures_in_one_cell_are_cut_where_their_numbers_count_up(text: str, wanted: tuple[str, ...]) -> None:
    assert measures_in(text) == wanted


@given(st.lists(st.text(st.characters(categories=["Lo"]), min_size=1, max_size=8), min_size=2, max_size=20))
def test_circled_measures_come_back_as_they_were_joined(texts: list[str]) -> None:
    joined = "".join(f"{chr(ord('①') + place)}{text}" for place, text in enumerate(texts))

    assert measures_in(joined) == tuple(texts)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("9月底", Deadline(date(2025, 9, 30), "timed", inferred=True)),
        ("3月底前", Deadline(date(2026, 3, 31), "timed", inferred=True)),
        ("9月5日", Deadline(date(2026, 9, 5), "timed", inferred=True)),
        ("2026年9月中旬", Deadline(date(2026, 9, 20), "timed")),
        ("２０２６年９月", Deadline(date(2026, 9, 30), "timed")),
        ("2026.9.30", Deadline(date(2026, 9, 30), "timed")),
        ("2026-02-01", Deadline(date(2026, 2, 1), "timed")),
        ("20260930", Deadline(date(2026, 9, 30), "timed")),
        ("2026年第三季度", Deadline(date(2026, 9, 30), "timed")),
        ("年底", Deadline(date(2025, 12, 31), "timed", inferred=True)),
        ("反馈后3个月内", Deadline(date(2025, 12, 10), "timed", inferred=True)),
        ("立行立改", Deadline(None, "immediate")),
        ("长期坚持", Deadline(None, "long_term")),
        ("立行立改，2026年3月底完成", Deadline(date(2026, 3, 31), "immediate")),
        ("集中整改期内", Deadline()),
        ("", Deadline()),
    ],
)
def test_deadlines_are_told_as_offices_write_them(text: str, wanted: Deadline) -> None:
    assert deadline_of(text, feedback=FEEDBACK) == wanted


@pytest.mark.parametrize(
    ("text", "feedback", "why"),
    [
        ("6月底、9月底", FEEDBACK, "有几个日期"),
        ("9月31日", FEEDBACK, "日历上没有"),
        ("尽快", FEEDBACK, "看不出"),
        ("9月底", None, "没有写年份"),
    ],
)
def test_deadlines_that_nobody_can_tell_are_refused(text: str, feedback: date | None, why: str) -> None:
    with pytest.raises(CellRefused, match=why):
        deadline_of(text, feedback=feedback)


def test_cells_merged_over_several_rows_belong_to_one_problem() -> None:
    found = entries(
        ["一、学习方面", "", "", "", "", "", "", ""],
        ["1", "巡查不到位", "①成立专班；②排查", "李建国（县委副书记）", "县水利局、县财政局", "县审计局", "9月底", "x"],
        ["", "", "建立台账", "", "县财政局", "", "12月底", ""],
        ["2", "账目不清", "清账", "", "县财政局", "", "立行立改", ""],
        ["合计", "2", "", "", "", "", "", ""],
    )

    first, second = found
    assert (first.place, first.number, first.problem) == (5, "1", "巡查不到位")
    assert first.values == {
        "leader": "李建国",
        "unit": "县水利局",
        "co_units": "县财政局、县审计局",
        "deadline": "2025-12-31",
    }
    assert first.measures == (
        SheetMeasure("成立专班", "", "2025-09-30"),
        SheetMeasure("排查", "", "2025-09-30"),
        SheetMeasure("建立台账", "县财政局", ""),
    )
    assert first.year_inferred
    assert second.values == {"unit": "县财政局", "kind": "immediate"}


def test_cells_that_are_repeated_over_their_merged_rows_are_said_once() -> None:
    row = ["1", "巡查不到位", "成立专班", "李建国", "县水利局", "", "2026年9月", ""]

    (found,) = entries(row, row, [*row[:2], "排查", *row[3:]])

    assert [one.text for one in found.measures] == ["成立专班", "排查"]


def test_a_cell_that_nobody_can_tell_is_refused_with_its_reason() -> None:
    (found,) = entries(["1", "巡查不到位", "", "李建国、周建平", "", "", "尽快", ""])

    assert {cell.field for cell in found.refused} == {"leader", "deadline"}
