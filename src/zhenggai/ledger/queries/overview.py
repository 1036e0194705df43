"""The dashboard of a cycle: counts with their denominators, what is near, what is doubtful."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, get_args

from django.db.models import Count, Q, QuerySet, Sum

from zhenggai.domain.lights import Thresholds, light_of
from zhenggai.domain.promises import PROMISE_STATES, REMINDERS, light_of_promise
from zhenggai.domain.report import Declared, Severity
from zhenggai.domain.rights import Actor, demand, refused
from zhenggai.domain.roles import Act
from zhenggai.domain.states import CLOSED, STATE_NAMES, STATES
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.citing import CITED, cite_problem, cite_values
from zhenggai.ledger.models import Aspect, Cycle, Promise, Task
from zhenggai.ledger.periods.ending import left_until
from zhenggai.ledger.queries.filters import in_window
from zhenggai.ledger.queries.overview_counts import counts_beside, standing_doubts, tasks_by_day
from zhenggai.ledger.queries.rows import aspect_name, found_cycle, state_of, to_counted_cycle
from zhenggai.ledger.rating import rates_of_cycle
from zhenggai.ledger.ruling import rules_of_found
from zhenggai.ledger.shapes import (
    AspectCounts,
    ChartSeries,
    CycleRow,
    DeadlineRow,
    Overview,
    ProblemLink,
    PromiseRow,
)
from zhenggai.ledger.standing import whole_cycle

NEAREST = 10
MOST_LISTED = 100
SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "警告", "info": "提示"}


def overview(*, cycle_id: int, actor: Actor, today: date) -> Overview:
    """The dashboard of one cycle.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: unless the actor sees the whole cycle.
    """
    demand(actor, Act.READ_CYCLE)
    if not whole_cycle(actor, cycle_id):
        raise refused(actor, Act.READ_CYCLE)
    cycle = found_cycle(cycle_id=cycle_id, counted=True)
    row, rules = to_counted_cycle(cycle), rules_of_found(cycle)
    tasks = Task.objects.filter(cycle=cycle)
    groups = _groups(tasks, today=today)
    aspects = _aspects(cycle, groups)
    states = tuple(sum(aspect.states[place] for aspect in aspects) for place in range(len(STATES)))
    sums = {name: sum(group[name] for group in groups) for name in ("of_measures", "late", "undated", "without")}
    counts = counts_beside(cycle.pk)
    doubts: dict[Severity, int] = {severity: counts["doubts"].get(severity, 0) for severity in get_args(Severity)}
    promises = _promises(cycle, today=today, reminders=rules.ladder.before)
    rates = rates_of_cycle(cycle, explained=False)
    return Overview(
        cycle=row,
        declared=Declared(cycle.declared_aspects, cycle.declared_problems, cycle.declared_tasks),
        aspects=aspects,
        states=states,
        problems=row.problems,
        tasks=row.tasks,
        measures=sums["of_measures"],
        figures=sum(counts["figures"].values()),
        deadlines=_deadlines(tasks, today=today, lights=rules.lights),
        rates=rates,
        late=sums["late"],
        undated=sums["undated"],
        promises_beyond=promises,
        promises_undated=sum(counts["undated"].values()),
        doubts=doubts,
        standing=standing_doubts(cycle, counts),
        relations_held=counts["relations"].get("held", 0),
        relations_broken=counts["relations"].get("broken", 0),
        without_quantity=_without_quantity(tasks),
        without_quantity_count=sums["without"],
        charts=_charts(row, aspects, states, doubts, promises),
        left=() if cycle.history else left_until(cycle, rates, tasks_by_day(counts), today=today),
        timeline=list_timeline(subjects=(Subject("draft", cycle.draft_id),), cycle=cycle_id, limit=8),
    )


def promise_row(promise: Promise, *, today: date, reminders: tuple[int, ...] = REMINDERS) -> PromiseRow:
    """The row of a promise that was loaded with its problem."""
    return PromiseRow(
        id=promise.pk,
        text=promise.text,
        due=promise.due,
        due_text=promise.due_text or None,
        problem_id=promise.problem_id,
        problem_title=promise.problem.title if promise.problem else None,
        days_left=(promise.due - today).days if promise.due else None,
        state_name=PROMISE_STATES[promise.state],
        light=light_of_promise(state=promise.state, due=promise.due, today=today, reminders=reminders),
    )


def _groups(tasks: QuerySet[Task], *, today: date) -> list[dict[str, Any]]:
    """Tasks by aspect and state, with what else is added up over them."""
    groups = tasks.order_by().values("aspect_id", "state")
    return [
        dict(group)
        for group in groups.annotate(
            number=Count("pk"),
            of_measures=Sum("measures_count", default=0),
            late=Count("pk", filter=in_window("late", today=today)),
            undated=Count("pk", filter=in_window("undated", today=today)),
            without=Count("pk", filter=Q(figures_count=0)),
        )
    ]


def _aspects(cycle: Cycle, groups: list[dict[str, Any]]) -> tuple[AspectCounts, ...]:
    counts: Counter[tuple[int, str]] = Counter()
    for group in groups:
        counts[group["aspect_id"], group["state"]] = group["number"]
    return tuple(
        AspectCounts(
            aspect_id=aspect.pk,
            name=aspect_name(aspect),
            states=(states := tuple(counts[aspect.pk, state] for state in STATES)),
            total=sum(states),
        )
        for aspect in Aspect.objects.filter(cycle=cycle).order_by("position")
    )


def _deadlines(tasks: QuerySet[Task], *, today: date, lights: Thresholds) -> tuple[DeadlineRow, ...]:
    nearest = tasks.filter(deadline__isnull=False).exclude(state__in=CLOSED).select_related("problem", "aspect")
    return tuple(
        DeadlineRow(
            task_id=task.pk,
            problem_id=task.problem_id,
            number=cite_problem(task.problem),
            title=task.problem.title,
            deadline=task.deadline,
            days_left=(task.deadline - today).days,
            unit=task.unit_name,
            light=light_of(state=state_of(task), deadline=task.deadline, today=today, thresholds=lights),
        )
        for task in nearest.select_related("problem__aspect").order_by("deadline_rank", "position")[:NEAREST]
        if task.deadline
    )


def _promises(cycle: Cycle, *, today: date, reminders: tuple[int, ...]) -> tuple[PromiseRow, ...]:
    dated = Promise.objects.filter(cycle=cycle, due__isnull=False).select_related("problem")
    beyond = dated.filter(due__gt=cycle.published) if cycle.published else dated
    return tuple(
        promise_row(promise, today=today, reminders=reminders) for promise in beyond.order_by("due", "pk")[:MOST_LISTED]
    )


def _without_quantity(tasks: QuerySet[Task]) -> tuple[ProblemLink, ...]:
    bare = tasks.filter(figures_count=0).order_by("position")
    rows = bare.values_list("problem_id", "problem__title", *(f"problem__{name}" for name in CITED))[:MOST_LISTED]
    return tuple(ProblemLink(pk, cite_values(cited), title) for pk, title, *cited in rows)


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
