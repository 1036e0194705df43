"""How a problem is cited."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from zhenggai.ledger.models import Problem

# The columns of a problem that it is cited by.
CITED = ("aspect__label", "number", "label", "position")
LABEL_MARKS = "、.,:。 "


def cite(*, aspect_label: str, number: int | None, label: str, position: int) -> str:
    """A problem's number as people cite it, such as (一)9 or 一-9."""
    own = str(number) if number is not None else label.strip(LABEL_MARKS) or str(position)
    return f"{_above(aspect_label)}{own}"


@lru_cache
def _above(aspect_label: str) -> str:
    """What stands before the number of each problem of an aspect."""
    above = aspect_label.strip(LABEL_MARKS)
    return above if not above or above.endswith(")") else f"{above}-"


def cite_values(values: Sequence[Any]) -> str:
    """A problem's number as people cite it, from the columns that `CITED` names."""
    aspect_label, number, label, position = values
    return cite(aspect_label=aspect_label, number=number, label=label, position=position)


def cite_problem(problem: Problem) -> str:
    """The cited number of a problem that was loaded with its aspect."""
    return cite(
        aspect_label=problem.aspect.label, number=problem.number, label=problem.label, position=problem.position
    )
