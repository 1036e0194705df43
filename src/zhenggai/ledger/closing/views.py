"""Tasks as the gate sees them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from zhenggai.domain.closing_facts import ClosingView, MeasureFact
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import LedgerState
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.closing.checks import Checks, checks_of
from zhenggai.ledger.closing.rows import GateRows, rows_of_tasks
from zhenggai.ledger.closing.works import Works, works_of
from zhenggai.ledger.models import Measure, Task
from zhenggai.ledger.planned import task_plan
from zhenggai.ledger.ruling import rules_of_found

Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Parts:
    """By the keys of tasks what a view is written from."""

    measures: Mapping[int, list[Measure]]
    titles: Mapping[int, list[str]]


def closing_view(task: Task, *, today: date) -> ClosingView:
    """One task as the gate sees it today."""
    return closing_views([task], today=today)[task.pk]


def closing_views(tasks: Iterable[Task], *, today: date) -> dict[int, ClosingView]:
    """Tasks as the gate sees them today, by their keys."""
    return views_among(rows_of_tasks([task.pk for task in tasks]), today=today)


def views_among(rows: GateRows, *, today: date) -> dict[int, ClosingView]:
    """The same, by their rows."""
    return _views(rows.found(), rows, today=today)


def view_of_found(task: Task, rows: GateRows, *, today: date) -> ClosingView:
    """One task as the gate sees it today, which was just found with its cycle and its rules, by its rows."""
    return _views([task], rows, today=today)[task.pk]


def _views(found: Sequence[Task], rows: GateRows, *, today: date) -> dict[int, ClosingView]:
    rules = {task.cycle_id: rules_of_found(task.cycle) for task in {task.cycle_id: task for task in found}.values()}
    works = works_of(found, rows, today=today)
    checks = checks_of(found, rows, today=today, rules={pk: one.closing for pk, one in rules.items()})
    parts = _parts(rows)
    return {
        task.pk: _view(task, parts, rules=rules[task.cycle_id], works=works, checks=checks, today=today)
        for task in found
    }


def _parts(rows: GateRows) -> Parts:
    """The measures of each task and the titles of its problems, in order."""
    measures: dict[int, list[Measure]] = defaultdict(list)
    titles: dict[int, list[str]] = defaultdict(list)
    known = {problem.pk: problem for problem in rows.problems}
    for measure in sorted(rows.measures, key=lambda one: one.position):
        measures[measure.task_id].append(measure)
    for answer in sorted(rows.answers, key=lambda one: known[one.problem_id].position):
        titles[answer.task_id].append(known[answer.problem_id].title)
    return Parts(measures, titles)


def _view(task: Task, parts: Parts, *, rules: Rules, works: Works, checks: Checks, today: date) -> ClosingView:
    state: LedgerState = task.state  # type: ignore[assignment]  # a constraint keeps it among the known ones
    return ClosingView(
        task_id=task.pk,
        number=task.number,
        name=f"{cite_problem(task.problem)} 任务 {task.number}",
        state=state,
        plan=task_plan(task),
        today=today,
        feedback=task.cycle.feedback_date,
        measures=tuple(_measure(measure, rules, works) for measure in parts.measures[task.pk]),
        targets=_of(works.targets, task),
        money=_of(works.money, task),
        rosters=checks.rosters(task.pk, _of(works.rosters, task)),
        institutions=_of(works.institutions, task),
        doubts=_of(works.doubts, task),
        visits=_of(checks.visits, task),
        verifiers=_of(checks.verifiers, task),
        stages=_of(checks.stages, task),
        reopened=checks.reopened.get(task.pk),
        drawn="高风险任务" if task.risk == "high" else checks.drawn.get(task.pk, ""),
        framed=task.pk in checks.framed,
        problems=tuple(parts.titles[task.pk]),
    )


def _measure(measure: Measure, rules: Rules, works: Works) -> MeasureFact:
    return MeasureFact(
        id=measure.pk,
        position=measure.position,
        text=measure.text,
        measure_class=measure.measure_class,
        class_name=rules.class_name(measure.measure_class),
        reports=works.reports.get(measure.pk, ()),
        evidence=works.evidence.get(measure.pk, ()),
    )


def _of(facts: Mapping[int, tuple[Fact, ...]], task: Task) -> tuple[Fact, ...]:
    return facts.get(task.pk, ())
