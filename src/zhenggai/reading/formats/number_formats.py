"""Numbers of a workbook as their format shows them: dates, shares, rounded figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

Kind = Literal["general", "fixed", "percent", "day", "month", "moment", "time"]

_BUILT_IN = {
    "1": "0",
    "2": "0.00",
    "3": "#,##0",
    "4": "#,##0.00",
    "9": "0%",
    "10": "0.00%",
    "18": "h:mm",
    "19": "h:mm",
    "20": "h:mm",
    "21": "h:mm:ss",
    "22": "yyyy-m-d h:mm",
    "27": 'yyyy"年"m"月"',
    "32": "h:mm",
    "33": "h:mm",
    "34": "h:mm",
    "35": "h:mm",
    "36": 'yyyy"年"m"月"',
    "37": "0",
    "38": "0",
    "39": "0.00",
    "40": "0.00",
    "45": "mm:ss",
    "46": "h:mm",
    "47": "mm:ss",
    "50": 'yyyy"年"m"月"',
    "52": 'yyyy"年"m"月"',
    "55": "h:mm",
    "56": "h:mm",
    "57": 'yyyy"年"m"月"',
    **dict.fromkeys(("14", "15", "16", "17", "28", "29", "30", "31", "51", "53", "54", "58"), "yyyy-m-d"),
}
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DECIMALS = re.compile(r"[0#?]\.([0#?]+)")
_FIRST_DAY = datetime(1899, 12, 30)
_SHIFT_1904 = 1462
_LAST_DAY = 2_958_465


@dataclass(frozen=True, slots=True)
class Shape:
    """How a number is shown; `decimals` for fixed figures and shares."""

    kind: Kind = "general"
    decimals: int = 0


def shape_of(number: str, code: str | None) -> Shape:
    """Shape of a format, built in by number or written as a code."""
    code = code if code is not None else _BUILT_IN.get(number, "General")
    bare = _LITERAL.sub("", code.split(";")[0]).lower()
    if "general" in bare or "@" in bare:
        return Shape()
    places = _DECIMALS.search(bare)
    decimals = len(places[1]) if places else 0
    if "%" in bare:
        return Shape("percent", decimals)
    if any(letter in bare for letter in "ymdhs"):
        return Shape(_moment(bare))
    return (
        Shape("fixed", decimals) if "0" in bare and "e" not in bare and "," not in bare.rstrip("_ )")[-1:] else Shape()
    )


def _moment(bare: str) -> Kind:
    if "h" in bare or "s" in bare:
        return "moment" if "y" in bare or "d" in bare else "time"
    return "day" if "d" in bare or "y" not in bare else "month"


def shown(value: str, shape: Shape, *, from_1904: bool = False) -> str:
    """A stored number as a person sees it; anything else as it stands."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value.strip()
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return value.strip()
    if shape.kind == "general":
        return plain(number)
    if shape.kind == "fixed":
        return format(_rounded(number, shape.decimals), "f")
    if shape.kind == "percent":
        return f"{format(_rounded(number * 100, shape.decimals), 'f')}%"
    days = number + (_SHIFT_1904 if from_1904 else 0)
    return _day(days, shape.kind) if 0 <= days <= _LAST_DAY else plain(number)


def plain(number: Decimal) -> str:
    """A number without the dust of binary fractions and without exponent: 12.5, not 12.500000000000001."""
    short = Decimal(f"{number:.12g}") if number.as_tuple().exponent != 0 else number
    text = format(short, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-min(decimals, 15)), rounding=ROUND_HALF_UP)


def _day(days: Decimal, kind: Kind) -> str:
    # Excel believes in 29 February 1900: serials before it are one day late.
    moment = _FIRST_DAY + timedelta(days=1 if days < 60 else 0, minutes=round(days * 1440))
    if kind == "time":
        return f"{moment:%H:%M}"
    if kind == "month":
        return f"{moment.year}年{moment.month}月"
    if kind == "moment" and (moment.hour or moment.minute):
        return f"{moment:%Y-%m-%d %H:%M}"
    return f"{moment:%Y-%m-%d}"
