"""Reports that say what the one before them said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhenggai.domain.alike import Told, likeness_of, same_as_before

WORDS = "召开河长会议两次，清理河道垃圾，整改问题若干处，落实管护责任到人。"
LONG = "".join(f"第{place}次巡查发现乱倒垃圾、乱搭乱建等情形并责成属地清理，" for place in range(40))


def figure(value: int, unit: str = "处") -> tuple[Decimal, str]:
    return Decimal(value), unit


def test_the_same_text_without_a_moved_figure_is_the_same_report():
    found = same_as_before(Told(WORDS, (figure(5),)), Told(WORDS, (figure(5),)))

    assert found.same
    assert found.measure == 1


def test_a_moved_figure_makes_it_another_report():
    before, now = f"{WORDS}累计整改 5 处。", f"{WORDS}累计整改 9 处。"

    found = same_as_before(Told(before, (figure(5),)), Told(now, (figure(9),)))

    assert (found.moved, found.same) == (True, False)
    assert found.measure == 1


@pytest.mark.parametrize("change", ["，", "。", " ", "\n", "！"])
def test_punctuation_and_blanks_hide_no_copy(change):
    assert same_as_before(Told(WORDS), Told(WORDS.replace("，", change))).same


def test_a_few_words_exchanged_hide_no_copy():
    assert same_as_before(Told(WORDS), Told(WORDS.replace("若干处", "一批"))).same
    assert same_as_before(Told(LONG), Told(LONG.replace("责成", "督促", 3))).same


def test_other_work_is_another_report():
    other = "对全县十二座水库开展安全鉴定，委托设计单位完成除险加固方案。"

    assert not same_as_before(Told(WORDS), Told(other)).same
    assert not same_as_before(Told(LONG), Told(other * 20)).same


def test_a_first_report_is_like_none():
    assert same_as_before(None, Told(WORDS)).measure == 0
    assert likeness_of("", "") == 0


def test_very_long_texts_are_compared_at_once():
    assert likeness_of(LONG * 50, LONG * 50 + "完") > 0.99
