"""Workbooks as they come back from many hands: whatever was done to their form, what was typed is what is read."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import date

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from workbooks import HEAD, a_base, saved, taken, written
from zhenggai.domain.workbooks.base import TakenBook
from zhenggai.domain.workbooks.cells import split_amount

BASE = a_base()
BOOK = written(BASE)
WORDS = st.text(st.characters(categories=["Lo", "Nd"]), min_size=1, max_size=12)
DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
Grid = list[list[object]]
DAY_FORMS: tuple[Callable[[date], object], ...] = (
    lambda day: day,
    lambda day: day.isoformat(),
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}/{day.month}/{day.day}".translate(FULL_WIDTH),
    lambda day: f"{day:%Y%m%d}",
    lambda day: (day - date(1899, 12, 30)).days,
)
# What is typed, and the digits that are meant.
AMOUNT_FORMS: tuple[Callable[[int], tuple[object, str]], ...] = (
    lambda number: (number, f"{number}"),
    lambda number: (float(number), f"{number}"),
    lambda number: (f"{number:,}.5".translate(FULL_WIDTH), f"{number}.5"),
    lambda number: (f"{number:,}.5 万元", f"{number}.5"),
    lambda number: (f" {number} ", f"{number}"),
)


@settings(max_examples=15)
@given(
    st.dictionaries(st.sampled_from(["m0", "m1", "m2", "m3"]), st.tuples(DAYS, WORDS), min_size=1),
    st.integers(0, 10**9),
    st.integers(0, 2**32),
)
def test_what_was_typed_is_what_is_read(reports: dict[str, tuple[date, str]], amount: int, seed: int) -> None:
    chance = random.Random(seed)
    day_form = chance.choice(DAY_FORMS)
    typed, wanted = chance.choice(AMOUNT_FORMS)(amount)
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    for name in ("进展", "数字"):
        page = book[name]
        grid: Grid = [list(line) for line in page.iter_rows(min_row=HEAD, values_only=True)]
        if name == "进展":
            for key, (day, words) in reports.items():
                _fill(
                    grid, key, {"办理日期": day_form(day), "做了什么": words, "办理状态": "正在办理", "下一步": words}
                )
        else:
            _fill(grid, "f9", {"数值": typed, "更正原因": "重新核对"})
        _put_back(book.create_sheet(f"改名{name}"), _shaken(grid, chance))
        del book[name]

    came = taken(saved(book), BASE)

    assert [one.refused for one in came.rows if one.refused] == []
    for key, (day, words) in reports.items():
        values = _row(came, key)
        assert (values["day"], values["done"], values["next_step"]) == (day.isoformat(), words, words)
    for key in {"m1", "m2", "m3"} - set(reports):
        assert not any(_row(came, key).values())
    assert split_amount(_row(came, "f9")["digits"], "万元") == (wanted, "万元")


def _row(came: TakenBook, key: str) -> dict[str, str]:
    return dict(next(one.values for one in came.rows if one.key == key))


def _fill(grid: Grid, key: str, cells: dict[str, object]) -> None:
    line = next(line for line in grid if line[0] == key)
    for heading, value in cells.items():
        line[grid[0].index(heading)] = value


def _shaken(grid: Grid, chance: random.Random) -> Grid:
    """Whole rows sorted otherwise, empty ones between them, columns moved and added."""
    head, rows = grid[0], grid[1:]
    chance.shuffle(rows)
    lines = [line for row in rows for line in ([row] if chance.random() < 0.7 else [[None] * len(head), row])]
    order = list(range(len(head)))
    chance.shuffle(order)
    added = chance.random() < 0.5
    whole = [head, *lines]
    return [
        [line[place] for place in order] + ([("自己加的列" if number == 0 else number)] if added and any(line) else [])
        for number, line in enumerate(whole)
    ]


def _put_back(page: Worksheet, grid: Grid) -> None:
    for line in ([], ["前面多了一行"], *grid):
        page.append(line)


@settings(max_examples=15)
@given(st.sampled_from(["1..5", "两百多", "12万/3", "0.12.1", "约", "#VALUE!"]), st.integers(0, 2**32))
def test_an_amount_that_nobody_can_tell_is_refused_wherever_its_cell_went(text: str, seed: int) -> None:
    chance = random.Random(seed)
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    page = book["数字"]
    grid: Grid = [list(line) for line in page.iter_rows(min_row=HEAD, values_only=True)]
    _fill(grid, "f9", {"数值": text})
    _put_back(book.create_sheet("别的名字"), _shaken(grid, chance))
    del book["数字"]

    came = taken(saved(book), BASE)

    (figure,) = (one for one in came.rows if one.key == "f9")
    assert [cell.field for cell in figure.refused] == ["digits"]
