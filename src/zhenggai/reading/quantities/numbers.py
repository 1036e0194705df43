"""The number in front of a unit: digits, Chinese numerals and the two mixed, in exact decimals."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

from zhenggai.domain.numbering import hanzi_value

_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = "〇零一二两三四五六七八九"
_TO_ARABIC = str.maketrans(_DIGITS, "001223456789")
_VAGUE = "余多来"
_MIXED = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?) ?([十百千万亿]*)")
_NUMERAL = re.compile(r"[一二两三四五六七八九十百千万亿零〇]+")


def number_value(written: str) -> tuple[Decimal, bool] | None:
    """Value of a number such as 3.5万, 1,234, 二十三 or 10余万 and whether 余 or 多 blurs it; None where it is none."""
    if written.isdecimal():
        return Decimal(written), False
    plain = written
    for letter in _VAGUE:
        plain = plain.replace(letter, "")
    vague = plain != written
    mixed = _MIXED.fullmatch(plain)
    if mixed:
        value = Decimal(mixed[1].replace(",", ""))
        for power in mixed[2]:
            value *= _POWERS[power]
        return value, vague
    numeral = _numeral_value(plain)
    return None if numeral is None else (Decimal(numeral), vague)


def _numeral_value(plain: str) -> int | None:
    if not _NUMERAL.fullmatch(plain) or _is_listing(plain):
        return None
    return hanzi_value(plain)


def _is_listing(plain: str) -> bool:
    """两三, 七八, 二〇二三: digits side by side are a vague number, a year or a list, never a count."""
    return any(first in _DIGITS[2:] and second in _DIGITS for first, second in itertools.pairwise(plain))


def fraction_value(denominator: str, numerator: str) -> Decimal | None:
    """Value of 三分之二 or 百分之三十点五 from its two halves; None where one of them is no number."""
    whole, _, decimals = numerator.partition("点")
    below = number_value(denominator)
    above = number_value(whole)
    if below is None or above is None or not below[0]:
        return None
    tail = decimals.translate(_TO_ARABIC)
    value = Decimal(f"{above[0]}.{tail}") if tail.isdecimal() else above[0]
    return value / below[0]
