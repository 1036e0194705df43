"""Whether numbers hold against each other: equations, slips of the point, two words for one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from zhenggai.checking.on_ledger.looking import (
    named,
    of_figure,
    places_of,
)
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Place, Values, key_of
from zhenggai.domain.ledger_facts import CycleFacts, FigureFacts, RelationFacts
from zhenggai.domain.quantities.amounts import Amount
from zhenggai.domain.quantities.conversion import convert, convertible, dimension_of
from zhenggai.domain.quantities.tolerance import Tolerance, meant, printed_as
from zhenggai.domain.relations import EQUATION_NAMES, EQUATIONS, Figured, Verdict, evaluate

Parts = Sequence[FigureFacts]
_BASES = {"money": "元", "area": "平方米", "length": "米", "mass": "公斤", "volume": "立方米", "ratio": "1"}
# What a figure may be wrong by when a decimal point or a unit slipped.
_SLIPS: dict[int, str] = {
    10: "差 10 倍，像是小数点错了一位",
    100: "差 100 倍，像是小数点错了两位，或百分数没有换算",
    1_000: "差 1000 倍，像是小数点或千、元写错",
    10_000: "差 1 万倍，像是元和万元、万元和亿元写混",
}


@LEDGER_RULES.rule(
    "ledger.equation",
    source="X04",
    severity="blocking",
    title="数字打架：等式不成立",
    explanation="合计、相减、比例、其中、增长、单位换算这些等式，按所写数字的精度算不出来，或者百分比与百分点混用、单位不能换算。核对每个数字，改正后再报。",
    innocent="“约”“余”按本轮设置的容差算；仍不成立的，多半是哪个数写错了。",
)
def find_broken_equations(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Equations that do not come out, within what their figures may mean."""
    names = {task.id: task.name for task in facts.tasks}
    for relation, total, parts in relations_of(facts):
        verdict = verdict_of(relation, total, parts, tolerance=facts.tolerance)
        if verdict is not None and verdict.rule.startswith("X04"):
            yield of_relation(relation, total, parts, verdict, name=names.get(relation.task_id or 0, ""))


def relations_of(facts: CycleFacts) -> Iterator[tuple[RelationFacts, FigureFacts, Parts]]:
    """The equations of which every figure is known and that have as many as their kind takes."""
    figures = {figure.id: figure for figure in facts.figures}
    for relation in facts.relations:
        parts = [figures[part] for part in relation.parts if part in figures]
        equation = EQUATIONS.get(relation.kind)
        enough = equation is None or equation.least <= len(parts) <= equation.most
        if relation.total in figures and len(parts) == len(relation.parts) and enough:
            yield relation, figures[relation.total], parts


def verdict_of(relation: RelationFacts, total: FigureFacts, parts: Parts, *, tolerance: Tolerance) -> Verdict | None:
    """What comes of an equation today; None for a list that the text itself went through rightly."""
    if relation.kind == "count":
        if relation.holds is not False:
            return None
        said = f"写{relation.stated or total.amount.text}，逐一列出的是{relation.computed}，请核对"
        return Verdict(False, relation.stated, relation.computed, said, "X04-count")
    return evaluate(relation.kind, _figured(total), [_figured(part) for part in parts], tolerance=tolerance)


def of_relation(
    relation: RelationFacts, total: FigureFacts, parts: Parts, verdict: Verdict, *, name: str
) -> LedgerFinding:
    """What a verdict says of an equation, as a finding."""
    words = f"{EQUATION_NAMES[relation.kind]} {total.amount.text}"
    return LedgerFinding(
        relation.task_id,
        f"{name}{'的' if name else ''}{EQUATION_NAMES[relation.kind]}：{verdict.sentence}。",
        places_of([Place("relation", relation.id, words), *map(of_figure, [total, *parts])]),
        key_of(relation.id, verdict.rule, total.amount.text, *(part.amount.text for part in parts)),
    )


def _figured(figure: FigureFacts) -> Figured:
    return Figured(figure.amount, scope=figure.term, since=figure.since, until=figure.until)


@LEDGER_RULES.rule(
    "ledger.figures_slip",
    source="X04",
    severity="warning",
    title="数字打架：差 10、100、1000 倍",
    explanation="同一口径的两个数正好差 10、100、1000 或 1 万倍，或者数字一样而单位不同（万元与亿元、亩与公顷、百分比与百分点）。多半是小数点或单位写错，核对原始材料。",
    innocent="两期之间确实翻了 10 倍，说明即可。",
)
def find_slips(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Figures of one scope that differ by a slip of the decimal point or of the unit."""
    names = {task.id: task.name for task in facts.tasks}
    for figures in _by_scope(facts.figures).values():
        ordered = sorted(figures, key=lambda one: (one.until or date.min, one.id))
        for one, other in pairwise(ordered):
            slip = _slip(one, other)
            if slip:
                yield _between((one, other), slip, names)


@LEDGER_RULES.rule(
    "ledger.figures_differ",
    source="X04",
    severity="warning",
    title="数字打架：同一个数说法不一",
    explanation="同一指标、同一截止日（或统计期），在不同的任务、报告里写得不一样，超出了约数的容差。核对用哪一个，其余的更正；口径不同的，在口径字典里分开。",
    innocent="口径其实不同，写清口径即可。",
)
def find_differing(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Figures of one scope and one time that cannot mean the same."""
    names = {task.id: task.name for task in facts.tasks}
    for figures in _by_scope(facts.figures).values():
        at: dict[tuple[object, ...], list[FigureFacts]] = defaultdict(list)
        for figure in figures:
            if figure.until:
                at[figure.since, figure.until, dimension_of(figure.amount.unit)].append(figure)
        for same in at.values():
            apart = _apart(same, facts.tolerance)
            if len(apart) > 1:
                yield _between(apart, "写得不一样", names)


def _by_scope(figures: Iterable[FigureFacts]) -> dict[str, list[FigureFacts]]:
    """Figures that say of themselves that they count the same."""
    found: dict[str, list[FigureFacts]] = defaultdict(list)
    for figure in figures:
        name = figure.indicator or (figure.term.term if figure.term else "") or figure.scope
        if name.strip():
            found["".join(name.split())].append(figure)
    return {name: same for name, same in found.items() if len(same) > 1}


def _apart(same: Sequence[FigureFacts], tolerance: Tolerance) -> list[FigureFacts]:
    """From the lowest to the highest, each figure that cannot mean what the one before it does."""
    ordered = sorted(same, key=_size if len({figure.amount.unit for figure in same}) > 1 else _value)
    apart = ordered[:1]
    for figure in ordered[1:]:
        if not _agree(apart[-1].amount, figure.amount, tolerance) and not _slip(apart[-1], figure):
            apart.append(figure)
    return apart


def _value(figure: FigureFacts) -> tuple[Decimal, int]:
    return figure.amount.value, figure.id


def _size(figure: FigureFacts) -> tuple[Fraction, int]:
    """How large a figure is beside others of its dimension, whatever unit each is in."""
    amount = figure.amount
    base = _BASES.get(dimension_of(amount.unit), amount.unit)
    return convert(amount.value, amount.unit, base), figure.id


def _agree(one: Amount, other: Amount, tolerance: Tolerance) -> bool:
    exact = one.unit == other.unit and one.step == other.step and not one.mark and not other.mark
    if exact or (one.unit == other.unit and one.value == other.value):
        return one.value == other.value
    factor = convert(1, one.unit, other.unit)
    # Either may be printed shorter than the other: 38.6万元 and 386214元 agree.
    finer = Fraction(one.step) * factor <= Fraction(other.step)
    first, second = (meant, printed_as) if finer else (printed_as, meant)
    return first(one, tolerance).times(factor).meets(second(other, tolerance))


def _slip(one: FigureFacts, other: FigureFacts) -> str:
    """How a figure slipped against another one; nothing where it did not."""
    first, second = one.amount, other.amount
    if not first.value or not second.value or first.value < 0 or second.value < 0:
        return ""
    if {first.kind, second.kind} == {"ratio", "points"}:
        shown = {figure.kind: Fraction(figure.value) / Fraction(figure.scale) for figure in (first, second)}
        return "一处是百分比，一处是百分点，不能混用" if shown["ratio"] == shown["points"] else ""
    if first.unit != second.unit and not convertible(first.unit, second.unit):
        return ""
    value = first.value if first.unit == second.unit else convert(first.value, first.unit, second.unit)
    if Fraction(value) == Fraction(second.value):
        return ""
    digits = [amount.value / amount.scale for amount in (first, second)]
    if digits[0] == digits[1] != 1 and first.word != second.word:
        return "数字一样，单位不同"
    # Round numbers such as 1 and 10 or 200 and 2000 are no slip of anything.
    if len(first.value.normalize().as_tuple().digits) < 2:
        return ""
    times = Fraction(second.value) / Fraction(value)
    return _SLIPS.get(int(max(times, 1 / times)), "") if 1 in (times.numerator, times.denominator) else ""


def _between(figures: Sequence[FigureFacts], how: str, names: dict[int, str]) -> LedgerFinding:
    """What several figures of one scope have against each other."""

    def said(figure: FigureFacts) -> str:
        where = names.get(figure.task_id or 0, "文中" if figure.source == "text" else "")
        when = f"（截至 {figure.until}）" if figure.until else ""
        return f"{where}“{figure.scope or figure.indicator}”{figure.amount.text}{when}"

    task_id = next((figure.task_id for figure in reversed(figures) if figure.task_id is not None), None)
    return LedgerFinding(
        task_id,
        f"{named(map(said, figures))}{how}。请核对原始材料，改正写错的一处；口径不同的写清口径。",
        places_of(map(of_figure, figures)),
        key_of(*sorted(figure.id for figure in figures), *sorted(figure.amount.text for figure in figures)),
    )
