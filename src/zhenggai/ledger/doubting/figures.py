"""Figures in force, equations and registers, as facts of the rules."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q
from django.utils.timezone import localdate

from zhenggai.domain.ledger_things import FigureFacts, RegisterFacts, RelationFacts
from zhenggai.ledger.models import Figure, Register, RegisterRow, Relation, RelationPart
from zhenggai.ledger.relating import figured

ROWS_AT_ONCE = 2000


def figures_of(wanted: Q) -> tuple[FigureFacts, ...]:
    """The figures in force, as they were stated."""
    rows = Figure.objects.filter(wanted, current=True).select_related("scope_version__term", "indicator")
    return tuple(_figure(row) for row in rows.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE))


def relations_of(wanted: Q) -> tuple[RelationFacts, ...]:
    """The equations, with what came of them last."""
    rows = list(Relation.objects.filter(wanted).order_by("pk"))
    parts: dict[int, list[int]] = defaultdict(list)
    stated = RelationPart.objects.filter(relation_id__in=[row.pk for row in rows]).order_by("relation_id", "position")
    for relation, figure in stated.values_list("relation_id", "figure_id"):
        parts[relation].append(figure)
    return tuple(
        RelationFacts(
            id=row.pk,
            kind=row.kind,  # type: ignore[arg-type]  # a constraint keeps it among the kinds
            total=row.total_id,
            parts=tuple(parts[row.pk]),
            task_id=row.task_id,
            problem_id=row.problem_id,
            holds=row.holds,
            stated=row.stated,
            computed=row.computed,
        )
        for row in rows
    )


def registers_of(wanted: Q) -> tuple[RegisterFacts, ...]:
    """The registers with the names in their rows."""
    rows = list(Register.objects.filter(wanted).order_by("pk"))
    names: dict[int, list[str]] = defaultdict(list)
    listed = RegisterRow.objects.filter(register_id__in=[row.pk for row in rows], vanished=False).exclude(name="")
    listed = listed.order_by("register_id", "position", "pk")
    for register, name in listed.values_list("register_id", "name").iterator(chunk_size=ROWS_AT_ONCE):
        names[register].append(name)
    return tuple(RegisterFacts(row.pk, row.task_id, row.name, row.row_unit, tuple(names[row.pk])) for row in rows)


def _figure(row: Figure) -> FigureFacts:
    counted = figured(row)
    return FigureFacts(
        id=row.pk,
        amount=counted.amount,
        scope=row.scope,
        term=counted.scope,
        task_id=row.task_id,
        measure_id=row.measure_id,
        problem_id=row.problem_id,
        indicator=row.indicator.name if row.indicator else "",
        source=row.source,
        origin=row.origin,
        since=row.since,
        until=row.until,
        entered_on=localdate(row.entered_at) if row.entered_at else None,
    )
