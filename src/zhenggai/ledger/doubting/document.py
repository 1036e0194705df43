"""The doubts that reading and equations have raised, as findings beside those of the ledger's own rules."""

from __future__ import annotations

from collections.abc import Iterator

from zhenggai.checking.on_ledger.registry import Place
from zhenggai.domain.report import Severity
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.doubting.storing import Found
from zhenggai.ledger.models import Doubt, TaskProblem


def document_findings(cycle_id: int) -> Iterator[Found]:
    """What the document and the equations of a round are doubted for, in two queries."""
    answers = TaskProblem.objects.filter(task__cycle_id=cycle_id).order_by("-task_id")
    task_of = dict(answers.values_list("problem_id", "task_id"))
    rows = Doubt.objects.filter(cycle_id=cycle_id).select_related(
        "problem__aspect", "relation__task__problem__aspect", "relation__total"
    )
    for row in rows.order_by("pk").iterator(chunk_size=2000):
        yield _of_relation(row, task_of) if row.relation_id else _of_text(row, task_of)


def _of_text(row: Doubt, task_of: dict[int, int]) -> Found:
    place = Place("problem", row.problem.pk, cite_problem(row.problem)) if row.problem else None
    return Found(
        source="text",
        rule=row.rule,
        key=f"text/{row.pk}",
        severity=_severity(row),
        message=row.message,
        task_id=task_of.get(row.problem_id) if row.problem_id else None,
        places=(place,) if place else (),
    )


def _of_relation(row: Doubt, task_of: dict[int, int]) -> Found:
    relation = row.relation
    assert relation is not None
    task_id = relation.task_id or relation.total.task_id
    places = [Place("problem", row.problem.pk, cite_problem(row.problem))] if row.problem else []
    if relation.task is not None:
        places.insert(
            0, Place("figure", relation.task.pk, f"{cite_problem(relation.task.problem)} 任务 {relation.task.number}")
        )
    return Found(
        source="relation",
        rule=row.rule,
        key=f"relation/{relation.pk}",
        severity=_severity(row),
        message=row.message,
        task_id=task_id or (task_of.get(row.problem_id) if row.problem_id else None),
        places=tuple(places),
    )


def _severity(row: Doubt) -> Severity:
    severity: Severity = row.severity  # type: ignore[assignment]  # a constraint keeps it among the three
    return severity
