"""The figures of a task and of a cycle, and the dictionary of scopes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from zhenggai.domain.closed import is_open
from zhenggai.domain.indicators import DIRECTIONS, percent_reached, reached
from zhenggai.domain.quantities.amounts import amount_of
from zhenggai.domain.quantities.conversion import rounded
from zhenggai.domain.rights import Actor, demand, may, refused
from zhenggai.domain.roles import Act
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.counting import gathered
from zhenggai.ledger.models import (
    Doubt,
    Figure,
    Indicator,
    Measure,
    Problem,
    Register,
    Relation,
    ScopeTerm,
    ScopeVersion,
    Task,
)
from zhenggai.ledger.queries.figure_rows import figure_row, relation_row, with_figures, with_scope
from zhenggai.ledger.queries.heads import find_task, head_of, task_in_reach
from zhenggai.ledger.queries.registers import cards_of
from zhenggai.ledger.queries.rows import cycle_row, state_of
from zhenggai.ledger.relating import relations_on_tasks
from zhenggai.ledger.shapes.figures import (
    CycleFigures,
    FiguresPage,
    IndicatorCard,
    ListedFigure,
    Option,
    RelationDoubt,
    ScopeCard,
    ScopeVersionRow,
)
from zhenggai.ledger.shapes.problems import FigureRow
from zhenggai.ledger.standing import tasks_in_reach, whole_cycle

MOST_RELATED = 300
PAGE = 50
STATED = ("typed", "indicator", "register")


@dataclass(frozen=True, slots=True)
class _Options:
    """What the forms of a task's figures choose from."""

    scopes: tuple[Option, ...]
    measures: tuple[Option, ...]
    others: tuple[Option, ...]


def figures_page(*, task_id: int, actor: Actor, today: date) -> FiguresPage:
    """Everything about the figures of a task.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    found = find_task(task_id, actor=actor)
    task, problems = found.task, [problem.pk for problem in found.problems]
    listed = relations_on_tasks([task.pk]) | Relation.objects.filter(problem__in=problems, task__isnull=True)
    every_relation = list(with_figures(listed))
    relations = [relation for relation in every_relation if relation.task_id is not None]
    read_relations = [relation for relation in every_relation if relation.task_id is None]
    broken = {figure.id for relation in relations if not relation.holds for figure in relation_row(relation).figures}
    every_figure = list(with_scope(Figure.objects.filter(Q(task=task) | Q(problem__in=problems, source="text"))))
    own = [figure for figure in every_figure if figure.task_id == task.pk]
    read = [figure for figure in every_figure if figure.problem_id in problems and figure.source == "text"]
    may_keep = may(actor, Act.KEEP_FIGURES, found.thing) and is_open("figures", state_of(task))
    options = _options(task, actor, others=may_keep)
    return FiguresPage(
        head=head_of(found, actor=actor, today=today),
        task_id=task.pk,
        figures=tuple(_with_history([figure for figure in own if figure.source != "indicator"], broken)),
        read=tuple(figure_row(figure) for figure in read),
        relations=tuple(relation_row(relation) for relation in relations),
        read_relations=tuple(relation_row(relation) for relation in read_relations),
        doubts=doubts_of(relations),
        indicators=tuple(_cards(task, own, broken)),
        registers=cards_of(Register.objects.filter(task=task)),
        scopes=options.scopes,
        measures=options.measures,
        related=(*_own_options(every_figure), *options.others) if may_keep else (),
        may_keep=may_keep,
    )


def may_keep_figures(*, task_id: int, actor: Actor) -> bool:
    """Whether the actor keeps the figures of a task that is not over."""
    found = tasks_in_reach(actor, Act.KEEP_FIGURES).filter(pk=task_id)
    return any(is_open("figures", state_of(task)) for task in found.only("state"))


def indicator_card(*, task_id: int, indicator_id: int, actor: Actor) -> IndicatorCard | None:
    """One indicator of a task; None where the task has no such indicator.

    :raises NoSuchThing: where there is no such task.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    task = task_in_reach(task_id, actor=actor)
    own = list(with_scope(Figure.objects.filter(task=task, indicator=indicator_id)))
    return next((card for card in _cards(task, own, set()) if card.id == indicator_id), None)


def percent_of_task(*, task_id: int) -> Decimal | None:
    """How far the indicators of a task have come on average, else what its one share of a register says; None where nothing does."""
    return _percent(Q(task=task_id))


def percent_of_measure(*, measure_id: int) -> Decimal | None:
    """How far the indicators of a measure have come on average; None where it has none with a reading."""
    return _percent(Q(measure=measure_id))


def cycle_figures(*, cycle_id: int, actor: Actor, source: str = "", text: str = "", after: int = 0) -> CycleFigures:
    """The figures that the tasks of a cycle have stated, the newest first.

    :raises NoSuchThing: where there is no such cycle.
    :raises NotAllowed: unless the actor sees the whole cycle.
    """
    demand(actor, Act.READ_CYCLE)
    if not whole_cycle(actor, cycle_id):
        raise refused(actor, Act.READ_CYCLE)
    wanted = source if source in STATED else ""
    found = Figure.objects.filter(cycle_id=cycle_id, current=True, source__in=[wanted] if wanted else STATED)
    if text:
        found = found.filter(Q(scope__icontains=text) | Q(text__icontains=text) | Q(origin__icontains=text))
    page = found.filter(pk__lt=after) if after else found
    rows = list(with_scope(page).select_related("task__problem__aspect").order_by("-pk")[: PAGE + 1])
    stated = Relation.objects.filter(cycle_id=cycle_id, task__isnull=False)
    broken = _broken_figures([figure.pk for figure in rows])
    return CycleFigures(
        cycle=cycle_row(cycle_id=cycle_id),
        rows=tuple(_listed(figure, broken) for figure in rows[:PAGE]),
        total=found.count(),
        broken=stated.filter(holds=False).count(),
        unclear=stated.filter(holds__isnull=True).count(),
        source=wanted,
        text=text,
        after=rows[PAGE - 1].pk if len(rows) > PAGE else None,
    )


def scopes_page(*, actor: Actor) -> tuple[ScopeCard, ...]:
    """The dictionary of scopes, by name.

    :raises NotAllowed: for who reads no ledger.
    """
    demand(actor, Act.READ)
    versions = ScopeVersion.objects.annotate(
        used=Count("figures", filter=Q(figures__current=True), distinct=True)
    ).order_by("-number")
    terms = ScopeTerm.objects.prefetch_related(Prefetch("versions", versions)).order_by("name")
    return tuple(
        ScopeCard(
            id=term.pk,
            name=term.name,
            latest=term.latest,
            versions=tuple(
                ScopeVersionRow(row.number, row.definition, row.valid_from, row.written_by, getattr(row, "used", 0))
                for row in term.versions.all()
            ),
        )
        for term in terms
    )


def scope_options() -> tuple[Option, ...]:
    """The newest version of every term, to choose from."""
    newest = ScopeVersion.objects.select_related("term").order_by("term__name", "-number")
    return tuple(
        Option(version.pk, f"{version.term.name}（{version.number}）")
        for version in newest
        if version.number == version.term.latest
    )


def doubts_of(relations: Iterable[Relation]) -> tuple[RelationDoubt, ...]:
    """The doubts of equations that were loaded `with_figures`."""
    kept: Iterable[Doubt | None] = (getattr(relation, "doubt", None) for relation in relations)
    found = sorted((doubt for doubt in kept if doubt), key=lambda doubt: doubt.pk)
    return tuple(
        RelationDoubt(doubt.rule, doubt.severity, doubt.message)  # type: ignore[arg-type]  # among the three
        for doubt in found
    )


def _with_history(figures: Sequence[Figure], broken: Iterable[int]) -> Iterable[FigureRow]:
    """Current figures, each with those that it took the place of, newest first."""
    by_id = {figure.pk: figure for figure in figures}
    marked = set(broken)
    for figure in figures:
        if figure.current:
            earlier = []
            above = by_id.get(figure.supersedes_id or 0)
            while above is not None:
                earlier.append(figure_row(above))
                above = by_id.get(above.supersedes_id or 0)
            yield figure_row(figure, broken=figure.pk in marked, superseded=earlier)


def _cards(task: Task, own: Sequence[Figure], broken: Iterable[int]) -> Iterable[IndicatorCard]:
    indicators = Indicator.objects.filter(task=task).select_related("scope_version__term", "measure").order_by("pk")
    for indicator in indicators:
        mine = [figure for figure in own if figure.indicator_id == indicator.pk]
        readings = sorted(_with_history(mine, broken), key=lambda row: row.until or date.min)
        points = tuple((row.until, _in_unit(row, indicator.unit)) for row in readings if row.until)
        version = indicator.scope_version
        last = points[-1][1] if points else None
        yield IndicatorCard(
            id=indicator.pk,
            name=indicator.name,
            unit=indicator.unit,
            direction_name=DIRECTIONS[indicator.direction],
            term=f"{version.term.name}（{version.number}）" if version else "",
            measure=indicator.measure.position if indicator.measure else None,
            baseline=f"{indicator.baseline}{indicator.unit}",
            baseline_day=indicator.baseline_day,
            target=f"{indicator.target}{indicator.unit}",
            target_day=indicator.target_day,
            readings=tuple(readings),
            points=points,
            percent=None if last is None else _percent_at(indicator, last),
            reached=last is not None and reached(last, target=Decimal(indicator.target), direction=indicator.direction),
        )


def _in_unit(row: FigureRow, unit: str) -> Decimal:
    return Decimal(row.value) / amount_of("1", unit).scale


def _percent_at(indicator: Indicator, value: Decimal) -> Decimal:
    return percent_reached(
        value,
        baseline=Decimal(indicator.baseline),
        target=Decimal(indicator.target),
        direction=indicator.direction,
    )


def _percent(which: Q) -> Decimal | None:
    readings = Figure.objects.filter(current=True).order_by("-until")
    indicators = Indicator.objects.filter(which).prefetch_related(Prefetch("readings", readings))
    percents = []
    for indicator in indicators:
        last = next(iter(indicator.readings.all()), None)
        if last is not None:
            value = Decimal(last.value) / amount_of("1", indicator.unit).scale
            percents.append(_percent_at(indicator, value))
    if percents:
        return rounded(sum((Fraction(percent) for percent in percents), start=Fraction(0)) / len(percents), 1)
    shares = list(
        Figure.objects.filter(which, current=True, computed_by__what="share").values_list("value", flat=True)[:2]
    )
    return Decimal(shares[0]) * 100 if len(shares) == 1 else None


def _options(task: Task, actor: Actor, *, others: bool) -> _Options:
    """What the forms of a task's figures choose from, in one query; figures of other tasks kept by the actor where asked for."""
    lists: dict[str, tuple[QuerySet[Any], Sequence[str]]] = {
        "scopes": (ScopeVersion.objects.filter(number=F("term__latest")), ("id", "number", "term__name")),
        "measures": (Measure.objects.filter(task=task), ("id", "position", "text")),
    }
    if others:
        kept = tasks_in_reach(actor, Act.KEEP_FIGURES, cycle_id=task.cycle_id).exclude(pk=task.pk)
        stated = Figure.objects.filter(current=True, task__in=kept.values("pk")).order_by("-pk").values("pk")
        lists["others"] = (
            Figure.objects.filter(pk__in=stated[:MOST_RELATED]),
            ("id", "text", "scope", "until", "task__number"),
        )
    found = gathered(lists)
    scopes = sorted(found["scopes"], key=lambda row: str(row["term__name"]))
    measures = sorted(found["measures"], key=lambda row: int(row["position"]))
    newest = sorted(found.get("others", ()), key=lambda row: -int(row["id"]))
    return _Options(
        scopes=tuple(Option(row["id"], f"{row['term__name']}（{row['number']}）") for row in scopes),
        measures=tuple(Option(row["id"], f"{row['position']}. {row['text'][:40]}") for row in measures),
        others=tuple(
            Option(row["id"], f"任务 {row['task__number']}：{_label(row['text'], row['scope'], row['until'])}")
            for row in newest
        ),
    )


def _own_options(figures: Iterable[Figure]) -> list[Option]:
    """The figures of a task and of its problems that may stand in an equation."""
    current = [figure for figure in figures if figure.current][:MOST_RELATED]
    return [Option(figure.pk, _label(figure.text, figure.scope, figure.until)) for figure in current]


def _label(text: str, scope: str, until: object) -> str:
    return f"{text} {scope[:40]}" + (f"，{until}" if until else "")


def _listed(figure: Figure, broken: Iterable[int]) -> ListedFigure:
    task = figure.task
    problem: Problem | None = task.problem if task else None
    return ListedFigure(
        figure=figure_row(figure, broken=figure.pk in set(broken)),
        task_id=task.pk if task else 0,
        task_number=task.number if task else 0,
        problem=f"{cite_problem(problem)} {problem.title}" if problem else "",
    )


def _broken_figures(figure_ids: Sequence[int]) -> set[int]:
    holding = Relation.objects.filter(task__isnull=False).exclude(holds=True)
    totals = holding.filter(total__in=figure_ids).values_list("total_id", flat=True)
    parts = holding.filter(parts__figure__in=figure_ids).values_list("parts__figure_id", flat=True)
    return {*totals, *parts}
