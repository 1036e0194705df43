"""What somebody's own ledger says was done: which column, which measure, and states that are no reports."""

from __future__ import annotations

import pytest

from zhenggai.domain.ledger_sheets.columns import guess_columns
from zhenggai.domain.ledger_sheets.reports import (
    NOWHERE,
    WHOLE,
    OwnReports,
    ReportCells,
    SheetReport,
    Standing,
    contradiction,
    place_reports,
    reports_in,
    standing_in,
    state_of,
)

OWN = (
    OwnReports(11, 1, "成立专班。", ("专班已成立。",)),
    OwnReports(12, 2, "完成排查。"),
)


@pytest.mark.parametrize(
    ("heading", "use"),
    [
        ("整改进展", "progress"),
        ("进展情况", "progress"),
        ("截至6月底进展情况", "progress"),
        ("整改进展/完成情况", "progress"),
        ("措施落实情况", "progress"),
        ("整改情况", "progress"),
        ("工作进度", "progress"),
        ("整改成效", "result"),
        ("下一步措施", "next_step"),
        ("未完成原因及下步措施", "next_step"),
        ("是否完成", "status"),
        ("是否销号（是/否）", "status"),
        ("整改状态", "status"),
        ("销号情况", "status"),
    ],
)
def test_columns_of_what_was_done_are_understood(heading: str, use: str) -> None:
    assert guess_columns([heading]) == ((use, heading),)


@pytest.mark.parametrize(
    "cell", ["已完成", "完成", "已销号。", "全部整改到位", "是", "√", "已完成并长期坚持", "１００％"]
)
def test_a_state_that_claims_to_be_over_is_no_report(cell: str) -> None:
    assert standing_in([cell]).stand == "done"
    assert reports_in([ReportCells(cell)], [0]) == ()


@pytest.mark.parametrize("cell", ["正在整改", "整改中", "未完成", "尚未销号", "基本完成", "长期坚持", "否", "申请延期"])
def test_a_state_that_is_open_is_no_report(cell: str) -> None:
    assert standing_in([cell]).stand == "open"
    assert reports_in([ReportCells(cell)], [0]) == ()


@pytest.mark.parametrize("cell", ["", "已完成排查 12 处", "专班已成立", "正在推进管网改造，已铺设 3 公里"])
def test_what_tells_more_than_a_state_is_none(cell: str) -> None:
    assert standing_in([cell]) == NOWHERE


def test_one_row_that_is_open_leaves_the_whole_open() -> None:
    assert standing_in(["已完成", "", "正在整改"]) == Standing("open", "已完成、正在整改")


def test_a_ledger_never_closes_and_is_shown_where_it_says_otherwise() -> None:
    done, open_ = Standing("done", "已完成"), Standing("open", "整改中")

    assert contradiction(done, "ongoing") is not None
    assert contradiction(open_, "done") is not None
    assert contradiction(done, "done") is None
    assert contradiction(open_, "ongoing") is None
    assert contradiction(NOWHERE, "ongoing") is None


def test_numbers_in_a_cell_give_each_measure_its_own() -> None:
    found = reports_in([ReportCells("进展如下：①专班已成立；②排查了 12 处。下一步，全部复查。")], [0, 0])

    assert found == (
        SheetReport("进展如下：专班已成立", measure=0),
        SheetReport("排查了 12 处。", next_step="全部复查。", measure=1),
    )


def test_what_is_not_numbered_as_the_measures_are_is_left_for_a_person() -> None:
    assert [one.measure for one in reports_in([ReportCells("开了会。")], [0, 0])] == [WHOLE]
    assert [one.measure for one in reports_in([ReportCells("①开了会；②查了；③改了")], [0, 0])] == [WHOLE]
    assert [one.measure for one in reports_in([ReportCells("①开了会；②查了")], [0])] == [0]


def test_each_row_speaks_of_its_own_measure_and_a_merged_cell_of_all() -> None:
    apart = [ReportCells("专班已成立。"), ReportCells("排查了 12 处。")]
    merged = [ReportCells("专班已成立，排查了 12 处。")] * 2
    first_only = [ReportCells("专班已成立，排查了 12 处。"), ReportCells("")]

    assert [(one.done, one.measure) for one in reports_in(apart, [0, 1])] == [
        ("专班已成立。", 0),
        ("排查了 12 处。", 1),
    ]
    assert [one.measure for one in reports_in(merged, [0, 1])] == [WHOLE]
    assert [one.measure for one in reports_in(first_only, [0, 1])] == [WHOLE]


def test_a_column_of_its_own_says_what_comes_next() -> None:
    cells = ReportCells("专班已成立。下步将排查。", result="印发通知 1 份", next_step="6 月底前排查")

    assert reports_in([cells], [0]) == (SheetReport("专班已成立。", "印发通知 1 份", "6 月底前排查", 0),)


def test_words_that_were_reported_once_are_never_new() -> None:
    placed = place_reports([SheetReport("专班已 成立", measure=0), SheetReport("查了", measure=1)], [11, 12], OWN)

    assert [state_of(one, {}) for one in placed] == ["unchanged", "new"]


def test_other_words_on_a_measure_are_a_change_only_after_an_earlier_ledger() -> None:
    (placed,) = place_reports([SheetReport("又开了会。", measure=0)], [11], OWN)

    assert state_of(placed, {}) == "conflict"
    assert state_of(placed, {"progress:11": "专班已成立。"}) == "changed"


def test_without_measures_in_the_sheet_those_of_the_task_are_counted() -> None:
    numbered = place_reports([SheetReport("①又开了会；②查了")], [], OWN)
    whole = place_reports([SheetReport("又开了会，查了")], [], OWN)
    again = place_reports([SheetReport("专班已成立。")], [], OWN)
    only = place_reports([SheetReport("查了")], [], OWN[1:])

    assert [one.measure for one in numbered] == [11, 12]
    assert [state_of(one, {}) for one in whole] == ["unplaced"]
    assert [one.measure for one in again] == [11]
    assert [one.measure for one in only] == [12]


def test_a_report_on_a_measure_that_is_new_waits_for_it() -> None:
    (placed,) = place_reports([SheetReport("查了", measure=0)], [None], OWN)

    assert (placed.measure, state_of(placed, {})) == (0, "new")
