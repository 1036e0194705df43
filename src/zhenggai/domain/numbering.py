"""Chinese numerals and circled numbers, as labels and counts use them."""

from __future__ import annotations

import re

_DIGITS = {
    "〇": 0,
    "○": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_POWERS = {"十": 10, "百": 100, "千": 1000}
# The larger first: 二亿三千万 is cut at 亿 before it is cut at 万.
_LARGE = {"亿": 100_000_000, "万": 10_000}
_NUMERAL = re.compile(r"[〇○零一二两三四五六七八九十百千万亿]+")
_CIRCLED = {character: value for value, character in enumerate("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", start=1)}


def hanzi_value(text: str) -> int | None:
    """Value of a Chinese numeral such as 二十三, 一百零五 or 二〇二三; None where it is none."""
    if not _NUMERAL.fullmatch(text):
        return None
    if not any(character in _POWERS or character in _LARGE for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    for unit, worth in _LARGE.items():
        higher, found, lower = text.partition(unit)
        if found:
            return (hanzi_value(higher) or 1) * worth + (hanzi_value(lower) or 0)
    total = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * _POWERS[character]
            digit = 0
    return total + digit


def label_value(text: str) -> int | None:
    """Value of a numeral in any script that labels use: 三, 12, ⑤; None where it is none."""
    known = _LABELS.get(text)
    if known is not None:
        return known
    if text.isascii() and text.isdigit():
        return int(text) if len(text) < 10 else None
    return hanzi_value(text)


def hanzi_label(value: int) -> str:
    """Chinese numeral of 1 to 99, as headings print it.

    :raises ValueError: outside that range.
    """
    if not 1 <= value <= 99:
        raise ValueError(f"no heading numeral for {value}")
    tens, units = divmod(value, 10)
    digits = "〇一二三四五六七八九"
    head = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[units] if units else "")


# The labels of nearly every document, looked up instead of reckoned.
_LABELS = {
    **{hanzi_label(value): value for value in range(1, 100)},
    **{str(value): value for value in range(100)},
    **_CIRCLED,
}
