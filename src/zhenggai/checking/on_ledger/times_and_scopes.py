"""What a figure counts and when: periods that are not over or do not match, scopes that drift."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from zhenggai.checking.on_ledger.looking import asked_to_close, figures_by_task, named, of_figure, of_task, places_of
from zhenggai.checking.on_ledger.numbers import of_relation, relations_of, verdict_of
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Place, Threshold, Values, key_of
from zhenggai.domain.ledger_facts import CycleFacts, FigureFacts, RelationFacts, TaskFacts
from zhenggai.domain.relations import EQUATION_NAMES

# Words that narrow or widen what is counted.
_QUALIFIERS = re.compile(
    r"辖区内?|全区|全县|全市|全省|全域|规模以上|规上|限额以上|限上|户籍|常住|城镇|农村|区直|县直|市直|区级|县级|市级|累计|新增"
)
# A month more or less is no other length of a period.
_SAME_LENGTH_DAYS = 5
_SAME_THING = frozenset({"equal", "growth", "coverage", "part"})


@LEDGER_RULES.rule(
    "ledger.period_wrong",
    source="X26",
    severity="warning",
    title="统计期错位",
    explanation="统计期还没有结束就填了数，申请销号时用的数已经陈旧，或者等式里的数不是同一个统计期（如“上半年”减“前五月”、用不一样长的两期算增长）。换成同一时点的数，或改正起止日期。",
    innocent="只有旧数据可用，说明原因即可。",
    thresholds=(Threshold("days", "截止日距申请销号", "天", 90, 7, 3650),),
)
def find_wrong_periods(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Figures that came before their time was over or long after, and equations of different periods."""
    names = {task.id: task.name for task in facts.tasks}
    for figure in facts.figures:
        if figure.until and figure.entered_on and figure.until > figure.entered_on:
            yield LedgerFinding(
                figure.task_id,
                f"{names.get(figure.task_id or 0, '')}“{figure.scope}”{figure.amount.text}的统计期到 {figure.until} 才结束，"
                f"{figure.entered_on} 就填了数。请更正截止日，或等统计期结束再填。",
                (of_figure(figure),),
                key_of(figure.id, figure.until, figure.entered_on),
            )
    mine = figures_by_task(facts)
    for task in filter(asked_to_close, facts.tasks):
        yield from _stale(task, mine.get(task.id, []), days=int(values["days"]))
    for relation, total, parts in relations_of(facts):
        timed = relation.kind in _SAME_THING
        verdict = verdict_of(relation, total, parts, tolerance=facts.tolerance) if timed else None
        name = names.get(relation.task_id or 0, "")
        if verdict is not None and verdict.rule.startswith("X26"):
            yield of_relation(relation, total, parts, verdict, name=name)
        elif _mixes_periods(relation, total, parts):
            shown = "、".join(f"{figure.amount.text}（{_period(figure)}）" for figure in (total, *parts))
            yield LedgerFinding(
                relation.task_id,
                f"{name}{EQUATION_NAMES[relation.kind]}等式里的数不是同一个统计期：{shown}。请换成同一时期的数再算。",
                places_of([_of_equation(relation, total), *map(of_figure, [total, *parts])]),
                key_of(relation.id, "period", *(_period(figure) for figure in (total, *parts))),
            )


def _stale(task: TaskFacts, figures: Sequence[FigureFacts], *, days: int) -> Iterator[LedgerFinding]:
    """The newest figure of each scope, where it is older than the application by more than so many days."""
    if not task.closings:
        return
    asked = task.closings[-1].applied_at.date()
    newest: dict[str, FigureFacts] = {}
    for figure in figures:
        name = figure.indicator or figure.scope
        if figure.until and (name not in newest or figure.until > (newest[name].until or figure.until)):
            newest[name] = figure
    for figure in newest.values():
        if figure.until and asked - figure.until > timedelta(days=days):
            yield LedgerFinding(
                task.id,
                f"{task.name}“{figure.scope or figure.indicator}”{figure.amount.text}截至 {figure.until}，"
                f"距申请销号 {asked} 已 {(asked - figure.until).days} 天。请换成最近的数，没有的说明原因。",
                (of_task(task), of_figure(figure)),
                key_of(task.id, figure.id, asked),
            )


def _mixes_periods(relation: RelationFacts, total: FigureFacts, parts: Sequence[FigureFacts]) -> bool:
    """Whether an equation takes figures together whose periods do not belong together."""
    if relation.kind == "growth":
        lengths = [days for part in parts if (days := _days(part)) is not None]
        return len(lengths) == len(parts) and max(lengths) - min(lengths) > _SAME_LENGTH_DAYS
    if relation.kind == "difference":
        return _takes_from_another_period(total, parts)
    if relation.kind not in {"sum", "ratio"} or len({figure.until for figure in parts if figure.until}) < 2:
        return False
    return relation.kind == "ratio" or not _follow_each_other(parts)


def _takes_from_another_period(total: FigureFacts, parts: Sequence[FigureFacts]) -> bool:
    """Whether one period is taken from another one and the result is not said to be what is left of the longer."""
    first, second = parts[0], parts[-1]
    # What stood on two days may differ by anything; only periods have lengths.
    if not (first.since and second.since and first.until and second.until):
        return False
    if (first.since, first.until) == (second.since, second.until):
        return False
    rest = (second.until + timedelta(days=1), first.until)
    return first.since != second.since or (total.since, total.until) != rest


def _follow_each_other(parts: Sequence[FigureFacts]) -> bool:
    """Whether periods lie one after the other without a gap, as quarters of a year do."""
    dated = sorted((part.since, part.until) for part in parts if part.since and part.until)
    following = (before[1] + timedelta(days=1) == after[0] for before, after in pairwise(dated))
    return len(dated) == len(parts) and all(following)


def _days(figure: FigureFacts) -> int | None:
    return (figure.until - figure.since).days if figure.since and figure.until else None


def _period(figure: FigureFacts) -> str:
    if not figure.until:
        return "未写时间"
    return f"{figure.since} 至 {figure.until}" if figure.since else f"截至 {figure.until}"


def _of_equation(relation: RelationFacts, total: FigureFacts) -> Place:
    return Place("relation", relation.id, f"{EQUATION_NAMES[relation.kind]} {total.amount.text}")


@LEDGER_RULES.rule(
    "ledger.scope_drift",
    source="X27",
    severity="warning",
    title="口径漂移",
    explanation="同名指标前后用了口径字典的两个版本，或者放在一起比的数限定词不同（辖区、全区、规上、累计、新增等）。统一口径后重新填；确实换了口径的，写明从哪天起换、为什么。",
    innocent="上级统计制度改了口径，写明依据即可。",
)
def find_drifting_scopes(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """One name for two scopes: another version of a term, or another word that narrows it."""
    names = {task.id: task.name for task in facts.tasks}
    for relation, total, parts in relations_of(facts):
        scoped = any(figure.term for figure in (total, *parts))
        verdict = verdict_of(relation, total, parts, tolerance=facts.tolerance) if scoped else None
        name = names.get(relation.task_id or 0, "")
        if verdict is not None and verdict.rule.startswith("X27"):
            yield of_relation(relation, total, parts, verdict, name=name)
        elif relation.kind in _SAME_THING and _qualified([total, *parts]):
            yield _differently([total, *parts], relation.task_id, name, _of_equation(relation, total))
    series: dict[tuple[int | None, str], list[FigureFacts]] = defaultdict(list)
    terms: dict[str, list[FigureFacts]] = defaultdict(list)
    for figure in facts.figures:
        if figure.indicator:
            series[figure.task_id, figure.indicator].append(figure)
        if figure.term:
            terms[figure.term.term].append(figure)
    for (task_id, _), readings in series.items():
        if _qualified(readings):
            yield _differently(readings, task_id, names.get(task_id or 0, ""))
    for term, figures in terms.items():
        yield from _versions(term, figures)


def _versions(term: str, figures: Sequence[FigureFacts]) -> Iterator[LedgerFinding]:
    """One finding for each term of which several versions are in use."""
    first = {figure.term.version: figure for figure in reversed(figures) if figure.term}
    if len(first) < 2:
        return
    shown = "、".join(f"第 {version} 版（{first[version].amount.text}）" for version in sorted(first))
    yield LedgerFinding(
        None,
        f"口径“{term}”同时用着 {len(first)} 个版本：{shown}。请统一到现行版本，或写明从哪天起换了口径。",
        places_of(of_figure(first[version]) for version in sorted(first)),
        key_of(term, *sorted(first)),
    )


def _qualified(figures: Sequence[FigureFacts]) -> bool:
    """Whether figures that count the same thing narrow it by different words."""
    said = [figure for figure in figures if figure.scope]
    bare = {_QUALIFIERS.sub("", figure.scope) for figure in said}
    return len(bare) == 1 and len({tuple(_QUALIFIERS.findall(figure.scope)) for figure in said}) > 1


def _differently(
    figures: Sequence[FigureFacts], task_id: int | None, name: str, place: Place | None = None
) -> LedgerFinding:
    scopes = named(f"“{figure.scope}”" for figure in figures if figure.scope)
    return LedgerFinding(
        task_id,
        f"{name}放在一起比的数口径不同：{scopes}。请统一口径后重新填，或者分成两个指标。",
        places_of([*([place] if place else []), *map(of_figure, figures)]),
        key_of(task_id, scopes, *(figure.id for figure in figures)),
    )
