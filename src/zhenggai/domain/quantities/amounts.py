"""A figure as it is printed: its value, its unit, and how exactly it is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zhenggai.domain.quantities.conversion import rounded
from zhenggai.domain.quantities.units import UNITS
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.report import QuantityKind

# about: 约, near it; over: 余, that many and some more; min and max: at least, at most.
Mark = Literal["", "about", "over", "min", "max"]
MARKS: dict[Mark, str] = {"": "确数", "about": "约", "over": "余", "min": "不少于", "max": "不超过"}

_SCALES = {
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<before>约为|大约|约|近|将近|超过|超|逾|不少于|至少|不低于|不超过|至多|不足|≈|≥|≤)?\s*"
    rf"(?P<digits>-?\d[\d,,\u2009 ]*(?:\.\d+)?)\s*"
    rf"(?P<more>余|多)?(?P<scale>{_SCALE})?(?P<more_too>余|多)?(?P<unit>.*?)(?P<after>左右|上下|以上|以下|余)?"
)
_ABOUT = {"约为", "大约", "约", "近", "将近", "≈", "左右", "上下"}
_AT_LEAST = {"超过", "超", "逾", "不少于", "至少", "不低于", "≥", "以上"}
_AT_MOST = {"不超过", "至多", "不足", "≤", "以下"}
_RATIOS = {"%": Decimal("0.01"), "‰": Decimal("0.001"), "成": Decimal("0.1")}
LARGEST_POWER = 18
MOST_PLACES = 8


class WrongAmount(Refusal):
    """A value or unit that is no figure."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure. `value` and `unit` are as the ledger keeps them: money in 元, a ratio as a fraction of one.

    `word` is the printed unit and `scale` what one of it is in `unit`; `places` counts the printed decimals, None where
    digits were not printed.
    """

    text: str
    value: Decimal
    unit: str
    kind: QuantityKind
    word: str
    scale: Decimal = Decimal(1)
    places: int | None = 0
    mark: Mark = ""

    @property
    def step(self) -> Decimal:
        """What the last printed digit is worth; 0 where no digits were printed."""
        return Decimal(0) if self.places is None else self.scale.scaleb(-self.places)

    def printed(self, value: Fraction) -> str:
        """Another value as this figure would print it, in its unit and with at least its decimals."""
        shown = value / Fraction(self.scale)
        places = self.places or 0
        if self.kind not in {"ratio", "points"}:
            places = next((more for more in range(places, places + 5) if rounded(shown, more) == shown), places + 2)
        return f"{rounded(shown, places):f}{self.word}"


def amount_of(digits: str, word: str, *, mark: Mark = "") -> Amount:
    """A figure typed as digits and a unit, such as 12.5 and 万元.

    :raises WrongAmount: for digits that are no number, or a unit that is no unit.
    """
    found = _NUMBER.fullmatch(digits.strip())
    if found is None or found["unit"] or found["before"] or found["more"] or found["more_too"] or found["after"]:
        raise WrongAmount("“$text”不是一个数，请只写数字，如 8641 或 12.5。", text=digits[:40])
    word = word.strip()
    scale_word = (found["scale"] or "") + _leading_scale(word)
    unit = word[len(_leading_scale(word)) :]
    return _build(found["digits"], scale_word, unit, mark=mark, text=_text(found["digits"], scale_word + unit, mark))


def parse_amount(text: str) -> Amount:
    """A figure as a document prints it, such as 约1428亩, 266万余元 or 89.66%.

    :raises WrongAmount: where the text is no figure in digits.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None or not found["unit"]:
        raise WrongAmount("“$text”不是带单位的数字。", text=text[:40])
    return _build(found["digits"], found["scale"] or "", found["unit"], mark=_mark(found), text=text.strip())


def printed_parts(text: str) -> tuple[str, str, Mark]:
    """The digits of a figure as they are printed, its unit and its mark.

    :raises WrongAmount: where the text is no figure in digits.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None or not found["unit"]:
        raise WrongAmount("“$text”不是带单位的数字。", text=text[:40])
    return found["digits"].strip(), (found["scale"] or "") + found["unit"], _mark(found)


def amount_kept(*, text: str, value: Decimal, unit: str, kind: QuantityKind, approximate: bool, bound: Mark) -> Amount:
    """A figure as the ledger keeps it; its printed precision is read from its text where that is in digits."""
    mark: Mark = bound or ("about" if approximate else "")
    try:
        printed = parse_amount(text)
    except WrongAmount:
        return Amount(text, value, unit, kind, "" if unit == "1" else unit, Decimal(1), None, mark)
    mark = printed.mark if approximate and printed.mark else mark
    return Amount(text, value, unit, kind, printed.word, printed.scale, printed.places, mark)


def _build(digits: str, scale: str, word: str, *, mark: Mark, text: str) -> Amount:
    bare = re.sub(r"[,,\u2009 ]", "", digits)
    value = Decimal(bare)
    places = len(bare.partition(".")[2])
    if len(bare) > LARGEST_POWER or places > MOST_PLACES:
        raise WrongAmount("“$text”位数太多。", text=text[:40])
    if not word or len(word) > 20 or word[0].isdigit():
        raise WrongAmount("请写单位，如 户、万元、%。")
    known = UNITS.get(word)
    kind: QuantityKind = known.kind if known else "count"
    name = known.name if known else word
    factor = Decimal(10) ** _power(scale) * _RATIOS.get(word, Decimal(1)) * (Decimal("0.1") if word == "角" else 1)
    return Amount(text, value * factor, name, kind, scale + word, factor, places, mark)


def _power(scale: str) -> int:
    if scale in _SCALES:
        return _SCALES[scale]
    return sum(_SCALES.get(letter, 0) for letter in scale)


def _leading_scale(word: str) -> str:
    """万 of 万元; nothing of a unit that begins with such a letter itself, such as 千克."""
    if word in UNITS:
        return ""
    found = re.match(rf"(?:{_SCALE})(?=.)", word)
    return found[0] if found and word[found.end() :] in UNITS else ""


def _mark(found: re.Match[str]) -> Mark:
    words = {found["before"], found["after"]}
    if found["more"] or found["more_too"] or found["after"] == "余":
        return "over"
    if words & _ABOUT:
        return "about"
    if words & _AT_LEAST:
        return "min"
    return "max" if words & _AT_MOST else ""


def _text(digits: str, word: str, mark: Mark) -> str:
    if mark == "over":
        return f"{digits}余{word}"
    return f"{MARKS[mark] if mark else ''}{digits}{word}"
