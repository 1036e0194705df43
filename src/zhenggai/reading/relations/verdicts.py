"""From figures that wording ties together to relations: what is claimed, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zhenggai.domain.report import Quantity, Relation

_LOOSE = Decimal("0.2")


@dataclass(frozen=True, slots=True)
class Tie:
    """A whole and its parts.

    `complete`: the wording says that these are all parts, so a wrong sum is a false one.
    `each`: where the sum is not claimed, every part is claimed to be at most the whole.
    `firm`: such a claim may turn out false for the first part, because nothing else can be meant.
    `disjoint`: parts exclude one another, so that together they cannot exceed the whole.
    """

    total: int
    parts: tuple[int, ...]
    complete: bool = False
    each: bool = False
    firm: bool = False
    disjoint: bool = False


def judge(tie: Tie, quantities: Sequence[Quantity]) -> Iterator[Relation]:
    """Claim the sum where it comes out or must come out, else the parts where the wording names them so."""
    total = quantities[tie.total]
    summed = _first_sum(tie, quantities)
    if summed:
        yield _sum(tie.total, summed, quantities, holds=True)
        return
    values = sum(quantities[part].value for part in tie.parts)
    claimable = len(tie.parts) > 1 and (tie.complete or (tie.disjoint and values > total.value))
    if claimable and _blurred(tie.total, tie.parts, quantities):
        if abs(values - total.value) <= _LOOSE * total.value:
            yield _sum(tie.total, tie.parts, quantities, holds=True)
        return
    if claimable:
        yield _sum(tie.total, tie.parts, quantities, holds=False)
        return
    if tie.each:
        yield from _parts(tie, quantities)


def _first_sum(tie: Tie, quantities: Sequence[Quantity]) -> tuple[int, ...]:
    """The leading parts that add up to the whole exactly; all of them where the wording is complete."""
    value = Decimal(0)
    for place, part in enumerate(tie.parts, start=1):
        value += quantities[part].value
        if place > 1 and value == quantities[tie.total].value and (place == len(tie.parts) or not tie.complete):
            return tie.parts[:place]
    return ()


def _blurred(total: int, parts: tuple[int, ...], quantities: Sequence[Quantity]) -> bool:
    return any(quantities[index].approximate or quantities[index].bound for index in (total, *parts))


def _sum(total: int, parts: tuple[int, ...], quantities: Sequence[Quantity], *, holds: bool) -> Relation:
    value = sum((quantities[part].value for part in parts), Decimal(0))
    return Relation("sum", total, parts, holds, plain(value), plain(quantities[total].value))


def _parts(tie: Tie, quantities: Sequence[Quantity]) -> Iterator[Relation]:
    whole = quantities[tie.total]
    for place, index in enumerate(tie.parts):
        part = quantities[index]
        holds = part.value <= whole.value
        sure = not _blurred(tie.total, (index,), quantities)
        if holds or (tie.firm and place == 0 and sure):
            yield Relation("part", tie.total, (index,), holds, plain(part.value), plain(whole.value))


def ratio_relation(
    total: int, part: int, whole: int, quantities: Sequence[Quantity], *, digits: int, holds: bool
) -> Relation:
    """The ratio as a percentage, rounded half up to `digits` decimals like the printed one."""
    computed = percentage(quantities[part].value, quantities[whole].value, digits)
    stated = (quantities[total].value * 100).quantize(Decimal(1).scaleb(-digits))
    return Relation("ratio", total, (part, whole), holds, f"{computed:f}", f"{stated:f}")


def percentage(part: Decimal, whole: Decimal, digits: int) -> Decimal:
    """`part` of `whole` in percent with `digits` decimals, rounded half up."""
    return (part * 100 / whole).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def plain(value: Decimal) -> str:
    """A decimal as people write it: no exponent, no zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
