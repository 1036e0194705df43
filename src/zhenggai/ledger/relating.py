"""Equations between figures as rows: computed again whenever a figure changes, with a doubt while one is broken.

Everything here is part of its caller's transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Prefetch, Q, QuerySet

from zhenggai.domain.quantities.amounts import amount_kept
from zhenggai.domain.quantities.tolerance import Tolerance
from zhenggai.domain.relations import Figured, Scope, Verdict, evaluate
from zhenggai.ledger.doubt_counts import moved_by_doubts
from zhenggai.ledger.models import Doubt, Figure, Relation, RelationPart, Task

WITH_PARTS = Prefetch("parts", RelationPart.objects.select_related("figure__scope_version__term").order_by("position"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of computing again: the sentences of equations newly broken, and those that hold again."""

    broken: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()

    def facts(self) -> dict[str, object]:
        """The same for the journal; nothing where nothing changed."""
        told = {"broken": "；".join(self.broken), "mended": "；".join(self.mended)}
        return {name: words for name, words in told.items() if words}


def figured(figure: Figure) -> Figured:
    """A figure that was loaded with its scope, as equations take it."""
    version = figure.scope_version
    amount = amount_kept(
        text=figure.text,
        value=Decimal(figure.value),
        unit=figure.unit,
        kind=figure.kind,  # type: ignore[arg-type]  # a constraint keeps it among the kinds
        approximate=figure.approximate,
        bound=figure.bound,  # type: ignore[arg-type]  # a constraint keeps it to min and max
    )
    return Figured(amount, Scope(version.term.name, version.number) if version else None, figure.since, figure.until)


def relations_with(figures: Iterable[Figure]) -> QuerySet[Relation]:
    """The equations that somebody stated in which one of these figures stands."""
    wanted = [figure.pk for figure in figures]
    found = Relation.objects.filter(Q(total__in=wanted) | Q(parts__figure__in=wanted), task__isnull=False)
    return found.distinct()


def relations_on_tasks(task_ids: Iterable[int]) -> QuerySet[Relation]:
    """The equations that the pages of these tasks show: their own, and those in which one of their figures stands."""
    wanted = list(task_ids)
    stated = Relation.objects.filter(task__isnull=False)
    # Each by an index of its own; a database would read every equation where one condition spans several tables.
    shown = (
        stated.filter(task__in=wanted)
        .values("pk")
        .union(
            stated.filter(total__task__in=wanted).values("pk"),
            stated.filter(parts__figure__task__in=wanted).values("pk"),
        )
    )
    return Relation.objects.filter(pk__in=shown)


def recompute(relations: QuerySet[Relation], *, tolerance: Tolerance) -> Outcome:
    """Compute equations again and keep their doubts and the counts of doubts in step."""
    found = list(
        Relation.objects.filter(pk__in=relations.values("pk"))
        .select_related("total__scope_version__term", "task")
        .prefetch_related(WITH_PARTS)
        .order_by("pk")
    )
    showing = {relation.pk: _showing(relation) for relation in found}
    before = dict(Doubt.objects.filter(relation__in=found).values_list("relation_id", "message"))
    broken = {relation.pk: message for relation in found if (message := _judge(relation, tolerance))}
    _step(showing, before=before.keys(), after=broken.keys())
    return Outcome(
        broken=tuple(message for pk, message in broken.items() if before.get(pk) != message),
        mended=tuple(message for pk, message in before.items() if pk not in broken),
    )


def forget(relation: Relation) -> None:
    """Take an equation away, and with it its doubt."""
    showing = {relation.pk: _showing(relation)}
    had = Doubt.objects.filter(relation=relation).exists()
    Doubt.objects.filter(relation=relation).delete()
    relation.delete()
    _step(showing, before=list(showing) if had else [], after=[])


def replace_figure(old: Figure, new: Figure) -> None:
    """Let a figure stand wherever the one that it supersedes stood."""
    Figure.objects.filter(pk=old.pk).update(current=False)
    Relation.objects.filter(total=old, task__isnull=False).update(total=new)
    RelationPart.objects.filter(figure=old, relation__task__isnull=False).update(figure=new)


def own_figures(task_id: int) -> int:
    """How many figures of a task were stated or computed, not read."""
    return Figure.objects.filter(task_id=task_id, current=True).exclude(source="text").count()


def own_doubts(task_id: int) -> int:
    """How many doubts of equations the page of a task shows, and by how much other doubts have moved its count."""
    equations = Doubt.objects.filter(relation__in=relations_on_tasks([task_id]).values("pk")).count()
    return equations + moved_by_doubts(task_id)


def _judge(relation: Relation, tolerance: Tolerance) -> str:
    """Keep what came of an equation; the sentence of its doubt, empty where there is none."""
    verdict = evaluate(
        relation.kind,  # type: ignore[arg-type]  # a constraint keeps it among the kinds
        figured(relation.total),
        [figured(part.figure) for part in relation.parts.all()],
        tolerance=tolerance,
    )
    Relation.objects.filter(pk=relation.pk).update(
        holds=verdict.holds, computed=verdict.computed, stated=verdict.stated
    )
    if not verdict.rule:
        Doubt.objects.filter(relation=relation).delete()
        return ""
    return _doubt(relation, verdict)


def _doubt(relation: Relation, verdict: Verdict) -> str:
    facts = {"rule": verdict.rule, "severity": verdict.severity, "message": verdict.sentence}
    Doubt.objects.update_or_create(
        relation=relation,
        defaults=facts,
        create_defaults={**facts, "cycle_id": relation.cycle_id, "problem_id": relation.problem_id},
    )
    return verdict.sentence


def _showing(relation: Relation) -> frozenset[int]:
    """The tasks whose pages show an equation."""
    tasks = {relation.task_id, relation.total.task_id, *(part.figure.task_id for part in relation.parts.all())}
    return frozenset(task for task in tasks if task is not None)


def _step(showing: dict[int, frozenset[int]], *, before: Iterable[int], after: Iterable[int]) -> None:
    """Keep the counts of doubts that lists sort by."""
    moved: Counter[int] = Counter()
    for sign, relations in ((-1, before), (1, after)):
        for relation in relations:
            for task in showing[relation]:
                moved[task] += sign
    for task, difference in moved.items():
        if difference:
            Task.objects.filter(pk=task).update(doubts_count=F("doubts_count") + difference)
