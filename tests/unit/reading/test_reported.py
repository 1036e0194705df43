"""Reading what a unit types into a report."""

from __future__ import annotations

from datetime import date

import pytest

from zhenggai.reading.reported import read_text

TODAY, FEEDBACK = date(2026, 3, 2), date(2025, 9, 1)


def read(text: str):
    return read_text(text, today=TODAY, feedback=FEEDBACK)


def test_figures_are_read_and_days_are_none():
    found = read("2026年2月10日召开推进会，排查企业 963 户，注销５６２户，占58.36%。")

    assert [figure.text for figure in found.figures] == ["963 户", "562户", "58.36%"]
    assert [day.last for day in found.dates] == [date(2026, 2, 10)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("预计年底前完成管网建设", ("预计",)),
        ("争取早日整改到位", ("争取",)),
        ("力争 6 月达标", ("力争",)),
        ("下一步将继续推进", ("下一步", "将")),
        ("已搬迁 38 户，正在办理验收", ("正在",)),
        ("待财政批复后拨付", ("待",)),
        ("计划2026年4月验收", ("计划",)),
    ],
)
def test_words_of_what_is_to_come_are_found(text, words):
    assert read(text).ahead == words


@pytest.mark.parametrize(
    "text",
    [
        "印发《关于力争达标的行动计划》",
        "争取资金 300 万元，已到位",
        "将制度汇编纳入培训教材",
        "全部整改完毕并通过验收",
        "年度计划完成率 100%",
    ],
)
def test_what_is_done_is_not_taken_for_what_is_to_come(text):
    assert read(text).ahead == ()


@pytest.mark.parametrize("text", ["", "\x00\ud800", "，。；", "9" * 3000])
def test_any_text_can_be_read(text):
    read(text)
