"""Number formats of lists, by the names Word gives them: a counter's value as it is printed."""

from __future__ import annotations

from collections.abc import Callable

from zhenggai.domain.numbering import hanzi_label

_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def _counting(value: int) -> str:
    if not 1 <= value <= 9999:
        return str(value)
    if value <= 99:
        return hanzi_label(value)
    thousands, hundreds, rest = value // 1000, value // 100 % 10, value % 100
    head = f"{_DIGITS[thousands]}千" if thousands else ""
    middle = f"{_DIGITS[hundreds]}百" if hundreds else "零" if thousands and rest else ""
    if not rest:
        return head + middle
    tail = hanzi_label(rest)
    if rest < 10:
        return head + middle + ("零" if hundreds else "") + tail
    return head + middle + ("一" if rest < 20 else "") + tail


def _digital(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _legal(value: int) -> str:
    return _counting(value).translate(_LEGAL)


def _letters(value: int) -> str:
    """Word repeats the letter: z, aa, bb."""
    return chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 9) if value > 0 else str(value)


def _roman(value: int) -> str:
    if not 1 <= value <= 3999:
        return str(value)
    text = ""
    for size, letters in _ROMAN:
        count, value = divmod(value, size)
        text += letters * count
    return text


def _offset(first: str, count: int) -> Callable[[int], str]:
    """Values that stand in a row of Unicode, as ① to ⑳ do; plain digits beyond them."""
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= count else str(value)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[value - 1] if 1 <= value <= len(signs) else str(value)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalFullWidth": str,
    "decimalFullWidth2": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalEnclosedCircle": _offset("①", 20),
    "decimalEnclosedCircleChinese": _offset("①", 20),
    "decimalEnclosedParen": lambda value: f"({value})",
    "decimalEnclosedFullstop": lambda value: f"{value}.",
    "ordinal": str,
    "numberInDash": lambda value: f"-{value}-",
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "ideographEnclosedCircle": _offset("㊀", 10),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "none": lambda value: "",
}


def numeral(value: int, number_format: str) -> str:
    """A counter's value in one of Word's formats; plain digits where the format is unknown."""
    return _FORMATS.get(number_format, str)(value)
