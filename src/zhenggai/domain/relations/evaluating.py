"""Computing an equation with intervals: what an approximate figure may mean goes through the whole of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from zhenggai.domain.quantities.amounts import Amount
from zhenggai.domain.quantities.conversion import convert, convertible
from zhenggai.domain.quantities.tolerance import PRESET_TOLERANCE, Interval, Tolerance, meant, point, printed_as
from zhenggai.domain.relations.equations import Kind, worded
from zhenggai.domain.relations.values import Figured, Verdict
from zhenggai.domain.report import Severity

Parts = Sequence[Figured]
Computed = tuple[Interval, Fraction]


class _Cannot(Exception):
    """Why an equation cannot be computed: the rule that says so, and the sentence."""

    def __init__(self, rule: str, sentence: str) -> None:
        super().__init__(sentence)
        self.rule, self.sentence = rule, sentence


def evaluate(kind: Kind, total: Figured, parts: Parts, *, tolerance: Tolerance = PRESET_TOLERANCE) -> Verdict:
    """Compute an equation of a kind that has figures; its `sentence` says what is wrong, if anything is."""
    stated, wording = total.amount.text, worded(kind, total.amount.text, [part.amount.text for part in parts])
    try:
        interval, value = _COMPUTE[kind](total.amount, parts, tolerance)
        _demand_comparable(kind, total, parts)
    except _Cannot as why:
        severity: Severity = "error" if why.rule.startswith("X04") else "warning"
        return Verdict(None, stated, "", f"{wording}：{why.sentence}", why.rule, severity)
    computed = _shown(kind, total.amount, value)
    if interval.meets(_claimed(kind, total.amount, tolerance)):
        return Verdict(True, stated, computed)
    sentence = _SENTENCES[kind].format(stated=stated, computed=computed, wording=wording)
    return Verdict(False, stated, computed, sentence, f"X{'17' if kind == 'coverage' else '04'}-{kind}")


def _sum(total: Amount, parts: Parts, tolerance: Tolerance) -> Computed:
    amounts = [_in_unit_of(total, part.amount, tolerance) for part in parts]
    interval, value = amounts[0]
    for more, further in amounts[1:]:
        interval, value = interval + more, value + further
    return interval, value


def _difference(total: Amount, parts: Parts, tolerance: Tolerance) -> Computed:
    if all(part.amount.kind == "ratio" for part in parts):
        return _points(total, parts, tolerance)
    first, *rest = [_in_unit_of(total, part.amount, tolerance) for part in parts]
    interval, value = first
    for less, lesser in rest:
        interval, value = interval + -less, value - lesser
    return interval, value


def _points(total: Amount, parts: Parts, tolerance: Tolerance) -> Computed:
    """Per cents take away from each other to percentage points, and to nothing else."""
    if total.kind != "points":
        raise _Cannot("X04-points", "百分比相减得到的是百分点，不是百分比，请改用百分点")
    interval, value = point(Fraction(0)), Fraction(0)
    for place, part in enumerate(parts):
        sign = 1 if place == 0 else -1
        inner = meant(part.amount, tolerance).times(Fraction(100))
        interval = interval + (inner if sign == 1 else -inner)
        value += sign * 100 * Fraction(part.amount.value)
    return interval, value


def _ratio(total: Amount, parts: Parts, tolerance: Tolerance) -> Computed:
    top, bottom = parts[0].amount, parts[1].amount
    if total.kind == "points":
        raise _Cannot("X04-points", "两个数相除得到百分比，不是百分点")
    if total.kind != "ratio":
        raise _Cannot("X04-unit", "比例要写成百分数或成数")
    return _quotient(top, bottom, tolerance)


def _growth(total: Amount, parts: Parts, tolerance: Tolerance) -> Computed:
    now, base = parts[0].amount, parts[1].amount
    if total.kind != "ratio":
        raise _Cannot("X04-points", "增长率是百分比，不是百分点")
    interval, value = _quotient(now, base, tolerance)
    return interval + point(Fraction(-1)), value - 1


def _quotient(top: Amount, bottom: Amount, tolerance: Tolerance) -> Computed:
    if bottom.value <= 0 or top.value < 0:
        raise _Cannot("X04-base", "分母（基期）应大于零")
    interval, value = _in_unit_of(bottom, top, tolerance)
    return interval.over(meant(bottom, tolerance)), value / Fraction(bottom.value)


def _part(total: Amount, parts: Parts, tolerance: Tolerance) -> Computed:
    """Of several parts the largest counts: each for itself is within the whole."""
    amounts = [_in_unit_of(total, part.amount, tolerance) for part in parts]
    interval, value = max(amounts, key=lambda pair: pair[1])
    return interval, value


def _equal(total: Amount, parts: Parts, tolerance: Tolerance) -> Computed:
    return _in_unit_of(total, parts[0].amount, tolerance)


def _in_unit_of(total: Amount, part: Amount, tolerance: Tolerance) -> Computed:
    if not convertible(part.unit, total.unit):
        if {part.kind, total.kind} == {"ratio", "points"}:
            raise _Cannot("X04-points", f"{part.text}和{total.text}一个是百分比、一个是百分点，不能混用")
        raise _Cannot("X04-unit", f"单位“{part.unit}”和“{total.unit}”不能换算")
    factor = convert(1, part.unit, total.unit)
    return meant(part, tolerance).times(factor), Fraction(part.value) * factor


def _claimed(kind: Kind, total: Amount, tolerance: Tolerance) -> Interval:
    """What the total says: as printed where it was computed, and at least its parts where it is a whole."""
    if kind == "part":
        return Interval(None, meant(total, tolerance).high)
    return meant(total, tolerance) if kind == "coverage" else printed_as(total, tolerance)


def _demand_comparable(kind: Kind, total: Figured, parts: Parts) -> None:
    """One version of a scope anywhere; one scope and one time where the equation means the same thing twice."""
    _demand_one_version([total, *parts])
    if kind not in _SAME_SCOPE:
        return
    for part in parts:
        if part.scope and total.scope and part.scope != total.scope:
            raise _Cannot("X27-scope", f"口径不同，不能直接比较：{total.scope}，{part.scope}")
        if part.until and total.until and (part.since, part.until) != (total.since, total.until):
            raise _Cannot("X26-period", f"统计时点不同，不能直接比较：{_time(total)}，{_time(part)}")


def _demand_one_version(figures: Parts) -> None:
    versions: dict[str, int] = {}
    for scope in (figured.scope for figured in figures if figured.scope):
        if versions.setdefault(scope.term, scope.version) != scope.version:
            first = versions[scope.term]
            raise _Cannot("X27-version", f"口径“{scope.term}”用了两个版本：第 {first} 版和第 {scope.version} 版")


def _time(figured: Figured) -> str:
    return f"{figured.since} 至 {figured.until}" if figured.since else f"截至 {figured.until}"


def _shown(kind: Kind, total: Amount, value: Fraction) -> str:
    if kind in {"ratio", "growth"} and total.word == "":
        return f"{float(value * 100):.2f}%"
    return total.printed(value)


_COMPUTE: dict[Kind, Callable[[Amount, Parts, Tolerance], Computed]] = {
    "sum": _sum,
    "difference": _difference,
    "ratio": _ratio,
    "part": _part,
    "growth": _growth,
    "equal": _equal,
    "conversion": _equal,
    "coverage": _equal,
}
_SAME_SCOPE = frozenset({"equal", "coverage", "part"})
_SENTENCES: dict[Kind, str] = {
    "sum": "合计写{stated}，各分项相加得{computed}，请核对",
    "difference": "差写{stated}，相减得{computed}，请核对",
    "ratio": "比例写{stated}，按分子分母算得{computed}，请核对",
    "part": "其中的{computed}大于总数{stated}，请核对",
    "growth": "增长写{stated}，按本期和基期算得{computed}，请核对",
    "equal": "同一个数一处写{stated}，另一处是{computed}，请核对",
    "conversion": "写{stated}，换算得{computed}，请核对",
    "coverage": "称全覆盖，应有{stated}，实有{computed}，请核对",
}
