"""The part of an adoption that keeps figures, relations, promises and doubts; runs inside its transaction."""

from __future__ import annotations

from zhenggai.domain.placing import clause_before
from zhenggai.domain.report import Report
from zhenggai.domain.report_json import decimal_text
from zhenggai.ledger.models import Cycle, Doubt, Figure, Promise, Relation, RelationPart
from zhenggai.ledger.operations.problems import Adopted


def adopt_findings(cycle: Cycle, report: Report, adopted: Adopted) -> int:
    """Make the rows of what was read beside the outline, and return how many figures there are."""
    figures = _make_figures(cycle, report, adopted)
    _make_relations(cycle, report, figures)
    _make_promises(cycle, report, adopted)
    _make_doubts(cycle, report, adopted)
    return len(figures)


def _make_figures(cycle: Cycle, report: Report, adopted: Adopted) -> list[Figure]:
    return Figure.objects.bulk_create(
        Figure(
            cycle=cycle,
            problem_id=adopted.problem_at.find(quantity.span),
            measure_id=adopted.measure_at.find(quantity.span),
            position=place,
            text=quantity.text,
            value=decimal_text(quantity.value),
            unit=quantity.unit,
            kind=quantity.kind,
            approximate=quantity.approximate,
            bound=quantity.bound or "",
            scope=clause_before(report.text, quantity.span[0]),
            first=quantity.span[0],
            last=quantity.span[1],
        )
        for place, quantity in enumerate(report.quantities)
    )


def _make_relations(cycle: Cycle, report: Report, figures: list[Figure]) -> None:
    relations = Relation.objects.bulk_create(
        Relation(
            cycle=cycle,
            problem_id=figures[relation.total].problem_id,
            kind=relation.kind,
            total=figures[relation.total],
            holds=relation.holds,
            computed=relation.computed,
            stated=relation.stated,
        )
        for relation in report.relations
    )
    RelationPart.objects.bulk_create(
        RelationPart(relation=row, position=place, figure=figures[part])
        for row, relation in zip(relations, report.relations, strict=True)
        for place, part in enumerate(relation.parts)
    )


def _make_promises(cycle: Cycle, report: Report, adopted: Adopted) -> None:
    task_of = {task.problem_id: task.pk for task in adopted.tasks}
    Promise.objects.bulk_create(
        Promise(
            cycle=cycle,
            problem_id=(problem := adopted.problem_at.find(promise.span)),
            task_id=task_of.get(problem) if problem else None,
            text=promise.text,
            due=promise.due,
            due_text=promise.due_text or "",
            first=promise.span[0],
            last=promise.span[1],
        )
        for promise in report.given_promises
    )


def _make_doubts(cycle: Cycle, report: Report, adopted: Adopted) -> None:
    Doubt.objects.bulk_create(
        Doubt(
            cycle=cycle,
            problem_id=adopted.problem_at.find(doubt.span),
            rule=doubt.rule,
            severity=doubt.severity,
            message=doubt.message,
            first=doubt.span[0],
            last=doubt.span[1],
        )
        for doubt in report.doubts
    )
