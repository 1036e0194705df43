"""Rows of figures and equations, as the pages of a problem and of a task both show them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Prefetch, QuerySet

from zhenggai.domain.quantities.amounts import WrongAmount, parse_amount
from zhenggai.domain.relations import EQUATION_NAMES, worded
from zhenggai.domain.relations.equations import Kind
from zhenggai.ledger.models import Figure, Relation, RelationPart
from zhenggai.ledger.shapes.problems import FigureRow, RelationRow

SOURCE_NAMES: dict[str, str] = {"text": "原文", "typed": "填报", "indicator": "指标读数", "register": "明细清单"}
MARKS: dict[bool | None, str] = {True: "✔", False: "✘", None: "？"}


def with_scope(figures: QuerySet[Figure]) -> QuerySet[Figure]:
    """Figures with all that their rows need, in the order in which they came to be."""
    found = figures.select_related("scope_version__term").annotate(measure_place=F("measure__position"))
    return found.order_by("pk")


def with_figures(relations: QuerySet[Relation]) -> QuerySet[Relation]:
    """Equations with all that their rows need, in the order in which they came to be."""
    parts = RelationPart.objects.select_related("figure__scope_version__term").order_by("position")
    found = relations.select_related("total__scope_version__term", "doubt")
    return found.prefetch_related(Prefetch("parts", parts)).order_by("pk")


def figure_row(figure: Figure, *, broken: bool = False, superseded: Iterable[FigureRow] = ()) -> FigureRow:
    """The row of a figure that was loaded `with_scope`."""
    version = figure.scope_version
    span = (figure.first, figure.last) if figure.first is not None and figure.last is not None else None
    return FigureRow(
        id=figure.pk,
        text=figure.text,
        value=figure.value,
        unit=figure.unit,
        kind=figure.kind,
        approximate=figure.approximate,
        bound=figure.bound or None,  # type: ignore[arg-type]  # a constraint keeps it to min and max
        scope=figure.scope,
        measure=getattr(figure, "measure_place", None),
        span=span,
        source=figure.source,
        source_name=SOURCE_NAMES[figure.source],
        origin=figure.origin,
        term=f"{version.term.name}（{version.number}）" if version else "",
        definition=version.definition if version else "",
        since=figure.since,
        until=figure.until,
        task_id=figure.task_id,
        entered_by=figure.entered_by,
        entered_at=figure.entered_at,
        word=_word(figure),
        broken=broken,
        superseded=tuple(superseded),
    )


def _word(figure: Figure) -> str:
    """The unit as it is printed, such as 万元."""
    try:
        return parse_amount(figure.text).word
    except WrongAmount:
        return figure.unit


def relation_row(relation: Relation) -> RelationRow:
    """The row of an equation that was loaded `with_figures`."""
    parts = [part.figure for part in relation.parts.all()]
    kind: Kind = relation.kind  # type: ignore[assignment]  # a constraint keeps it among the kinds
    doubt = getattr(relation, "doubt", None)
    return RelationRow(
        id=relation.pk,
        kind=kind,
        kind_name=EQUATION_NAMES[kind],
        wording=_wording(kind, relation.total.text, [part.text for part in parts], relation.computed),
        stated=relation.stated,
        computed=relation.computed,
        holds=relation.holds,
        mark=MARKS[relation.holds],
        figure_ids=(relation.total_id, *(part.pk for part in parts)),
        task_id=relation.task_id,
        figures=(figure_row(relation.total), *(figure_row(part) for part in parts)),
        doubt=doubt.message if doubt else "",
    )


def _wording(kind: Kind, total: str, parts: list[str], computed: str) -> str:
    return f"{total} = 列举 {computed}" if kind == "count" else worded(kind, total, parts)
