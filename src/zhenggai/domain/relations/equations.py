"""The kinds of equations, how many figures each takes, and how each is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["sum", "difference", "ratio", "part", "growth", "equal", "conversion", "coverage", "count"]


@dataclass(frozen=True, slots=True)
class Equation:
    """A kind of equation: its name, its parts by name, and how few and how many there may be."""

    name: str
    parts: str
    least: int = 1
    most: int = 1


MOST_PARTS = 30
EQUATIONS: dict[Kind, Equation] = {
    "sum": Equation("合计", "各分项", 2, MOST_PARTS),
    "difference": Equation("相减", "先写被减数，再写减数", 2, MOST_PARTS),
    "ratio": Equation("比例", "先写分子，再写分母", 2, 2),
    "part": Equation("其中", "其中的部分", 1, MOST_PARTS),
    "growth": Equation("增长", "先写本期，再写基期", 2, 2),
    "equal": Equation("同口径一致", "另一处的同一个数"),
    "conversion": Equation("单位换算", "换算前的数"),
    "coverage": Equation("全覆盖", "已覆盖的数"),
}
# A list that the text itself goes through has no figures to compute with.
EQUATION_NAMES: dict[Kind, str] = {**{kind: equation.name for kind, equation in EQUATIONS.items()}, "count": "列举"}

_SIGNS: dict[Kind, str] = {"sum": " + ", "difference": " − ", "ratio": " ÷ "}


def worded(kind: Kind, total: str, parts: Sequence[str]) -> str:
    """The equation as a person writes it, such as 9638户 = 8641户 + 997户."""
    if kind in _SIGNS:
        return f"{total} = {_SIGNS[kind].join(parts)}"
    if kind == "part":
        return f"{total} ≥ {'、'.join(parts)}"
    if kind == "growth":
        return f"{total} = {' ÷ '.join(parts)} − 1"
    if kind == "coverage":
        return f"{'、'.join(parts)} / {total}"
    return f"{total} = {'、'.join(parts)}"
