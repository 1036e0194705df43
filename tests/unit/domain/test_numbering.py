"""Numerals as labels and counts print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenggai.domain.numbering import hanzi_label, hanzi_value, label_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十三", 23),
        ("一百零三", 103),
        ("两百", 200),
        ("一千二百", 1200),
        ("三万五千", 35_000),
        ("二亿三千万", 230_000_000),
        ("二〇二三", 2023),
        ("二○二三", 2023),
    ],
)
def test_a_chinese_numeral_has_its_value(text: str, value: int) -> None:
    assert hanzi_value(text) == value


@pytest.mark.parametrize("text", ["", "12", "三个", "第三", "甲", "一、"])
def test_what_is_no_chinese_numeral_has_no_value(text: str) -> None:
    assert hanzi_value(text) is None


@pytest.mark.parametrize(("text", "value"), [("7", 7), ("012", 12), ("⑫", 12), ("二十一", 21), ("130", 130)])
def test_a_label_counts_in_any_script(text: str, value: int) -> None:
    assert label_value(text) == value


@pytest.mark.parametrize("text", ["", "A", "1.2", "12345678901"])
def test_a_label_without_a_numeral_counts_nothing(text: str) -> None:
    assert label_value(text) is None


@given(st.integers(1, 99))
def test_a_printed_heading_numeral_reads_back(value: int) -> None:
    assert hanzi_value(hanzi_label(value)) == value


@pytest.mark.parametrize("value", [0, 100, -1])
def test_a_heading_numeral_outside_its_range_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="no heading numeral"):
        hanzi_label(value)
