"""The ledger workbook, opened again and looked at as an office would."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from zhenggai.domain.report import (
    DateRange,
    Doubt,
    Header,
    Measure,
    Problem,
    Promise,
    Quantity,
    Relation,
    Report,
    Section,
    Source,
)
from zhenggai.papers.ledger_book import write_ledger

TEXT = "一、作风方面\n1.会风不实。一是开会9次。二是发文。\n2.台账不清。已销号。\n二、资金方面\n1.账目不清。争取12月底前完成。"


def a_report(**changes: object) -> Report:
    """Two aspects, three problems, one of each finding."""
    first = Problem(
        1, "1.", "会风不实", (7, 25), measures=(Measure("一是", "开会9次。", (13, 20)), Measure("二是", "发文。", (20, 25))),
        extra=(("牵头领导", "县委办主任"), ("完成时限", "2024年6月底前"), ("保障经费", "3万元"), ("整改措施", "原表措施")),
    )  # fmt: skip
    second = Problem(2, "2.", "台账不清", (26, 37), state="done", responsible=("县委办", "档案馆"))
    third = Problem(1, "1.", "账目不清", (45, 65), measures=(Measure(None, "争取12月底前完成。", (52, 65)),))
    fields: dict[str, object] = {
        "source": Source("南湖县报告.txt", "ab" * 32, len(TEXT), "txt"),
        "header": Header(
            kind="巡察", inspected="南湖县水务局", feedback_date=date(2024, 1, 5), published=date(2024, 8, 1)
        ),
        "text": TEXT,
        "sections": (
            Section("一、", "作风方面", ("一、",), (0, 37), (first, second)),
            Section("二、", "资金方面", ("二、",), (38, 65), (third,)),
        ),
        "quantities": (Quantity("9次", Decimal(9), "次", "count", (18, 20)),),
        "dates": (DateRange("12月底前", date(2024, 12, 1), date(2024, 12, 31), True, (54, 59)),),
        "promises": (Promise("争取12月底前完成", date(2024, 12, 31), "12月底前", (52, 61)),),
        "relations": (Relation("count", 0, (), False, "8", "9"),),
        "doubts": (
            Doubt("relation.count", "error", "一、1文中写9次", (18, 20)),
            Doubt("reading.unsure", "info", "断行", (0, 2)),
        ),
    }
    return Report(**(fields | changes))


def opened(report: Report) -> Workbook:
    return load_workbook(BytesIO(write_ledger(report)))


def row(sheet: Worksheet, number: int) -> list[object]:
    return [cell.value for cell in sheet[number]]


def test_the_sheets_stand_in_the_order_of_use() -> None:
    assert opened(a_report()).sheetnames == ["整改台账", "数字", "日期", "承诺", "关系", "疑点", "说明"]


def test_the_ledger_has_the_columns_an_office_knows_and_those_of_the_document() -> None:
    sheet = opened(a_report())["整改台账"]

    assert sheet["A1"].value == "南湖县水务局巡察整改台账"
    assert row(sheet, 3) == [
        "序号", "方面", "问题", "整改措施", "牵头领导", "责任单位", "整改时限", "整改进展", "是否完成", "保障经费", "整改措施(原文)", "备注",
    ]  # fmt: skip


def test_each_measure_has_its_row_and_what_is_beside_them_is_merged() -> None:
    sheet = opened(a_report())["整改台账"]

    merged = {str(found) for found in sheet.merged_cells.ranges}

    assert [sheet.cell(number, 4).value for number in (4, 5, 6, 7)] == [
        "一是开会9次。",
        "二是发文。",
        None,
        "争取12月底前完成。",
    ]
    assert {"B4:B6", "A4:A5", "C4:C5", "E4:E5"} <= merged
    assert row(sheet, 4)[:3] == ["1", "一、作风方面", "会风不实"]
    assert (sheet["E4"].value, sheet["G4"].value, sheet["J4"].value) == ("县委办主任", "2024年6月底前", "3万元")


def test_state_and_responsible_units_are_shown() -> None:
    sheet = opened(a_report())["整改台账"]

    assert (sheet["F6"].value, sheet["I6"].value, sheet["I4"].value) == ("县委办、档案馆", "已完成", "文中未写")


def test_the_ledger_prints_on_a3_landscape_with_its_heading_on_each_page() -> None:
    sheet = opened(a_report())["整改台账"]

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "D4")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)


def test_findings_have_their_place_value_and_sentence() -> None:
    book = opened(a_report())

    assert row(book["数字"], 4) == [1, "一、1", "9次", 9, "次", "数目", None, "一是开会9次"]
    assert row(book["日期"], 4)[2:6] == ["12月底前", book["日期"]["D4"].value, book["日期"]["E4"].value, "推断"]
    assert book["承诺"]["E4"].value.date() == date(2024, 12, 31)
    assert [book["关系"].cell(4, index).value for index in (3, 4, 5, 6, 7)] == [
        "列举",
        "9次 = 逐一列举的个数",
        "9",
        "8",
        "✘ 不成立",
    ]


def test_doubts_are_listed_with_a_choice_to_settle_them() -> None:
    sheet = opened(a_report())["疑点"]

    assert row(sheet, 4)[:5] == [1, "错误", "列举个数与所写数字不符", "一、1文中写9次", "9次"]
    assert row(sheet, 5)[2] == "读不准"
    assert sheet.data_validations.dataValidation[0].formula1 == '"成立,说明,误报"'


def test_text_is_never_a_formula_or_a_link() -> None:
    hostile = Problem(
        1, "1.", '=HYPERLINK("http://x")', (0, 5), measures=(Measure(None, "@SUM(1)+cmd|' /C calc'!A0", (0, 5)),)
    )
    report = a_report(sections=(Section("=1+1", "-2", (), (0, 5), (hostile,)),))

    data = write_ledger(report)

    sheets = [name for name in ZipFile(BytesIO(data)).namelist() if name.startswith("xl/worksheets/")]
    assert all(b"<f>" not in ZipFile(BytesIO(data)).read(name) for name in sheets)
    assert load_workbook(BytesIO(data))["整改台账"]["C4"].data_type == "s"


def test_odd_characters_and_endless_text_do_not_break_the_book() -> None:
    odd = Problem(1, "1.", "标题\ud800\x00\x07", (0, 5), measures=(Measure(None, "长" * 40_000, (0, 5)),))
    sheet = opened(a_report(sections=(Section("一、", "方面", (), (0, 5), (odd,)),)))["整改台账"]

    assert sheet["C4"].value == "标题"
    assert sheet["D4"].value.endswith("……（过长，全文见原件）")


def test_a_report_without_problems_still_gives_a_book() -> None:
    empty = Report(Source("短讯.txt", "00", 0, "txt"), Header(), "")

    sheet = opened(empty)["整改台账"]

    assert (sheet["A1"].value, sheet.max_row) == ("整改台账", 3)


def test_a_long_heading_beside_short_measures_has_room() -> None:
    problem = Problem(
        1, "1.", "很长的标题" * 30, (0, 5), measures=(Measure(None, "短。", (0, 5)), Measure(None, "短。", (0, 5)))
    )
    sheet = opened(a_report(sections=(Section("一、", "方面", (), (0, 5), (problem,)),)))["整改台账"]

    assert sheet.row_dimensions[4].height + sheet.row_dimensions[5].height > 150


def test_the_same_report_gives_the_same_bytes() -> None:
    assert write_ledger(a_report()) == write_ledger(a_report())
