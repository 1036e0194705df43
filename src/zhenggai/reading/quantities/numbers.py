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
_GROUP = re.compile(r"\d[\d.]*[十百千万亿]*")
_GROUPS = re.compile(r"(?:\d[\d.]*[十百千万亿]+){1,4}(?:\d{1,4})?")
_SMALLER_GROUPS = re.compile(r"\d千\d百")
_NUMERAL = re.compile(r"[一二两三四五六七八九十百千万亿零〇]+")


def number_value(written: str) -> tuple[Decimal, bool] | None:
    """Value of a number such as 3.5万, 1,234, 二十三 or 10余万 and whether 余 or 多 blurs it; None where it is none."""
    if written.isdecimal():
        return Decimal(written), False
    plain = written
    for letter in _VAGUE:
        plain = plain.replace(letter, "")
    vague = plain != written
    value = _mixed_value(plain)
    if value is None:
        value = _grouped_value(plain) if plain[:1].isdecimal() else _numeral_value(plain)
    return None if value is None else (value, vague)


def _mixed_value(plain: str) -> Decimal | None:
    mixed = _MIXED.fullmatch(plain)
    if mixed is None:
        return None
    value = Decimal(mixed[1].replace(",", ""))
    for power in mixed[2]:
        value *= _POWERS[power]
    return value


def _grouped_value(plain: str) -> Decimal | None:
    """2亿5千万, 3万3千, 3千5百万: groups of digits, each with its power, the last power over all that is smaller."""
    last = plain[-1:]
    if last in ("万", "亿") and _SMALLER_GROUPS.fullmatch(plain, 0, len(plain) - 1):
        below = _grouped_value(plain[:-1])
        return None if below is None else below * _POWERS[last]
    groups = [_mixed_value(group) for group in _GROUP.findall(plain)] if _GROUPS.fullmatch(plain) else [None]
    values = [value for value in groups if value is not None]
    falling = all(one > other for one, other in itertools.pairwise(values))
    return sum(values, Decimal(0)) if falling and len(values) == len(groups) else None


def _numeral_value(plain: str) -> Decimal | None:
    if not _NUMERAL.fullmatch(plain) or _is_listing(plain):
        return None
    value = hanzi_value(plain)
    return None if value is None else Decimal(value)


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
