"""Workbooks that come back: what is understood, and what is refused with a reason."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from workbooks import CODE, HEAD, a_base, column_of, fill, filled, opened, row_of, saved, taken, written
from zhenggai.domain.workbooks.base import (
    Base,
    TakenBook,
    TakenRow,
    base_from_json,
    base_to_json,
    refusal_of,
    taken_from_json,
    taken_to_json,
)
from zhenggai.domain.workbooks.merging import merge
from zhenggai.domain.workbooks.sheets import PROGRESS_SHEET
from zhenggai.domain.workbooks.taking import Grid, code_in
from zhenggai.reading.formats.limits import Limits
from zhenggai.reading.formats.returned import open_returned

BASE = a_base()
BOOK = written(BASE)
REPORT = {
    "办理日期": date(2026, 3, 1), "做了什么": "清理完毕。", "产出": "台账1份。", "办理状态": "已经办完",
}  # fmt: skip


def states(book: TakenBook, base: Base = BASE) -> dict[str, str]:
    found = {}
    for row in book.rows:
        sheet = base.sheet(row.sheet)
        assert sheet is not None
        then = sheet.rows.get(row.key)
        found[f"{row.sheet} {row.key}"] = merge(sheet.kind, row, base=then, ours=then).state
    return found


def row(book: TakenBook, key: str, sheet: str = "progress") -> TakenRow:
    return next(one for one in book.rows if (one.sheet, one.key) == (sheet, key))


def reasons(book: TakenBook) -> list[str]:
    return [str(refusal_of(cell.why)) for one in book.rows for cell in one.refused]


def test_a_workbook_that_nobody_touched_changes_nothing() -> None:
    book = taken(BOOK, BASE)

    assert set(states(book).values()) == {"unchanged"}
    assert (book.notes, book.lacking, book.extra) == ((), 0, ())


def test_base_and_what_came_back_are_kept_as_json() -> None:
    book = taken(filled(BOOK, "进展", "m1", {"办理日期": "昨天"}), BASE)

    assert base_from_json(base_to_json(BASE)) == BASE
    assert taken_from_json(taken_to_json(book)) == book


def test_a_report_that_was_filled_in_is_new() -> None:
    book = taken(filled(BOOK, "进展", "m1", REPORT), BASE)

    values = row(book, "m1").values
    assert states(book)["progress m1"] == "new"
    assert (values["day"], values["done"], values["claims"]) == ("2026-03-01", "清理完毕。", "done")


def test_sheets_files_rows_and_columns_may_have_been_moved_and_renamed() -> None:
    data = filled(BOOK, "进展", "m1", REPORT)
    book = opened(data)
    page = book["进展"]
    page.title = "改了名"
    page.insert_cols(1, 2)
    page.insert_cols(13)
    page.cell(HEAD, 13).value = "备注"
    page.cell(HEAD + 1, 13).value = "自己加的"
    rows = [[cell.value for cell in line] for line in page.iter_rows(min_row=HEAD + 1)]
    page.delete_rows(HEAD + 1, len(rows))
    random.Random(3).shuffle(rows)
    page.append([])
    for line in rows:
        page.append(line)

    found = taken(saved(book), BASE)

    assert (states(found)["progress m1"], reasons(found), found.lacking) == ("new", [], 0)
    assert found.extra == ("备注",)


def test_rows_without_their_hidden_keys_are_refused_and_only_where_something_was_filled_in() -> None:
    book = opened(filled(BOOK, "进展", "m1", REPORT))
    page = book["进展"]
    for column in reversed([cell.column for cell in page[HEAD] if "ZG1" in str(cell.value)]):
        page.delete_cols(column)

    found = taken(saved(book), BASE)

    assert {key: state for key, state in states(found).items() if state != "unchanged"} == {"progress m1": "refused"}
    assert "行标识列被删去" in reasons(found)[0]


def test_sorting_only_some_columns_is_noticed() -> None:
    book = opened(filled(BOOK, "进展", "m1", REPORT))
    page = book["进展"]
    one, other = row_of(page, "m1"), row_of(page, "m2")
    for column in range(column_of(page, "办理日期"), page.max_column + 1):
        first, second = page.cell(one, column), page.cell(other, column)
        first.value, second.value = second.value, first.value

    assert any("前后不一致" in reason for reason in reasons(taken(saved(book), BASE)))


def test_rows_that_were_deleted_are_counted_and_change_nothing() -> None:
    book = opened(BOOK)
    book["进展"].delete_rows(row_of(book["进展"], "m1"))

    found = taken(saved(book), BASE)

    assert found.lacking == 1
    assert set(states(found).values()) == {"unchanged"}


def test_a_new_figure_may_stand_in_an_inserted_row() -> None:
    book = opened(BOOK)
    page = book["数字"]
    page.insert_rows(HEAD + 1)
    for heading, value in {"任务号": "２", "口径（数的是什么）": "清退户数", "数值": 12, "单位": "户"}.items():
        page.cell(HEAD + 1, column_of(page, heading)).value = value  # type: ignore[assignment]

    found = taken(saved(book), BASE)

    new = row(found, f"~{HEAD + 1}", "figures")
    assert dict(new.values) | {"task": "2", "scope": "清退户数", "digits": "12", "word": "户"} == dict(new.values)


@pytest.mark.parametrize(
    ("heading", "value", "field", "wanted"),
    [
        ("办理日期", "2026.3.5", "day", "2026-03-05"),
        ("办理日期", "２０２６年３月５日", "day", "2026-03-05"),
        ("办理日期", 46086, "day", "2026-03-05"),
        ("办理日期", "20260305", "day", "2026-03-05"),
        ("办理日期", 20260305, "day", "2026-03-05"),
        ("办理状态", " 已经办完 ", "claims", "done"),
        ("做了什么", 12.0, "done", "12"),
        ("做了什么", "一、=不是公式", "done", "一、=不是公式"),
    ],
)
def test_what_people_type_is_understood(heading: str, value: object, field: str, wanted: str) -> None:
    found = taken(filled(BOOK, "进展", "m1", {**REPORT, heading: value}), BASE)

    assert (row(found, "m1").values[field], reasons(found)) == (wanted, [])


@pytest.mark.parametrize(
    ("heading", "value", "why"),
    [
        ("办理日期", "3月5日", "没有写年份"),
        ("办理日期", "03/05/2026", "不是一个日期"),
        ("办理日期", "2026-02-30", "不是一个日期"),
        ("办理日期", 12, "不是一个日期"),
        ("办理状态", "差不多了", "没有“差不多了”这一项"),
        ("做了什么", "长" * 2001, "文字太长"),
        ("做了什么", "=B2", "出错的公式"),
    ],
)
def test_what_cannot_be_told_is_refused_by_cell(heading: str, value: object, why: str) -> None:
    found = taken(filled(BOOK, "进展", "m1", {**REPORT, heading: value}), BASE)

    assert states(found)["progress m1"] == "refused"
    assert [why in reason for reason in reasons(found)] == [True]


def test_a_number_may_carry_its_unit_and_thousands() -> None:
    found = taken(filled(BOOK, "数字", "f9", {"数值": "１，２３４．６ 万元", "更正原因": "重新核对"}), BASE)

    assert row(found, "f9", "figures").values["digits"] == "1234.6万元"


def test_an_error_of_a_formula_is_refused() -> None:
    book = opened(BOOK)
    page = book["进展"]
    cell = page.cell(row_of(page, "m0"), column_of(page, "成效"))
    cell.value, cell.data_type = "#REF!", "e"

    assert "出错的公式" in reasons(taken(saved(book), BASE))[0]


def test_merged_cells_are_refused_where_something_is_to_be_filled_in() -> None:
    book = opened(filled(BOOK, "进展", "m1", REPORT))
    page = book["进展"]
    column = column_of(page, "做了什么")
    page.merge_cells(start_row=row_of(page, "m1"), end_row=row_of(page, "m2"), start_column=column, end_column=column)

    found = taken(saved(book), BASE)

    assert states(found)["progress m1"] == "refused"
    assert any("合并" in reason for reason in reasons(found))


def test_merged_words_of_the_plan_do_no_harm() -> None:
    book = opened(filled(BOOK, "进展", "m1", REPORT))
    page = book["进展"]
    page.merge_cells(start_row=HEAD + 1, end_row=HEAD + 4, start_column=3, end_column=3)

    assert (states(taken(saved(book), BASE))["progress m1"]) == "new"


def test_a_row_that_was_copied_over_another_is_refused() -> None:
    book = opened(filled(BOOK, "进展", "m1", REPORT))
    page = book["进展"]
    source, target = row_of(page, "m1"), row_of(page, "m2")
    for cell in page[source]:
        page.cell(target, cell.column).value = cell.value

    found = taken(saved(book), BASE)

    assert {states(found)["progress m1"], len(found.rows)} == {"refused", len(taken(BOOK, BASE).rows)}
    assert all("同一项" in reason for reason in reasons(found))


def test_reports_that_slipped_into_another_row_are_refused() -> None:
    book = opened(filled(BOOK, "进展", "m1", REPORT))
    page = book["进展"]
    one, other = row_of(page, "m1"), row_of(page, "m2")
    for heading in ("任务号", "措施序号", "整改措施"):
        column = column_of(page, heading)
        first, second = page.cell(one, column), page.cell(other, column)
        first.value, second.value = second.value, first.value

    assert any("可能错了行" in reason for reason in reasons(taken(saved(book), BASE)))


def test_a_column_that_is_gone_or_there_twice_is_refused() -> None:
    book = opened(filled(BOOK, "进展", "m1", REPORT))
    page = book["进展"]
    page.delete_cols(column_of(page, "产出"))
    page.cell(HEAD, page.max_column + 1).value = "做了什么"

    found = taken(saved(book), BASE)

    assert states(found)["progress m1"] == "refused"
    assert {reason[:8] for reason in reasons(found)} == {"没有找到“产出”", "有两列都叫“做了"}


def test_a_row_of_nobody_is_refused_and_an_empty_one_is_nothing() -> None:
    book = opened(BOOK)
    page = book["进展"]
    page.cell(page.max_row + 1, column_of(page, "做了什么")).value = "另外一件事"
    page.cell(page.max_row + 1, column_of(page, "任务号")).value = "合计"

    found = taken(saved(book), BASE)

    assert len(reasons(found)) == 1
    assert "看不出这一行是哪一项" in reasons(found)[0]


def test_a_sheet_that_is_gone_is_named() -> None:
    book = opened(BOOK)
    del book["数字"]

    found = taken(saved(book), BASE)

    assert [str(refusal_of(note)) for note in found.notes] == ["表里没有“数字”这一张，其中的内容按没有变化处理。"]


def test_the_code_is_on_the_cover_and_on_every_sheet() -> None:
    book = opened(BOOK)
    del book["封面"]
    sheets = open_returned(saved(book), name="a.xlsx", limits=Limits())

    assert code_in([Grid(one.name, one.rows) for one in sheets]) == CODE
    assert code_in([Grid("别的", [["序号", "问题"]])]) is None


def test_both_sides_changed_is_a_conflict_and_the_same_change_is_none() -> None:
    found = row(taken(filled(BOOK, "进展", "m0", {"成效": "追回5万元。"}), BASE), "m0")
    sheet = BASE.sheet("progress")
    assert sheet is not None
    then = sheet.rows["m0"]

    moved = merge(PROGRESS_SHEET, found, base=then, ours={**then, "result": "账册"})
    same = merge(PROGRESS_SHEET, found, base=then, ours={**then, "effect": "追回5万元。"})
    gone = merge(PROGRESS_SHEET, found, base=then, ours=None)

    assert (moved.state, same.state, gone.state) == ("conflict", "unchanged", "refused")
    assert {(one.field, one.base, one.ours, one.theirs) for one in moved.differences} == {
        ("effect", "", "", "追回5万元。"), ("result", "", "账册", ""),
    }  # fmt: skip


TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
ROW = st.fixed_dictionaries(
    {
        "办理日期": DAYS,
        "做了什么": TEXT,
        "产出": TEXT,
        "成效": TEXT,
        "下一步": TEXT,
        "办理状态": st.sampled_from(["正在办理", "已经办完"]),
    }
)
EDITS = st.dictionaries(st.sampled_from(["m0", "m1", "m2", "m3"]), ROW, max_size=4)
NAMES = {"做了什么": "done", "产出": "result", "成效": "effect", "下一步": "next_step"}


@settings(max_examples=12, deadline=None)
@given(EDITS)
def test_out_edited_and_in_again_and_out_is_the_edited_workbook(edits: dict[str, dict[str, object]]) -> None:
    book = opened(BOOK)
    for key, cells in edits.items():
        fill(book["进展"], key, cells)
    data = saved(book)

    came = taken(data, BASE)
    again = taken(written(_applied(came)), _applied(came))

    assert reasons(came) == []
    assert set(states(again, _applied(came)).values()) == {"unchanged"}
    for key, cells in edits.items():
        values = row(again, key).values
        assert values["day"] == cells["办理日期"].isoformat()  # type: ignore[attr-defined]
        for heading, name in NAMES.items():
            assert values[name] == str(cells[heading]).strip()


def _applied(came: TakenBook) -> Base:
    sheets = []
    for sheet in BASE.sheets:
        theirs = {one.key: one.values for one in came.rows if one.sheet == sheet.kind.mark}
        rows = {key: {**values, **theirs.get(key, {})} for key, values in sheet.rows.items()}
        sheets.append(type(sheet)(sheet.kind, rows))
    return Base(BASE.code, tuple(sheets))


@settings(max_examples=30, deadline=None)
@given(st.integers(), st.integers(1, 6))
def test_damage_is_refused_and_never_becomes_another_rows_words(seed: int, strokes: int) -> None:
    book = opened(BOOK)
    for key in ("m0", "m1", "m2", "m3"):
        fill(book["进展"], key, {**REPORT, "做了什么": f"办了{key}。"})
    chance = random.Random(seed)
    for _ in range(strokes):
        _harm(book["进展"], chance)

    found = taken(saved(book), BASE)

    for one in found.rows:
        if one.sheet == "progress" and not one.refused:
            said = one.values.get("done", "")
            assert said in {f"办了{one.key}。", "", "查账12本。"}, (one, seed)


def _harm(page: Worksheet, chance: random.Random) -> None:
    column, line = chance.randint(1, page.max_column), chance.randint(HEAD, page.max_row)
    other = chance.randint(HEAD + 1, page.max_row)
    width = chance.choice([8, page.max_column])
    acts = (
        lambda: page.delete_cols(column),
        lambda: page.delete_rows(line),
        lambda: page.insert_rows(line),
        lambda: page.merge_cells(start_row=line, end_row=line + 2, start_column=column, end_column=column),
        lambda: _put(page, line, column, None),
        lambda: _swap(page, line, other, width, copied=True),
        lambda: _swap(page, line, other, width, copied=False),
    )
    chance.choice(acts)()


def _swap(page: Worksheet, line: int, other: int, width: int, *, copied: bool) -> None:
    for place in range(1, width + 1):
        first, second = page.cell(line, place).value, page.cell(other, place).value
        _put(page, other, place, first)
        if not copied:
            _put(page, line, place, second)


def _put(page: Worksheet, line: int, column: int, value: object) -> None:
    cell = page.cell(line, column)
    if isinstance(cell, Cell):
        cell.value = value  # type: ignore[assignment]
