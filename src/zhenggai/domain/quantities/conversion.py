"""Exact conversion between units of one dimension; counts of different things never convert."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from zhenggai.domain.refusals import Refusal

# How many of the dimension's base unit one of each unit is.
_FACTORS: dict[str, dict[str, Fraction]] = {
    "money": {
        "元": Fraction(1),
        "角": Fraction(1, 10),
        "百元": Fraction(100),
        "千元": Fraction(1_000),
        "万元": Fraction(10_000),
        "百万元": Fraction(1_000_000),
        "千万元": Fraction(10_000_000),
        "亿元": Fraction(100_000_000),
    },
    "area": {
        "平方米": Fraction(1),
        "亩": Fraction(10_000, 15),
        "万亩": Fraction(100_000_000, 15),
        "公顷": Fraction(10_000),
        "平方公里": Fraction(1_000_000),
        "万平方米": Fraction(10_000),
    },
    "length": {
        "米": Fraction(1),
        "厘米": Fraction(1, 100),
        "毫米": Fraction(1, 1_000),
        "公里": Fraction(1_000),
        "延米": Fraction(1),
    },
    "mass": {
        "公斤": Fraction(1),
        "斤": Fraction(1, 2),
        "克": Fraction(1, 1_000),
        "吨": Fraction(1_000),
        "万吨": Fraction(10_000_000),
    },
    "volume": {
        "立方米": Fraction(1),
        "升": Fraction(1, 1_000),
        "毫升": Fraction(1, 1_000_000),
        "万立方米": Fraction(10_000),
    },
    "ratio": {"1": Fraction(1), "%": Fraction(1, 100), "‰": Fraction(1, 1_000), "成": Fraction(1, 10)},
    "points": {"百分点": Fraction(1)},
}
_CALLED = {
    "平米": "平方米",
    "㎡": "平方米",
    "m2": "平方米",
    "m²": "平方米",
    "平方千米": "平方公里",
    "km2": "平方公里",
    "km²": "平方公里",
    "千米": "公里",
    "km": "公里",
    "千克": "公斤",
    "kg": "公斤",
    "立方": "立方米",
    "方": "立方米",
    "m3": "立方米",
    "m³": "立方米",
    "个百分点": "百分点",
}
_PLACE: dict[str, tuple[str, Fraction]] = {
    unit: (dimension, factor) for dimension, units in _FACTORS.items() for unit, factor in units.items()
}


class NotConvertible(Refusal):
    """Two units of different things, such as households and persons."""


def dimension_of(unit: str) -> str:
    """What a unit measures; a unit that converts to nothing else is its own dimension."""
    return _place(unit)[0]


def convertible(one: str, other: str) -> bool:
    """Whether figures in these units can be compared at all."""
    return dimension_of(one) == dimension_of(other)


def convert(value: Decimal | Fraction | int, unit: str, to: str) -> Fraction:
    """The value in another unit, exactly.

    :raises NotConvertible: where the units are of different things.
    """
    dimension, factor = _place(unit)
    other, into = _place(to)
    if dimension != other:
        raise NotConvertible("“$unit”和“$to”不能换算。", unit=unit, to=to)
    return Fraction(value) * factor / into


def rounded(value: Fraction, places: int) -> Decimal:
    """A fraction with so many decimals, rounded half up as offices do."""
    shift = Fraction(10) ** places
    scaled = abs(value) * shift
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    return Decimal(whole if value >= 0 else -whole).scaleb(-places)


def decimal_of(value: Fraction, *, places: int = 6) -> Decimal:
    """A fraction as a decimal: exactly where it ends within so many places, else rounded to them."""
    return rounded(value, places).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP).normalize() + 0


def _place(unit: str) -> tuple[str, Fraction]:
    name = _CALLED.get(unit, unit)
    return _PLACE.get(name, (name, Fraction(1)))
