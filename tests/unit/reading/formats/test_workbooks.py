"""Excel ledgers as a clerk sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from builders import xlsx_of, zip_of
from builders.sheet import Value
from zhenggai.reading.blocks import Table
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import open_document
from zhenggai.reading.formats.number_formats import shape_of, shown

KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def table_of(data: bytes) -> Table:
    """The only table of a workbook."""
    (table,) = open_document(data, name="台账.xlsx").blocks
    assert isinstance(table, Table)
    return table


def texts(table: Table) -> list[list[str]]:
    """Texts of the cells."""
    return [[cell.text for cell in row] for row in table.rows]


def sheet_of(rows: str, *, more: str = "", book: str = "") -> bytes:
    """A workbook made of raw XML, without styles and shared strings."""
    return zip_of(
        {
            "xl/workbook.xml": f'<workbook xmlns:r="{KIND}">{book}<sheets><sheet name="甲" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{KIND}/worksheet" Target="worksheets/a.xml"/></Relationships>',
            "xl/worksheets/a.xml": f"<worksheet><sheetData>{rows}</sheetData>{more}</worksheet>",
        }
    )


def test_values_are_text_as_shown() -> None:
    rows: Sequence[Sequence[Value]] = [
        ["序号", "完成率", "时限", "金额(万元)"],
        [1, 0.45, date(2024, 6, 30), 12.5],
        [2, 1, None, 0.1 + 0.2],
    ]

    table = table_of(xlsx_of(rows, percent=[(1, 1), (2, 1)]))

    assert texts(table) == [
        ["序号", "完成率", "时限", "金额(万元)"],
        ["1", "45%", "2024-06-30", "12.5"],
        ["2", "100%", "", "0.3"],
    ]
    assert table.name == "整改台账"


def test_merged_cells_are_one_cell() -> None:
    rows: Sequence[Sequence[Value]] = [
        ["整改台账", None, None],
        ["问题", "措施", "单位"],
        ["学习不深入", "修订制度", "甲"],
        [None, "开展学习", "乙"],
    ]

    table = table_of(xlsx_of(rows, merges=[(0, 0, 0, 2), (2, 0, 3, 0)]))

    assert table.rows[0][0] is table.rows[0][2]
    assert table.rows[2][0] is table.rows[3][0]
    assert table.rows[2][1] is not table.rows[3][1]


def test_hidden_and_empty_sheets_are_not_read() -> None:
    document = open_document(xlsx_of([["序号"], [1]], hidden=["草稿"]), name="台账.xlsx")

    assert len(document.blocks) == 1


def test_empty_rows_and_columns_fall_away() -> None:
    table = table_of(xlsx_of([[None, None, None], [None, "序号", None, "问题"], [None] * 4, [None, 1, None, "甲"]]))

    assert texts(table) == [["序号", "问题"], ["1", "甲"]]


def test_line_breaks_inside_a_cell_are_kept() -> None:
    table = table_of(xlsx_of([["序号", "措施"], [1, "一是学习;\n二是整改。"]]))

    assert table.rows[1][1].text == "一是学习;\n二是整改。"


def test_text_that_looks_like_a_formula_or_a_number_stays_text() -> None:
    assert texts(table_of(xlsx_of([["=1+1", "007", "http://x"]]))) == [["=1+1", "007", "http://x"]]


def test_cells_without_places_follow_each_other() -> None:
    rows = '<row><c t="str"><v>序号</v></c><c t="inlineStr"><is><r><t>问</t></r><r><t>题</t></r><rPh><t>wen</t></rPh></is></c></row><row><c><v>1</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row>'

    assert texts(table_of(sheet_of(rows))) == [["序号", "问题"], ["1", "是"]]


def test_escaped_line_ends_are_unescaped() -> None:
    rows = '<row><c t="str"><v>一是学习_x000D_\n二是整改</v></c></row>'

    assert texts(table_of(sheet_of(rows))) == [["一是学习\n二是整改"]]


def test_a_merge_over_the_whole_sheet_costs_nothing() -> None:
    rows = '<row r="1"><c r="A1" t="str"><v>甲</v></c></row><row r="9"><c r="B9"><v>2</v></c></row>'

    table = table_of(sheet_of(rows, more='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))

    assert texts(table) == [["甲", "甲"], ["甲", "甲"]]


def test_a_workbook_without_a_cell_says_so() -> None:
    with pytest.raises(Unreadable, match="没有读到文字"):
        open_document(sheet_of(""), name="台账.xlsx")


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("12.500000000000002", "General", "12.5"),
        ("2023", "General", "2023"),
        ("1E+15", "General", "1000000000000000"),
        ("0.4567", "0%", "46%"),
        ("0.4567", "0.00%", "45.67%"),
        ("1234.5", "#,##0.00", "1234.50"),
        ("1234.5", '0.0"万元"', "1234.5"),
        ("45473", "yyyy-mm-dd", "2024-06-30"),
        ("45473", 'yyyy"年"m"月"d"日"', "2024-06-30"),
        ("45473", 'yyyy"年"m"月";@', "2024年6月"),
        ("45473", 'm"月"d"日"', "2024-06-30"),
        ("45473.5", "yyyy/m/d h:mm", "2024-06-30 12:00"),
        ("45473", "yyyy/m/d h:mm", "2024-06-30"),
        ("0.75", "h:mm", "18:00"),
        ("45473", "[$-804]aaaa", "45473"),
        ("12", "@", "12"),
        ("-1", "yyyy-mm-dd", "-1"),
        ("99999999", "yyyy-mm-dd", "99999999"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("三", "0", "三"),
        ("NaN", "0", "NaN"),
        ("1E+999999", "0", "1E+999999"),
    ],
)
def test_numbers_follow_their_format(value: str, code: str, text: str) -> None:
    assert shown(value, shape_of("200", code)) == text


def test_workbooks_of_the_other_epoch_are_shifted() -> None:
    assert shown("44011", shape_of("14", None), from_1904=True) == "2024-06-30"
