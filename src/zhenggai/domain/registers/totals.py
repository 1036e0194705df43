"""Counts and sums over the states of a register, and figures made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zhenggai.domain.quantities.amounts import Amount, amount_of
from zhenggai.domain.quantities.conversion import rounded
from zhenggai.domain.refusals import Refusal

Counted = Literal["count", "sum", "share"]
COUNTED_NAMES: dict[Counted, str] = {"count": "行数", "sum": "金额合计", "share": "占全部行数的比例"}


class CannotCount(Refusal):
    """A count that a register cannot give."""


@dataclass(slots=True)
class Total:
    """The rows of one state and the sum of each of their amounts."""

    rows: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)

    def add(self, columns: Sequence[str], amounts: Sequence[Decimal]) -> None:
        """Count one more row."""
        self.rows += 1
        for column, amount in zip(columns, amounts, strict=True):
            self.amounts[column] = self.amounts.get(column, Decimal(0)) + amount


def count(
    totals: Mapping[str, Total],
    *,
    what: Counted,
    states: Iterable[str],
    row_unit: str,
    column: str = "",
    column_unit: str = "",
    places: int = 2,
) -> Amount:
    """The figure over these states, or over all where none is named.

    :raises CannotCount: for a share of an empty register.
    """
    chosen = set(states)
    wanted = [total for state, total in totals.items() if not chosen or state in chosen]
    rows = sum(total.rows for total in wanted)
    if what == "sum":
        amount = sum((total.amounts.get(column, Decimal(0)) for total in wanted), Decimal(0))
        return amount_of(_digits(amount), column_unit)
    if what == "count":
        return amount_of(str(rows), row_unit)
    everything = sum(total.rows for total in totals.values())
    if not everything:
        raise CannotCount("清单里还没有行，算不出比例。")
    return amount_of(f"{rounded(Fraction(rows * 100, everything), places):f}", "%")


def _digits(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
