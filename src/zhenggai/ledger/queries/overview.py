"""The dashboard of a cycle: counts with their denominators, what is near, what is doubtful."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import get_args

from zhenggai.domain.report import Declared, Severity
from zhenggai.domain.rights import Actor, demand, refused
from zhenggai.domain.roles import Act
from zhenggai.domain.states import STATE_NAMES, STATES
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.periods.ending import left_until
from zhenggai.ledger.queries.overview_counts import (
    aspects_counted,
    counts_of,
    rates_counted,
    standing_doubts,
    tasks_by_day,
)
from zhenggai.ledger.queries.overview_lists import nearest_deadlines, promises_beyond, without_quantity
from zhenggai.ledger.queries.rows import found_cycle, to_cycle_row
from zhenggai.ledger.ruling import rules_of_found
from zhenggai.ledger.shapes import AspectCounts, ChartSeries, CycleRow, Overview, PromiseRow
from zhenggai.ledger.standing import whole_cycle

SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "警告", "info": "提示"}


def overview(*, cycle_id: int, actor: Actor, today: date) -> Overview:
    """The dashboard of one cycle.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: unless the actor sees the whole cycle.
    """
    demand(actor, Act.READ_CYCLE)
    if not whole_cycle(actor, cycle_id):
        raise refused(actor, Act.READ_CYCLE)
    cycle = found_cycle(cycle_id=cycle_id)
    row, rules, counts = to_cycle_row(cycle), rules_of_found(cycle), counts_of(cycle_id, today=today)
    aspects, rates = aspects_counted(counts), rates_counted(cycle, counts)
    states = tuple(counts.by_state().values())
    doubts: dict[Severity, int] = {severity: counts.of("doubts").get(severity, 0) for severity in get_args(Severity)}
    promises = promises_beyond(cycle, today=today, reminders=rules.ladder.before)
    return Overview(
        cycle=row,
        declared=Declared(cycle.declared_aspects, cycle.declared_problems, cycle.declared_tasks),
        aspects=aspects,
        states=states,
        problems=counts.sum_of("problems"),
        tasks=sum(states),
        measures=sum(sums.measures for sums in counts.tasks),
        figures=counts.sum_of("figures"),
        deadlines=nearest_deadlines(cycle, today=today, lights=rules.lights),
        rates=rates,
        late=sum(sums.late for sums in counts.tasks),
        undated=sum(sums.undated for sums in counts.tasks),
        promises_beyond=promises,
        promises_undated=counts.sum_of("undated"),
        doubts=doubts,
        standing=standing_doubts(cycle, counts),
        relations_held=counts.of("relations").get("held", 0),
        relations_broken=counts.of("relations").get("broken", 0),
        without_quantity=without_quantity(cycle),
        without_quantity_count=sum(sums.without for sums in counts.tasks),
        charts=_charts(row, aspects, states, doubts, promises),
        left=() if cycle.history else left_until(cycle, rates, tasks_by_day(counts), today=today),
        timeline=list_timeline(subjects=(Subject("draft", cycle.draft_id),), cycle=cycle_id, limit=8),
    )


def _charts(
    row: CycleRow,
    aspects: tuple[AspectCounts, ...],
    states: tuple[int, ...],
    doubts: dict[Severity, int],
    promises: tuple[PromiseRow, ...],
) -> tuple[ChartSeries, ...]:
    years = Counter(promise.due.year for promise in promises if promise.due)
    return (
        ChartSeries("states", "任务按状态", "项", tuple(STATE_NAMES[state] for state in STATES), states),
        ChartSeries(
            "aspects",
            "任务按方面",
            "项",
            tuple(aspect.name for aspect in aspects),
            tuple(aspect.total for aspect in aspects),
        ),
        ChartSeries(
            "promises",
            "公开之后到期的承诺" if row.published else "有期限的承诺",
            "条",
            tuple(f"{year}年" for year in sorted(years)),
            tuple(years[year] for year in sorted(years)),
        ),
        ChartSeries(
            "doubts", "疑点按程度", "处", tuple(SEVERITY_NAMES[name] for name in doubts), tuple(doubts.values())
        ),
    )
