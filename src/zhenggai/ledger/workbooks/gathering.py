"""What the ledger says now, as the sheets of a workbook; what goes out and what is compared later are read by the same hand."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from zhenggai.domain.quantities.amounts import WrongAmount, printed_parts
from zhenggai.domain.states import CLOSED
from zhenggai.domain.workbooks.base import BaseSheet
from zhenggai.domain.workbooks.sheets import (
    EVIDENCE_SHEET,
    FIGURES_SHEET,
    PROGRESS_SHEET,
    SPARE,
    SheetKind,
    Values,
    for_tasks,
    register_sheet,
)
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Evidence, EvidenceUse, Figure, Measure, Progress, Register, RegisterRow, Task
from zhenggai.people.models import Unit, UnitName

Rows = dict[str, Values]


def measures_for(task_ids: Sequence[int], *, unit_id: int | None = None) -> list[Measure]:
    """The measures that a workbook lists: all of tasks that the unit leads, its own of those in which it takes part."""
    found = list(
        Measure.objects.filter(task_id__in=task_ids)
        .exclude(task__state__in=CLOSED)
        .select_related("task__problem__aspect", "task__unit")
        .order_by("task__position", "position")
    )
    if unit_id is None:
        return found
    names = unit_names_of(unit_id)
    own = {measure.task_id for measure in found if measure.unit_name in names}
    return [
        measure
        for measure in found
        if measure.task.unit_id == unit_id or measure.unit_name in names or measure.task_id not in own
    ]


def unit_names_of(unit_id: int) -> frozenset[str]:
    """All names of a unit."""
    known = UnitName.objects.filter(unit_id=unit_id).values_list("name", flat=True)
    return frozenset([*known, *Unit.objects.filter(pk=unit_id).values_list("name", flat=True)])


def gather(task_ids: Sequence[int], *, unit_id: int | None = None, registers: bool = True) -> tuple[BaseSheet, ...]:
    """Every sheet with its rows as they are now, without the empty ones."""
    measures = measures_for(task_ids, unit_id=unit_id)
    numbers = sorted({measure.task.number for measure in measures})
    open_ids = sorted({measure.task_id for measure in measures})
    return (
        BaseSheet(PROGRESS_SHEET, dict(_progress_rows(measures))),
        BaseSheet(for_tasks(FIGURES_SHEET, numbers), figure_rows(open_ids)),
        BaseSheet(for_tasks(EVIDENCE_SHEET, numbers), evidence_rows([measure.pk for measure in measures])),
        *(_register_sheets(open_ids) if registers else ()),
    )


def with_spare(sheet: BaseSheet) -> BaseSheet:
    """The sheet with empty rows for what is new."""
    spare: Rows = {f"{SPARE}{place}": {} for place in range(1, sheet.kind.spare + 1)}
    return BaseSheet(sheet.kind, {**sheet.rows, **spare})


def newest_reports(measure_ids: Iterable[int]) -> dict[int, Progress]:
    """The newest report on each measure that was neither returned nor corrected."""
    found: dict[int, Progress] = {}
    reports = Progress.objects.filter(measure_id__in=list(measure_ids), corrected_by=None)
    for report in reports.exclude(state="returned").order_by("-pk"):
        found.setdefault(report.measure_id, report)
    return found


def _progress_rows(measures: Sequence[Measure]) -> Iterator[tuple[str, Values]]:
    ids = [measure.pk for measure in measures]
    newest = newest_reports(ids)
    sent_back = Progress.objects.filter(measure_id__in=ids, corrected_by=None, state="returned").order_by("pk")
    returned = dict(sent_back.values_list("measure_id", "reason"))
    for measure in measures:
        yield f"m{measure.pk}", {**_plan_of(measure, returned.get(measure.pk, "")), **_told(newest.get(measure.pk))}


def _plan_of(measure: Measure, returned: str) -> dict[str, str]:
    task = measure.task
    count, last = measure.progress_count, measure.last_progress_on
    stands = f"已报 {count} 次，最近 {last}" if count and last else "还没有报过"
    due = measure.deadline or task.deadline
    return {
        "task": str(task.number),
        "problem": f"{cite_problem(task.problem)} {task.problem.title}",
        "target": task.target,
        "place": str(measure.position),
        "measure": measure.text,
        "unit": measure.unit_name or task.unit_name,
        "deadline": due.isoformat() if due else task.deadline_text,
        "stands": f"{stands}\n曾被退回：{returned}" if returned else stands,
    }


def _told(report: Progress | None) -> dict[str, str]:
    if report is None:
        return {}
    names = ("done", "result", "effect", "claims", "next_step", "phase", "explanation")
    return {"day": report.day.isoformat(), **{name: getattr(report, name) for name in names}}


def figure_rows(task_ids: Sequence[int]) -> Rows:
    """The figures that somebody stated, by the numbers they have now."""
    figures = Figure.objects.filter(task_id__in=task_ids, source="typed", current=True, indicator=None)
    return {
        f"f{figure.pk}": figure_values(figure)
        for figure in figures.select_related("task").order_by("task__position", "pk")
    }


def figure_values(figure: Figure) -> Values:
    """A figure as a row says it, in the digits and the unit in which it was printed."""
    try:
        digits, word, mark = printed_parts(figure.text)
    except WrongAmount:
        digits, word, mark = figure.text, "", ""
    return {
        "task": str(figure.task.number) if figure.task else "",
        "scope": figure.scope,
        "digits": digits,
        "word": word,
        "mark": mark,
        "since": _iso(figure.since),
        "until": _iso(figure.until),
        "origin": figure.origin,
    }


def evidence_rows(measure_ids: Sequence[int]) -> Rows:
    """The evidence of these measures, each file once, with the first measure that it proves."""
    uses = (
        EvidenceUse.objects.filter(measure_id__in=measure_ids, ended_at=None, evidence__withdrawn_at=None)
        .select_related("evidence", "measure__task")
        .order_by("evidence__task_number", "evidence__running", "measure__position")
    )
    found: Rows = {}
    for use in uses:
        evidence = use.evidence
        found.setdefault(
            f"e{evidence.pk}",
            {
                "number": evidence.number,
                "task": str(use.measure.task.number),
                "place": str(use.measure.position),
                **evidence_values(evidence),
            },
        )
    return found


def evidence_values(evidence: Evidence) -> Values:
    """What is said of a file."""
    return {
        "file": evidence.name,
        "kind": evidence.kind,
        "document": evidence.document_number,
        "dated": _iso(evidence.dated),
        "description": evidence.description,
    }


def _register_sheets(task_ids: Sequence[int]) -> Iterator[BaseSheet]:
    registers = Register.objects.filter(task_id__in=task_ids).exclude(mapping="").order_by("task__position", "pk")
    for register in registers:
        yield BaseSheet(sheet_of(register), register_rows(register))


def sheet_of(register: Register) -> SheetKind:
    """The sheet of a register that has rows."""
    mapping = json.loads(register.mapping)
    return register_sheet(
        register=register.pk,
        name=register.name,
        columns=tuple(json.loads(register.columns)),
        keys=tuple(mapping["keys"]),
        amounts=tuple(column for column, _unit in mapping["amounts"]),
    )


def register_rows(register: Register, *, only: Collection[str] | None = None) -> Rows:
    """The rows of a register that have not vanished, by their numbers; those of `only`, where that is said."""
    columns: list[str] = json.loads(register.columns)
    rows = RegisterRow.objects.filter(register=register, vanished=False).order_by("position", "pk")
    return {
        f"r{pk}": dict(zip(columns, json.loads(cells), strict=False))
        for pk, cells in rows.values_list("pk", "cells").iterator(chunk_size=5_000)
        if only is None or f"r{pk}" in only
    }


def open_tasks(task_ids: Iterable[int]) -> dict[int, Task]:
    """The tasks among these that are still worked on, by the numbers that people use."""
    tasks = Task.objects.filter(pk__in=list(task_ids)).exclude(state__in=CLOSED).select_related("problem__aspect")
    return {task.number: task for task in tasks}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
