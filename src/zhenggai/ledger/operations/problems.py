"""The part of an adoption that makes aspects, problems, draft tasks and measures; runs inside its transaction."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from zhenggai.domain.outline import Outline, OutlineProblem
from zhenggai.domain.placing import Places
from zhenggai.domain.report import DateRange, Report, Span, State
from zhenggai.domain.states import kind_of_task
from zhenggai.domain.things import Charge, charge_of
from zhenggai.ledger.models import Aspect, Cycle, Measure, Problem, Task, TaskProblem
from zhenggai.ledger.search import index_tasks
from zhenggai.ledger.standing import keep_lead_units
from zhenggai.people.unit_finding import find_or_add_units

LONGEST_NAME = 200
LARGEST_NUMBER = 10**9


@dataclass(frozen=True, slots=True)
class Adopted:
    """The rows made, in the order of the outline, and the places that findings are hung on."""

    problems: list[Problem]
    tasks: list[Task]
    measures: list[Measure]
    problem_at: Places[int]
    measure_at: Places[int]


def adopt_problems(cycle: Cycle, outline: Outline, report: Report) -> Adopted:
    """Make the rows of an outline."""
    found = outline.problems()
    place_of = Places((piece, order) for order, problem in enumerate(found) for piece in problem.pieces)
    aspects = _make_aspects(cycle, outline)
    problems = _make_problems(cycle, outline, aspects)
    charges = [
        charge_of(problem, dates=dates) for problem, dates in zip(found, _dates(found, place_of, report), strict=True)
    ]
    counts = _Counts(
        figures=Counter(place_of.find(quantity.span) for quantity in report.quantities),
        doubts=Counter(place_of.find(doubt.span) for doubt in report.doubts),
    )
    tasks = _make_tasks(cycle, found, problems, charges, counts)
    measures = _make_measures(found, tasks)
    texts = ((task.pk, _passages(problem)) for task, problem in zip(tasks, found, strict=True))
    index_tasks(texts, cycle_id=cycle.pk)
    return Adopted(
        problems=problems,
        tasks=tasks,
        measures=measures,
        problem_at=Places(
            (piece, row.pk) for row, problem in zip(problems, found, strict=True) for piece in problem.pieces
        ),
        measure_at=Places(_measure_places(found, measures)),
    )


def storable(number: int | None) -> int | None:
    """The number, or None where a database could not hold it and no clerk would call it one."""
    return number if number is None or number <= LARGEST_NUMBER else None


@dataclass(frozen=True, slots=True)
class _Counts:
    figures: Counter[int | None]
    doubts: Counter[int | None]


def _make_aspects(cycle: Cycle, outline: Outline) -> list[Aspect]:
    return Aspect.objects.bulk_create(
        Aspect(
            cycle=cycle,
            position=place,
            label=section.label or "",
            title=section.title or "",
            first=section.span[0] if section.span else None,
            last=section.span[1] if section.span else None,
        )
        for place, section in enumerate(outline.sections, start=1)
    )


def _make_problems(cycle: Cycle, outline: Outline, aspects: list[Aspect]) -> list[Problem]:
    placed = (
        (aspect, problem)
        for aspect, section in zip(aspects, outline.sections, strict=True)
        for problem in section.problems
    )
    return Problem.objects.bulk_create(
        Problem(
            cycle=cycle,
            aspect=aspect,
            position=place,
            number=storable(problem.number),
            label=problem.label or "",
            title=problem.title,
            description=problem.description or "",
            parent=problem.parent or "",
            responsible=json.dumps(problem.responsible, ensure_ascii=False),
            extra=json.dumps(problem.extra, ensure_ascii=False),
            first=problem.span[0] if problem.span else None,
            last=problem.span[1] if problem.span else None,
            pieces=json.dumps(problem.pieces),
        )
        for place, (aspect, problem) in enumerate(placed, start=1)
    )


def _make_tasks(
    cycle: Cycle, found: Iterable[OutlineProblem], problems: list[Problem], charges: list[Charge], counts: _Counts
) -> list[Task]:
    units = find_or_add_units(charge.unit[:LONGEST_NAME] for charge in charges if charge.unit)
    tasks = Task.objects.bulk_create(
        Task(
            cycle=cycle,
            aspect=row.aspect,
            problem=row,
            position=row.position,
            number=row.position,
            aspect_position=row.aspect.position,
            kind=_kind(charge, problem.state),
            state=problem.state or ("ongoing" if cycle.history else "not_started"),
            leader=charge.leader[:LONGEST_NAME],
            unit_id=units.get(charge.unit[:LONGEST_NAME]),
            unit_name=charge.unit[:LONGEST_NAME],
            deadline=charge.deadline,
            deadline_text=charge.deadline_text,
            measures_count=len(problem.measures),
            figures_count=counts.figures[order],
            doubts_count=counts.doubts[order],
        )
        for order, (problem, row, charge) in enumerate(zip(found, problems, charges, strict=True))
    )
    TaskProblem.objects.bulk_create(TaskProblem(task=task, problem=task.problem) for task in tasks)
    keep_lead_units(tasks)
    return tasks


def _kind(charge: Charge, state: State | None) -> str:
    return kind_of_task(deadline_text=charge.deadline_text, state=state, dated=charge.deadline is not None)


def _make_measures(found: Iterable[OutlineProblem], tasks: list[Task]) -> list[Measure]:
    return Measure.objects.bulk_create(
        Measure(
            task=task,
            position=place,
            marker=measure.marker or "",
            text=measure.text,
            first=measure.span[0] if measure.span else None,
            last=measure.span[1] if measure.span else None,
        )
        for task, problem in zip(tasks, found, strict=True)
        for place, measure in enumerate(problem.measures, start=1)
    )


def _measure_places(found: Iterable[OutlineProblem], rows: list[Measure]) -> list[tuple[Span, int]]:
    measures = [measure for problem in found for measure in problem.measures]
    return [(measure.span, row.pk) for measure, row in zip(measures, rows, strict=True) if measure.span]


def _dates(found: tuple[OutlineProblem, ...], place_of: Places[int], report: Report) -> list[list[DateRange]]:
    dates: list[list[DateRange]] = [[] for _ in found]
    for day in report.dates:
        order = place_of.find(day.span)
        if order is not None:
            dates[order].append(day)
    return dates


def _passages(problem: OutlineProblem) -> list[str]:
    facts = [f"{name} {text}" for name, text in problem.extra]
    return [problem.title, problem.description or "", *(measure.text for measure in problem.measures), *facts]
