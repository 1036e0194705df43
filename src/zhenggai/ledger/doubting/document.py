"""The doubts that reading has raised about the document, as findings beside those of the ledger's own rules."""

from __future__ import annotations

from collections.abc import Iterator

from zhenggai.checking.on_ledger.registry import Place
from zhenggai.domain.report import Severity
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.doubting.storing import Found
from zhenggai.ledger.models import Doubt, TaskProblem

# Equations are looked at by a rule of the ledger, which knows the figures that were stated later, too.
EQUATIONS = "relation."
ROWS_AT_ONCE = 2000


def document_findings(cycle_id: int) -> Iterator[Found]:
    """What the document of a round is doubted for, in two queries."""
    answers = TaskProblem.objects.filter(task__cycle_id=cycle_id).order_by("-task_id")
    task_of = dict(answers.values_list("problem_id", "task_id"))
    rows = Doubt.objects.filter(cycle_id=cycle_id, relation=None).exclude(rule__startswith=EQUATIONS)
    for row in rows.select_related("problem__aspect").order_by("pk").iterator(chunk_size=ROWS_AT_ONCE):
        severity: Severity = row.severity  # type: ignore[assignment]  # a constraint keeps it among the three
        place = Place("problem", row.problem.pk, cite_problem(row.problem)) if row.problem else None
        yield Found(
            source="text",
            rule=row.rule,
            key=f"text/{row.pk}",
            severity=severity,
            message=row.message,
            task_id=task_of.get(row.problem_id) if row.problem_id else None,
            places=(place,) if place else (),
        )
