"""Figures with units: printed forms, exact conversion, and what a figure may mean."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenggai.domain.quantities.amounts import WrongAmount, amount_kept, amount_of, parse_amount
from zhenggai.domain.quantities.conversion import (
    _FACTORS,
    NotConvertible,
    convert,
    convertible,
    decimal_of,
    dimension_of,
    rounded,
)
from zhenggai.domain.quantities.tolerance import Interval, Tolerance, meant, printed_as

PAIRS = [(one, other) for units in _FACTORS.values() for one in units for other in units]
DECIMALS = st.decimals(-(10**12), 10**12, places=4, allow_nan=False, allow_infinity=False)


@given(DECIMALS, st.sampled_from(PAIRS))
def test_a_conversion_there_and_back_gives_the_same_value(value: Decimal, pair: tuple[str, str]) -> None:
    one, other = pair

    there = convert(value, one, other)

    assert convert(there, other, one) == Fraction(value)


@pytest.mark.parametrize(
    ("value", "unit", "to", "result"),
    [
        ("50.9065", "公顷", "亩", Fraction("763.5975")),
        ("15", "亩", "平方米", Fraction(10_000)),
        ("1", "亩", "平方米", Fraction(10_000, 15)),
        ("1", "平方公里", "公顷", Fraction(100)),
        ("2.3", "亿元", "万元", Fraction(23_000)),
        ("1", "万元", "元", Fraction(10_000)),
        ("3", "万吨", "公斤", Fraction(30_000_000)),
        ("1", "千克", "公斤", Fraction(1)),
        ("1.5", "公里", "米", Fraction(1_500)),
        ("5", "%", "‰", Fraction(50)),
    ],
)
def test_units_of_one_dimension_convert_exactly(value: str, unit: str, to: str, result: Fraction) -> None:
    assert convert(Decimal(value), unit, to) == result


@pytest.mark.parametrize(
    ("one", "other"),
    [("户", "家"), ("个", "人"), ("件", "次"), ("%", "百分点"), ("亩", "米"), ("元", "户"), ("人", "人次")],
)
def test_different_things_do_not_convert(one: str, other: str) -> None:
    assert not convertible(one, other)
    with pytest.raises(NotConvertible, match="不能换算"):
        convert(1, one, other)


def test_a_unit_that_nobody_knows_is_only_itself() -> None:
    assert dimension_of("网格") == "网格"
    assert convertible("网格", "网格")


@pytest.mark.parametrize(
    ("value", "places", "result"),
    [(Fraction(1, 3), 2, "0.33"), (Fraction(5, 2), 0, "3"), (Fraction(-5, 2), 0, "-3"), (Fraction(1), 2, "1.00")],
)
def test_rounding_is_half_up(value: Fraction, places: int, result: str) -> None:
    assert f"{rounded(value, places):f}" == result


def test_a_fraction_as_a_decimal_loses_idle_zeros() -> None:
    assert decimal_of(Fraction(5, 2)) == Decimal("2.5")


@pytest.mark.parametrize(
    ("text", "value", "unit", "mark", "step"),
    [
        ("9638户", "9638", "户", "", "1"),
        ("约1428亩", "1428", "亩", "about", "1"),
        ("2200余家", "2200", "家", "over", "1"),
        ("266万余元", "2660000", "元", "over", "10000"),
        ("495.99万元", "4959900", "元", "", "100"),
        ("329.2亿元", "32920000000", "元", "", "10000000"),
        ("89.66%", "0.8966", "1", "", "0.0001"),
        ("1.3个百分点", "1.3", "百分点", "", "0.1"),
        ("不少于10%", "0.1", "1", "min", "0.01"),
        ("近6成", "0.6", "1", "about", "0.1"),
        ("1 234人", "1234", "人", "", "1"),
        ("3万吨以上", "30000", "吨", "min", "10000"),
    ],
)
def test_a_printed_figure_is_understood(text: str, value: str, unit: str, mark: str, step: str) -> None:
    amount = parse_amount(text)

    assert (amount.value, amount.unit, amount.mark, amount.step) == (Decimal(value), unit, mark, Decimal(step))


@pytest.mark.parametrize(
    ("digits", "word", "text", "value"),
    [("12.5", "万元", "12.5万元", "125000"), ("12.5万", "元", "12.5万元", "125000"), ("3", "千克", "3千克", "3")],
)
def test_a_typed_figure_keeps_the_unit_it_was_typed_in(digits: str, word: str, text: str, value: str) -> None:
    amount = amount_of(digits, word)

    assert (amount.text, amount.value) == (text, Decimal(value))


@pytest.mark.parametrize("digits", ["", "八十", "1.2.3", "约5", "5户", "NaN", "1e9", "9" * 30, "1.123456789"])
def test_what_is_no_number_is_refused(digits: str) -> None:
    with pytest.raises(WrongAmount):
        amount_of(digits, "户")


@pytest.mark.parametrize("word", ["", "  ", "9", "户" * 30])
def test_a_figure_needs_a_unit(word: str) -> None:
    with pytest.raises(WrongAmount, match=r"单位|位数"):
        amount_of("5", word)


def test_a_figure_in_chinese_numerals_has_no_printed_digits() -> None:
    kept = amount_kept(text="近六成", value=Decimal("0.6"), unit="1", kind="ratio", approximate=True, bound="")

    assert (kept.step, kept.mark) == (0, "about")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("2200余家", 2200, 2300), ("120余个", 120, 130), ("30余项", 30, 40), ("266万余元", 2_660_000, 2_670_000)],
)
def test_more_than_a_round_figure_stays_below_the_next_one(text: str, low: int, high: int) -> None:
    assert meant(parse_amount(text)) == Interval(Fraction(low), Fraction(high), open_top=True)


def test_an_office_sets_how_near_about_is() -> None:
    assert meant(parse_amount("约100亩"), Tolerance(about=10)) == Interval(Fraction(90), Fraction(110))


def test_a_computed_figure_is_meant_to_half_its_last_digit() -> None:
    printed = printed_as(parse_amount("89.66%"))

    assert printed.meets(Interval(Fraction(8641, 9638), Fraction(8641, 9638)))
    assert not printed.meets(Interval(Fraction("0.89665"), Fraction("0.89665")))
