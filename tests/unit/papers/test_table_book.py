"""The workbook of a list: what is written is what is read, ready to filter and to print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from zhenggai.papers.table_book import MAX_CELL, BookColumn, Cell, table_book

COLUMNS = (BookColumn("序号", 9), BookColumn("问题 <一> & “二”", 44), BookColumn("期限", 12))


def opened(*rows: Sequence[Cell], columns: Sequence[BookColumn] = COLUMNS, title: str = "整改台账") -> Worksheet:
    with table_book(title=title, columns=columns, rows=rows) as file:
        return load_workbook(file).worksheets[0]


def cell_with(value: Cell) -> object:
    return opened(("1", value, None))["B2"].value


class TestCells:
    @pytest.mark.parametrize(
        "text",
        [
            "=1+1",
            "+86",
            "@周",
            "http://例子.cn",
            " 前后有空白 ",
            "两\n行",
            "制\t表",
            "<b>&amp;</b>",
            "“引号”'\"",
            "𠮷",
            "007",
        ],
    )
    def test_text_stays_the_text_that_it_was(self, text: str) -> None:
        assert cell_with(text) == text
        assert opened(("1", text, None))["B2"].data_type in {"s", "inlineStr"}

    def test_signs_that_a_workbook_cannot_hold_are_written_as_it_writes_them(self) -> None:
        assert cell_with("铃\x07声\ud800") == "铃_x0007_声_xD800_"

    def test_text_that_looks_like_a_written_sign_does_not_become_one(self) -> None:
        assert cell_with("_x0041_") == "_x005F_x0041_"
        assert cell_with("附件_1_（终稿）") == "附件_1_（终稿）"

    def test_text_longer_than_a_cell_is_cut(self) -> None:
        assert cell_with("长" * (MAX_CELL + 5)) == "长" * MAX_CELL

    def test_numbers_are_numbers_and_nothing_is_nothing(self) -> None:
        sheet = opened(("1", 4959900, None), ("2", -3, ""))

        assert (sheet["B2"].value, sheet["B3"].value, sheet["C2"].value) == (4959900, -3, None)

    @pytest.mark.parametrize("day", [date(2023, 3, 23), date(1900, 3, 1), date(2024, 2, 29), date(9999, 12, 31)])
    def test_days_are_days(self, day: date) -> None:
        cell = opened(("1", "一", day))["C2"]

        assert cell.value == datetime(day.year, day.month, day.day)
        assert cell.number_format == r"yyyy\-mm\-dd"

    def test_a_day_that_workbooks_count_wrongly_is_written_as_text(self) -> None:
        assert opened(("1", "一", date(1900, 1, 31)))["C2"].value == "1900-01-31"

    def test_a_row_with_a_cell_too_few_is_a_fault(self) -> None:
        with pytest.raises(ValueError, match="a row of 2 cells"):
            opened(("1", "一"))


class TestSheet:
    def test_every_row_stands_below_the_head_in_order(self) -> None:
        rows = [(f"{number}", f"问题 {number}", None) for number in range(1, 1001)]

        sheet = opened(*rows)

        assert [cell.value for cell in sheet[1]] == [column.label for column in COLUMNS]
        assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [row[1] for row in rows]

    def test_it_can_be_filtered_and_printed_with_its_head_on_every_page(self) -> None:
        sheet = opened(("1", "一", None), ("2", "二", None))

        assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("整改台账", "C2", "A1:C3")
        assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")
        assert (sheet.page_setup.paperSize, sheet.sheet_properties.pageSetUpPr.fitToPage) == (9, True)
        assert sheet["A1"].font.b
        assert sheet["B2"].alignment.wrap_text

    def test_a_list_without_rows_still_has_its_head(self) -> None:
        sheet = opened()

        assert (sheet.max_row, sheet.auto_filter.ref) == (1, "A1:C2")

    def test_columns_beyond_the_alphabet_have_their_letters(self) -> None:
        columns = [BookColumn(f"{number}", 5) for number in range(30)]

        sheet = opened(tuple(f"{number}" for number in range(30)), columns=columns)

        assert (sheet["AD1"].value, sheet["AD2"].value, sheet.dimensions) == ("29", "29", "A1:AD2")

    def test_a_long_title_with_a_quote_is_a_name_all_the_same(self) -> None:
        assert opened(title="王'" + "长" * 40).title == "王'" + "长" * 29

    def test_rows_are_taken_one_after_the_other(self) -> None:
        taken = 0

        def rows() -> object:
            nonlocal taken
            for number in range(5000):
                taken += 1
                yield (f"{number}", "一", None)

        table_book(title="一", columns=COLUMNS, rows=rows()).close()  # type: ignore[arg-type]

        assert taken == 5000
