"""Words with figures among them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.ledger_facts import a_field
from zhenggai.domain.papers.words import CannotEdit, editable, edited, ended, fields_of, joined, listed, plain
from zhenggai.domain.papers.writing import about, chained, dated_now, in_order, ordinal

DAY = date(2026, 3, 2)
WORDS = ("已加固", a_field(), "水库，公示", a_field("12块", key="figure/8", unit="块"), "。")


def test_figures_move_with_the_words_around_them_and_stay_the_same():
    after = edited("公示⟦2:12块⟧以后，加固了⟦1:12座⟧。", WORDS)

    assert plain(after) == "公示12块以后，加固了12座。"
    assert [field.key for field in fields_of(after)] == ["figure/8", "figure/7"]


def test_a_figure_may_be_left_out():
    assert fields_of(edited("已全部加固。", WORDS)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "已加固⟦1:15座⟧。",
        "已加固⟦3:12座⟧。",
        "已加固⟦0:12座⟧。",
        "已加固⟦1:12座。",
        "已加固12座⟧。",
        "",
        "  \n ",
        "第一段。\n第二段。",
        "有\x00字符。",
        "半个\ud800字符。",
        "长" * 20_001,
    ],
)
def test_an_edit_that_would_change_a_figure_or_cannot_be_kept_is_refused(text: str):
    with pytest.raises(CannotEdit):
        edited(text, WORDS)


def test_the_refusal_names_both_figures():
    with pytest.raises(CannotEdit) as refused:
        edited("已加固⟦1:15座⟧。", WORDS)

    assert "12座" in str(refused.value)
    assert "15座" in str(refused.value)


pieces = st.one_of(st.text(alphabet="一二三，。：12 〔〕", min_size=1, max_size=8), st.just(a_field()))


@given(st.lists(pieces, min_size=1, max_size=9))
def test_what_nobody_changed_stays_what_it_was(parts: list[object]):
    words = joined(*parts)
    if plain(words).strip():
        assert edited(editable(words), words) == words


@given(st.text(max_size=60))
def test_no_edit_brings_in_a_figure_that_was_not_there(text: str):
    try:
        after = edited(text, WORDS)
    except CannotEdit:
        return
    assert set(fields_of(after)) <= set(fields_of(WORDS))


def test_one_step_stands_alone_and_several_are_counted():
    assert plain(chained([("成立专班",)])) == "成立专班。"
    assert plain(chained([("成立专班；",), ("完成排查。",)])) == "一是成立专班；二是完成排查。"


def test_a_hundredth_step_still_has_a_mark():
    assert (ordinal(99), ordinal(100)) == ("九十九是", "（100）")


def test_now_becomes_the_day_on_which_it_was_said():
    said = ("目前已完成", a_field(), "，截至目前无新增。")

    assert plain(dated_now(said, DAY)) == "截至2026年3月2日，已完成12座，截至2026年3月2日，无新增。"


def test_now_in_a_name_or_a_quotation_is_left_alone():
    assert (
        plain(dated_now(("印发《目前形势》，纠正“目前够用”的想法。",), DAY))
        == "印发《目前形势》，纠正“目前够用”的想法。"
    )


def test_sentences_are_ended_and_said_once():
    assert plain(in_order([("全部公示",), (), ("全部公示",), ("印发通知。",)])) == "全部公示。印发通知。"
    assert plain(ended(("全部公示，",))) == "全部公示。"
    assert plain(listed([("甲。",), (), ("乙；",)])) == "甲；乙"


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("河道采砂监管不到位", "关于河道采砂监管不到位的问题"),
        ("关于河道采砂监管不到位的问题。", "关于河道采砂监管不到位的问题"),
        ("“僵尸”企业清理不彻底的问题", "关于“僵尸”企业清理不彻底的问题"),
        ("针对“账目不清”的问题", "针对“账目不清”的问题"),
    ],
)
def test_a_problem_becomes_the_heading_of_its_answer(title: str, heading: str):
    assert about(title) == heading
