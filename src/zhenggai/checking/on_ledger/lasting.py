"""Work that goes on and on: long-term without stages, reports that say the same again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from zhenggai.checking.on_ledger.looking import (
    named,
    of_cycle,
    of_measure,
    of_report,
    of_task,
    places_of,
    short,
)
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Threshold, Values, key_of
from zhenggai.domain.alike import same_as_before
from zhenggai.domain.closing_facts import MeasureFact
from zhenggai.domain.days import months_after
from zhenggai.domain.ledger_facts import CycleFacts, TaskFacts, ToldFacts

_FEWEST_LONG_TERM = 5


@LEDGER_RULES.rule(
    "ledger.endless",
    source="X14",
    severity="warning",
    title="长期整改成避风港",
    explanation="长期坚持的任务没有阶段目标，阶段长过本轮设置的月数，阶段到期没有验收，连续两次报告没有量化进展；或者长期任务占比过高。补上一年以内的阶段目标，逐段验收。",
    innocent="确实要几年才能见效的，也要分阶段。",
    thresholds=(
        Threshold("reports", "没有量化进展的连续报告", "次", 2, 2, 12),
        Threshold("percent", "长期任务占比", "%", 30, 5, 100),
    ),
    alone=True,
)
def find_endless(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Long-term work without stages or movement, and too much of it."""
    # Only what was decided to be long-term goes by stages; what is planned so has no last day either.
    lasting = [task for task in facts.tasks if task.view.state == "long_term" or _planned_long(task)]
    for task in lasting:
        for sentence, parts in _stages(facts, task):
            yield LedgerFinding(task.id, f"{task.name}{sentence}", (of_task(task),), key_of(task.id, *parts))
        yield from _no_movement(task, reports=int(values["reports"]))
    if facts.whole and len(lasting) >= _FEWEST_LONG_TERM and len(lasting) * 100 > len(facts.tasks) * values["percent"]:
        yield LedgerFinding(
            None,
            f"{len(facts.tasks)} 项任务中有 {len(lasting)} 项列为长期坚持，超过 {values['percent']}%："
            f"{named(task.name for task in lasting)}。请核对有没有本该限期办完的。",
            places_of([of_cycle(facts), *map(of_task, lasting)]),
            key_of(facts.id, *sorted(task.id for task in lasting)),
        )


def _planned_long(task: TaskFacts) -> bool:
    return task.view.plan.kind == "long_term" and task.view.state in {"not_started", "ongoing"}


def _stages(facts: CycleFacts, task: TaskFacts) -> Iterator[tuple[str, tuple[object, ...]]]:
    stages, months = task.view.stages, facts.closing.stage_months
    if not stages:
        # A plan with a last day within reach needs no stages before it.
        end, begun = task.view.plan.deadline, facts.feedback or facts.today
        if end is None or end > months_after(begun, months):
            yield f"是长期坚持的任务，没有阶段目标。请定出每段不超过 {months} 个月的阶段目标。", ("none",)
        return
    before = _decided_on(task)
    for stage in stages:
        if before and stage.due > months_after(before, months):
            yield (
                f"的第 {stage.position} 个阶段到 {stage.due} 才到期，超过 {months} 个月。请再分细一些。",
                ("long", stage.position, stage.due),
            )
        if not stage.reached and stage.due < facts.today:
            yield (
                f"的第 {stage.position} 个阶段目标“{short(stage.target)}”{stage.due} 到期，还没有验收。请验收，或说明差在哪里。",
                ("late", stage.position, stage.due),
            )
        before = stage.due


def _decided_on(task: TaskFacts) -> date | None:
    """The day on which the task was turned into long-term work."""
    return next((one.ended_on for one in reversed(task.closings) if one.outcome == "long_term"), None)


def _no_movement(task: TaskFacts, *, reports: int) -> Iterator[LedgerFinding]:
    """Measures whose last reports bring no figure that the one before did not have."""
    told: dict[int, list[ToldFacts]] = defaultdict(list)
    for one in task.told:
        told[one.measure_id].append(one)
    for measure in task.view.measures:
        last = told[measure.id][-reports:]
        if len(last) < reports or last[-1].claims_done:
            continue
        earlier = told[measure.id][-reports - 1].told.figures if len(told[measure.id]) > reports else ()
        moved = any(set(one.told.figures) - set(earlier) for one in last)
        if not moved:
            yield LedgerFinding(
                task.id,
                f"{task.name}措施 {measure.position}连续 {reports} 次报告（{named(str(one.day) for one in last)}）没有量化进展。"
                "请写明做了多少、到了多少，没有进展的说明原因。",
                places_of([of_task(task), *(of_report(one.id, one.day) for one in last)]),
                key_of(measure.id, *(one.id for one in last)),
            )


@LEDGER_RULES.rule(
    "ledger.same_report",
    source="X19",
    severity="warning",
    title="雷同进度：照抄上期",
    explanation="同一措施相邻两次报告文字几乎一样、数字也没有变，是停滞（提示）；连着几次都这样，要督办（警告）。写新的进展；确实没有进展的，说明原因和下一步。",
    innocent="确实没有进展，已经说明原因的，只出现一次不报。",
    thresholds=(
        Threshold("likeness", "文字相似度高于", "", Decimal("0.9"), Decimal("0.5"), Decimal(1)),
        Threshold("runs", "连续几次要督办", "次", 2, 1, 12),
    ),
    slow=True,
)
def find_same_reports(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Measures whose newest reports say what the one before them said."""
    for task in facts.tasks:
        told: dict[int, list[ToldFacts]] = defaultdict(list)
        for one in task.told:
            told[one.measure_id].append(one)
        for measure in task.view.measures:
            yield from _copied(task, measure, told[measure.id], values)


def _copied(
    task: TaskFacts, measure: MeasureFact, told: Sequence[ToldFacts], values: Values
) -> Iterator[LedgerFinding]:
    run: list[ToldFacts] = []
    for before, now in pairwise(reversed(told)):
        likeness = same_as_before(now.told, before.told)
        if likeness.moved or likeness.measure <= values["likeness"]:
            break
        run.append(before)
    if not run or (len(run) == 1 and run[0].explained):
        return
    first = told[-len(run) - 1]
    urgent = len(run) >= values["runs"]
    yield LedgerFinding(
        task.id,
        f"{task.name}措施 {measure.position}的报告（{named(str(one.day) for one in reversed(run))}）与 {first.day} 的几乎一样，"
        f"数字也没有变，已连续 {len(run)} 次。{'请督办，查清停在哪里。' if urgent else '请写新的进展，没有进展的说明原因。'}",
        places_of([of_measure(measure), *(of_report(one.id, one.day) for one in (first, *reversed(run)))]),
        key_of(measure.id, *(one.id for one in run)),
        None if urgent else "info",
    )
