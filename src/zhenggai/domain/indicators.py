"""How far an indicator has come from its baseline to its target."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from zhenggai.domain.quantities.conversion import rounded

DIRECTIONS: dict[str, str] = {"higher": "越高越好", "lower": "越低越好"}


def reached(value: Decimal, *, target: Decimal, direction: str) -> bool:
    """Whether a reading is at its target or better."""
    return value >= target if direction == "higher" else value <= target


def percent_reached(value: Decimal, *, baseline: Decimal, target: Decimal, direction: str) -> Decimal:
    """How much of the way is behind us, from 0 to 100 with one decimal; nobody is at 100 before the target."""
    if reached(value, target=target, direction=direction):
        return Decimal(100)
    way = Fraction(target) - Fraction(baseline)
    gone = Fraction(value) - Fraction(baseline)
    if way == 0 or gone / way <= 0:
        return Decimal(0)
    return min(rounded(gone / way * 100, 1), Decimal("99.9"))
