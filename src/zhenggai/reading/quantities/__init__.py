"""Figures with a unit: one cheap pass proposes them, everything precise happens at the places proposed.

Numbers are exact decimals; money is in 元, a ratio a fraction of one, everything else in the unit written.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from zhenggai.domain.report import Quantity, Span
from zhenggai.reading.quantities import context
from zhenggai.reading.quantities.numbers import fraction_value, number_value
from zhenggai.reading.quantities.signs import signs_around
from zhenggai.reading.quantities.units import HALVED, TENTHS, UNITS, Unit, alternatives, continues

_NUMERALS = "一二两三四五六七八九十百千万"
# A number starts where none is under way; every repetition is possessive or bounded, so a hostile text stays linear.
_CANDIDATE = re.compile(
    rf"[0-9{_NUMERALS}](?<![0-9.A-Za-z][0-9])(?<![0-9{_NUMERALS}亿〇零][{_NUMERALS}])"
    rf"[0-9]*+(?:(?<![0-9]{{4}}),[0-9]{{3}}(?![0-9])){{0,6}}+(?:\.[0-9]+)?+(?:亿[0-9]{{1,4}}(?=[千百]?万))?+(?:万[0-9](?=千))?+(?:千[0-9](?=百))?+(?: (?=[万亿]))?[{_NUMERALS}亿〇零余多来]{{0,16}}+"
    rf" ?(?:分之(?P<part>[0-9{_NUMERALS}〇零点]{{1,12}}+)|(?P<unit>{alternatives()}))"
)
_RANGE_START = re.compile(
    rf"(?<![0-9.A-Za-z第-])(?:[0-9]+(?:\.[0-9]+)?[万亿]?|(?<![{_NUMERALS}])[{_NUMERALS}]{{1,3}})(?P<unit>%|个|元|亩|天|年|人|户|家)?(?P<dash>[-—–~至到]|——)$"
)
_THOUSAND_UNITS = frozenset(["米", "克", "瓦", "瓦时"])
_TIME_UNITS = frozenset(["年", "日", "天", "周", "个月", "个季度", "个星期", "小时", "分钟"])
_SCALES = {"%": Decimal("0.01"), "‰": Decimal("0.001"), "成": Decimal("0.1"), "角": Decimal("0.1")}
_INDEFINITE = frozenset(
    word for word, unit in UNITS.items() if unit.kind == "count" and word != "倍" and word not in context.COUNTED_ONES
)
_HUNDREDS = frozenset("百千万")
_INNER = re.compile(r"(?:[0-9][0-9,.]*|(?<=^一)[三四五六七八九十])[十百千万亿余多来]*$")
_LEADING = re.compile(r"[0-9.]+|[一二两三四五六七八九十]+")
_HALF = Decimal("0.5")
_TENTHS = re.compile(r"([1-9一二两三四五六七八九])[分角](?![之钟工析别明布配期散落区]|为二)")
_EACH = re.compile(
    r"/(?:人[·•.]?(?:月|年|天|次)|亩[·•.]年|亩|公顷|平方米|㎡|立方米|m³|吨|公斤|千克|斤|千瓦时|度|公里|户|人次|人|家|村|名|床|头|只|株|台|套|件|辆|座|处|次|年|月|天|日|小时)"
)
_MINUS = re.compile(r"(?:为|是|增长|增速|增幅|同比|环比|[(:,、])[-−]$")
_TENTHS_END = re.compile(r"[,。;、以的左)]|$")
_SHARES = ("其中", "占", "约", "近", "达", "超", "逾")
_DASHES = frozenset("-−—–~至到")
_REACH = 16


class _Blocked:
    """Spans that no figure may touch."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, *groups: Sequence[Span]) -> None:
        spans = sorted(span for group in groups for span in group)
        self._starts = [first for first, _ in spans]
        self._ends = list(accumulate((last for _, last in spans), max))

    def end_before(self, place: int) -> int:
        """End of the furthest span that begins before `place`."""
        index = bisect_left(self._starts, place)
        return self._ends[index - 1] if index else 0


class _Figure(NamedTuple):
    """A number with its unit as proposed: where, what is written, and what it is worth."""

    start: int
    end: int
    written: str
    value: Decimal
    unit: Unit
    vague: bool


def find_quantities(text: str, *, taken: Sequence[Span], markers: Sequence[Span] = ()) -> tuple[Quantity, ...]:
    """Find the figures with a unit, in order and without overlap.

    `taken` are sorted spans of dates and references, `markers` of labels and measure markers: no figure touches them.
    """
    return tuple(_figures(text, _Blocked(taken, markers)))


def _figures(text: str, blocked: _Blocked) -> Iterator[Quantity]:
    last = 0
    for match in _CANDIDATE.finditer(text):
        start, end = match.span()
        if text[start] == "一" and match["unit"] in _INDEFINITE and match.start("unit") == start + 1:
            continue
        free = max(blocked.end_before(end), last)
        figure = _fraction(match) if match["part"] else _counted(match, free)
        if figure is None or free > figure.start or _is_none(text, figure):
            continue
        for quantity in _with_range(text, figure, free, blocked):
            last = quantity.span[1]
            yield quantity


def _fraction(match: re.Match[str]) -> _Figure | None:
    """三分之二, 百分之三十: a ratio written in words."""
    written = match[0][: match.start("part") - match.start()].removesuffix("分之").strip()
    value = fraction_value(written, match["part"])
    return None if value is None else _Figure(match.start(), match.end(), written, value, Unit("1", "ratio"), False)


def _counted(match: re.Match[str], free: int) -> _Figure | None:
    """A number with a unit; what stands before `free` (a label such as `1.`) is cut off."""
    text, word, last = match.string, match["unit"], match.start("unit")
    if continues(word, text[match.end() : match.end() + 1]):
        return None
    start = free if match.start() < free < last else match.start()
    if text[last - 1] == "千" and word in _THOUSAND_UNITS:
        word, last = "千" + word, last - 1
    written = text[start:last].rstrip()
    worth = number_value(written)
    if worth is None:
        start, worth = _inner_number(written, start)
        written = text[start:last].rstrip()
    if worth is None:
        return None
    figure = _Figure(start, match.end(), written, worth[0], UNITS[word], worth[1] or "多" in word)
    return _scaled(text, figure, word)


def _scaled(text: str, figure: _Figure, word: str) -> _Figure:
    """The figure with what its unit does to its value: 5%, 一个半月, 十五亩二分, 500元/亩."""
    if word in _SCALES:
        return figure._replace(value=figure.value * _SCALES[word])
    if word in HALVED:
        return figure._replace(value=figure.value + _HALF)
    if text[figure.end + 1 : figure.end + 2] == TENTHS.get(word):
        tenths = _TENTHS.match(text, figure.end)
        if tenths:
            part = number_value(tenths[1])
            return figure._replace(end=tenths.end(), value=figure.value + (part[0] if part else 0) * _SCALES["成"])
    if figure.unit.kind == "money" and text[figure.end : figure.end + 1] == "/":
        each = _EACH.match(text, figure.end)
        if each:
            return figure._replace(end=each.end(), unit=Unit(word + each[0], "money"))
    return figure


def _inner_number(written: str, start: int) -> tuple[int, tuple[Decimal, bool] | None]:
    """The number at the end of 统一3: the 一 before it belongs to another word."""
    inner = _INNER.search(written)
    return (start, None) if inner is None else (start + inner.start(), number_value(written[inner.start() :]))


def _is_none(text: str, figure: _Figure) -> bool:
    """Whether what stands around the figure makes it something else than a quantity."""
    start, end, written, _, unit, vague = figure
    head = text[start - _REACH if start > _REACH else 0 : start]
    if context.is_ordinal(head, unit.name) or context.is_in_title(text, start) or context.is_product(text, start, end):
        return True
    quoted = context.quoted_length(text, start, end)
    if written[0].isdecimal():
        return (0 < quoted <= 8 and unit.kind in ("count", "ratio", "duration")) or _is_other_word(text, figure, head)
    return (
        quoted > 0
        or not unit.numeral
        or _is_way_of_speaking(text, figure, head, vague)
        or context.is_slogan(text, start)
        or _is_other_word(text, figure, head)
    )


def _is_way_of_speaking(text: str, figure: _Figure, head: str, vague: bool) -> bool:
    """一批, 百家, 几十个, 二次: numerals that count nothing."""
    written, unit = figure.written, figure.unit
    if head[-1:] in "几数若" and head:
        return True
    if unit.kind == "ratio" and "分之" in text[figure.start : figure.end]:
        return False
    if written == "一" and (figure.value == 1 or unit.kind == "ratio"):
        return context.is_indefinite_one(head, unit.name, unit.kind, text[figure.end : figure.end + 4])
    if written in _HUNDREDS:
        return not (vague or head.endswith(("近", "约", "上")))
    return written == "二" or (
        written[0] in "百千万" and not vague and not head.endswith(("近", "约", "上", "超", "逾", "过"))
    )


def _is_other_word(text: str, figure: _Figure, head: str) -> bool:
    """Units that are other words in some places: years, days, scores, 大, 成, 号."""
    following = text[figure.end : figure.end + 4]
    name = figure.unit.name
    if figure.value % 1 == _HALF and text[figure.start : figure.end].count("半"):
        return context.is_relative(head) or len(figure.written) > 3
    if name in _TIME_UNITS:
        return context.is_no_duration(head, figure.written, name, following)
    if name == "大":
        return context.is_no_great(head, figure.written, following)
    if name == "分":
        return context.is_no_score(head, following)
    if not figure.unit.numeral and (
        ("." in figure.written and figure.value < 10_000)
        or context.is_label_or_title(head, figure.written, name, following)
        or (len(name) > 1 and text[figure.end - len(name) - 1] == " ")
    ):
        return True
    if name == "处":
        return figure.written == "四"
    return text[figure.end - 1] == "成" and not (_TENTHS_END.match(following) or head.endswith(_SHARES))


def _with_range(text: str, figure: _Figure, free: int, blocked: _Blocked) -> Iterator[Quantity]:
    """The figure, and before it the lower end of 3至5个, which takes its unit from it."""
    first = figure.start - _REACH if figure.start > _REACH else 0
    match = (
        _RANGE_START.search(text[max(first, free) : figure.start])
        if text[figure.start - 1 : figure.start] in _DASHES
        else None
    )
    low = _lower_end(match, figure, figure.start - len(match[0])) if match else None
    if low is None:
        yield _quantity(text, _signed(text, figure), free, blocked)
        return
    quantity = _quantity(text, low, free, blocked)
    yield quantity
    yield _quantity(text, figure, quantity.span[1], blocked)


def _signed(text: str, figure: _Figure) -> _Figure:
    """同比-5%: the rate with the minus before it; a dash elsewhere is punctuation."""
    if figure.unit.kind not in ("ratio", "points") or text[figure.start - 1 : figure.start] not in ("-", "−"):
        return figure
    head = text[figure.start - _REACH if figure.start > _REACH else 0 : figure.start]
    return figure._replace(start=figure.start - 1, value=-figure.value) if _MINUS.search(head) else figure


def _lower_end(match: re.Match[str], figure: _Figure, start: int) -> _Figure | None:
    """The number before the dash; it shares 万 and 亿 where it has no unit of its own."""
    end = match.start("dash") - match.start()
    written = match[0][:end].rstrip("%个元亩天年人户家")
    worth = number_value(written)
    if worth is None:
        return None
    scale = (
        _scale_of(figure)
        if written[-1] not in "万亿" and not match["unit"]
        else Decimal("0.01")
        if match["unit"] == "%"
        else Decimal(1)
    )
    value = worth[0] * scale
    return figure._replace(start=start, end=start + end, value=value) if value < figure.value else None


def _scale_of(figure: _Figure) -> Decimal:
    """What one more in the written digits of the figure is worth."""
    digits = _LEADING.match(figure.written)
    worth = number_value(digits[0]) if digits else None
    return figure.value / worth[0] if worth and worth[0] else Decimal(1)


def _quantity(text: str, figure: _Figure, free: int, blocked: _Blocked) -> Quantity:
    signs = signs_around(text, figure.start, figure.end)
    start = max(figure.start - signs.before, free)
    end = figure.end + signs.after
    if signs.after and blocked.end_before(end) > figure.end:
        end = figure.end
    return Quantity(
        text=text[start:end],
        value=_plain(figure.value),
        unit=figure.unit.name,
        kind=figure.unit.kind,
        span=(start, end),
        approximate=figure.vague or signs.approximate,
        bound=signs.bound,
    )


def _plain(value: Decimal) -> Decimal:
    """The value without trailing zeros and without an exponent: 300000, 0.7."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if value == whole else value.normalize()
