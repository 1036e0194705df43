"""Equations the text implies and that do not come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from zhenggai.checking.indexed import Indexed
from zhenggai.checking.registry import RULES, Finding
from zhenggai.domain.report import Quantity, Relation, RelationKind

_SCALES = {"亿": Decimal(10) ** 8, "万": Decimal(10) ** 4, "": Decimal(1)}


@RULES.rule(
    "relation.sum",
    severity="error",
    title="分项之和不等于合计",
    explanation="文中写明的合计与各分项相加的结果不一致。核对每个数字和口径，改正后再用。",
    source="X04 N01 N02 N04",
)
def find_sums(indexed: Indexed) -> Iterator[Finding]:
    """Totals that their parts do not add up to."""

    def say(amount: str, total: str, parts: list[str]) -> str:
        return f"合计写{total}，分项{'、'.join(parts)}相加得{amount}，请核对"

    return _broken(indexed, "sum", say)


@RULES.rule(
    "relation.ratio",
    severity="error",
    title="比例与分子分母不符",
    explanation="文中写明的比例与分子除以分母的结果（按所写位数四舍五入）不一致。核对比例、分子、分母是否同一口径、同一截止日。",
    source="X04 N03",
)
def find_ratios(indexed: Indexed) -> Iterator[Finding]:
    """Ratios that numerator and denominator do not give."""

    def say(amount: str, total: str, parts: list[str]) -> str:
        return f"比例写{total}，{'÷'.join(parts)}得{amount}%，请核对"

    return _broken(indexed, "ratio", say)


@RULES.rule(
    "relation.part",
    severity="error",
    title="部分大于整体",
    explanation="“其中”之后的数字大于它所属的总数。核对两个数字和单位。",
    source="X04 N13 N17",
)
def find_parts(indexed: Indexed) -> Iterator[Finding]:
    """Parts greater than the whole."""

    def say(amount: str, total: str, parts: list[str]) -> str:
        return f"其中{'、'.join(parts)}大于总数{total}，请核对"

    return _broken(indexed, "part", say)


@RULES.rule(
    "relation.count",
    severity="error",
    title="列举个数与所写数字不符",
    explanation="文中写明的个数与后面逐一列出的个数不一致。核对是数字写错，还是列举有漏。",
    source="X04 N07 N08",
)
def find_counts(indexed: Indexed) -> Iterator[Finding]:
    """Enumerations that do not match their stated number."""

    def say(amount: str, total: str, parts: list[str]) -> str:
        return f"文中写{total}，逐一列出的是{amount}个，请核对"

    return _broken(indexed, "count", say)


def _broken(indexed: Indexed, kind: RelationKind, say: Callable[[str, str, list[str]], str]) -> Iterator[Finding]:
    quantities = indexed.report.quantities
    for relation in indexed.report.relations:
        if relation.kind == kind and not relation.holds:
            total = quantities[relation.total]
            parts = [quantities[part].text for part in relation.parts]
            message = f"{indexed.place_of(total.span[0])}{say(_amount(relation, total), total.text, parts)}"
            yield Finding(message, total.span)


def _amount(relation: Relation, total: Quantity) -> str:
    """The computed figure in the unit the total is printed in: money is kept in 元 and read in 万元 or 亿元."""
    if relation.kind != "sum":
        return relation.computed
    if total.kind != "money":
        return f"{relation.computed}{total.unit}"
    scale = next((word for word in ("亿", "万") if word in total.text), "")
    value = Decimal(relation.computed) / _SCALES[scale]
    return f"{value.normalize():f}{scale}元"
