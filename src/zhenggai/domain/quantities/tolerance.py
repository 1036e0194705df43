"""How far a figure may be from what it says: half its last printed digit, more where it says 约 or 余."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhenggai.domain.quantities.amounts import Amount

Bound = Fraction | None


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What an office allows: 约 within so many percent, 余 below so many steps of the last digit that is not 0."""

    about: int = 5
    over: int = 1


PRESET_TOLERANCE = Tolerance()


@dataclass(frozen=True, slots=True)
class Interval:
    """All that a figure may mean; None where there is no end. `open_top`: the upper end itself is not meant."""

    low: Bound
    high: Bound
    open_top: bool = False

    def meets(self, other: Interval) -> bool:
        """Whether both may mean the same."""
        return self._begins_within(other) and other._begins_within(self)

    def _begins_within(self, other: Interval) -> bool:
        if self.low is None or other.high is None:
            return True
        return self.low < other.high if other.open_top else self.low <= other.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(_added(self.low, other.low), _added(self.high, other.high), self.open_top or other.open_top)

    def __neg__(self) -> Interval:
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def over(self, other: Interval) -> Interval:
        """The quotient, where neither can be negative and the other is not 0."""
        return Interval(
            _divided(self.low if self.low is not None else Fraction(0), other.high, endless=Fraction(0)),
            _divided(self.high, other.low, endless=None),
        )

    def times(self, factor: Fraction) -> Interval:
        """Both ends times a factor above 0."""
        low = None if self.low is None else self.low * factor
        return Interval(low, None if self.high is None else self.high * factor, self.open_top)


def point(value: Fraction) -> Interval:
    """Just this."""
    return Interval(value, value)


def meant(amount: Amount, tolerance: Tolerance = PRESET_TOLERANCE) -> Interval:
    """What a figure may mean where it is counted on: just its value, unless it says otherwise."""
    value = Fraction(amount.value)
    if amount.mark == "about":
        slack = abs(value) * tolerance.about / 100
        return Interval(value - slack, value + slack)
    if amount.mark == "over":
        return Interval(value, value + _last_round(amount) * tolerance.over, open_top=True)
    if amount.mark == "min":
        return Interval(value, None)
    return Interval(None, value) if amount.mark == "max" else point(value)


def printed_as(amount: Amount, tolerance: Tolerance = PRESET_TOLERANCE) -> Interval:
    """What may be behind a figure that was computed and printed: half its last digit to either side."""
    if amount.mark:
        return meant(amount, tolerance)
    half = Fraction(amount.step) / 2
    return Interval(Fraction(amount.value) - half, Fraction(amount.value) + half, open_top=half > 0)


def _last_round(amount: Amount) -> Fraction:
    """The weight of the last digit that is not 0: 100 for 2200, 1万 for 266万."""
    if not amount.value:
        return Fraction(amount.step) or Fraction(1)
    places = amount.value.normalize().as_tuple().exponent
    return Fraction(10) ** int(places)


def _added(one: Bound, other: Bound) -> Bound:
    return None if one is None or other is None else one + other


def _divided(one: Bound, other: Bound, *, endless: Bound) -> Bound:
    if one is None:
        return None
    if other is None:
        return endless
    return one / other if other else None
