"""The page of one problem: its locked wording and all that hangs on it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from django.db.models import F, Prefetch, Q
from django.db.models.functions import Substr

from zhenggai.domain.lights import light_of
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.report import Severity, Span
from zhenggai.domain.rights import Actor, demand, refused
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import STATE_NAMES
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Doubt, Figure, Measure, Problem, Promise, Relation, SourceText, Task
from zhenggai.ledger.queries.figure_rows import figure_row, relation_row, with_figures, with_scope
from zhenggai.ledger.queries.promise_rows import promise_row
from zhenggai.ledger.queries.rows import aspect_name, cycle_row, days_left, link_to, state_of
from zhenggai.ledger.relating import relations_on_tasks
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.shapes import (
    DoubtRow,
    MeasureRow,
    Passage,
    ProblemLink,
    ProblemPage,
    TaskCard,
)
from zhenggai.ledger.standing import tasks_in_reach, whole_cycle
from zhenggai.ledger.timelines import subjects_of_tasks

# Characters of the source text shown before and after the problem's own, and at most altogether.
AROUND = 200
LONGEST_EXCERPT = 200_000


def problem_page(*, problem_id: int, actor: Actor, today: date) -> ProblemPage:
    """All that the page of a problem shows; of its tasks those in the actor's reach.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where none of its tasks is in reach.
    """
    demand(actor, Act.READ)
    problem = Problem.objects.select_related("aspect", "cycle").filter(pk=problem_id).first()
    if problem is None:
        raise NoSuchThing("没有编号为 $id 的问题。", id=problem_id)
    pieces = [(first, last) for first, last in json.loads(problem.pieces)]
    start, text = _excerpt(problem, pieces)
    rules = rules_of(cycle_id=problem.cycle_id)
    in_reach, whole = _tasks(problem, actor), whole_cycle(actor, problem.cycle_id)
    if not in_reach and not whole:
        raise refused(actor, Act.READ)
    tasks = tuple(_task(task, today=today, rules=rules) for task in in_reach)
    reached = [task.pk for task in in_reach]
    before, after = _neighbours(problem) if whole else (None, None)
    promises = Promise.objects.filter(problem=problem).select_related("problem").order_by("first")
    return ProblemPage(
        id=problem.pk,
        cycle=cycle_row(cycle_id=problem.cycle_id),
        aspect=aspect_name(problem.aspect),
        number=cite_problem(problem),
        label=problem.label or None,
        title=problem.title,
        description=problem.description or None,
        parent=problem.parent or None,
        responsible=tuple(json.loads(problem.responsible)),
        extra=tuple((name, value) for name, value in json.loads(problem.extra)),
        tasks=tasks,
        figures=tuple(figure_row(figure) for figure in _figures(problem, reached)),
        relations=tuple(relation_row(relation) for relation in _relations(problem, reached)),
        promises=tuple(promise_row(promise, today=today) for promise in promises),
        doubts=tuple(_doubts(problem, reached, start, text)),
        # What stands around it in the text is another problem's.
        passages=tuple(passage for passage in _passages(pieces, start, text) if whole or passage.marked),
        previous=before,
        following=after,
        timeline=list_timeline(
            subjects=(
                Subject("problem", problem.pk),
                *subjects_of_tasks(*(task.id for task in tasks)),
                Subject("draft", problem.cycle.draft_id),
            )
        ),
    )


def _tasks(problem: Problem, actor: Actor) -> list[Task]:
    measures = Prefetch("measures", Measure.objects.order_by("position"))
    in_reach = tasks_in_reach(actor).filter(problems=problem)
    return list(in_reach.prefetch_related(measures).order_by("position"))


def _task(task: Task, *, today: date, rules: Rules) -> TaskCard:
    state = state_of(task)
    return TaskCard(
        id=task.pk,
        number=task.number,
        kind_name=rules.kind_name(task.kind),
        state=state,
        state_name=STATE_NAMES[state],
        leader=task.leader,
        unit=task.unit_name,
        deadline=task.deadline,
        deadline_text=task.deadline_text,
        days_left=days_left(task, today=today),
        light=light_of(state=state, deadline=task.deadline, today=today, thresholds=rules.lights),
        measures=tuple(_measure(measure) for measure in task.measures.all()),
    )


def _measure(measure: Measure) -> MeasureRow:
    span = (measure.first, measure.last) if measure.first is not None and measure.last is not None else None
    return MeasureRow(measure.pk, measure.position, measure.marker or None, measure.text, span)


def _figures(problem: Problem, tasks: Iterable[int]) -> Iterable[Figure]:
    """Those of its text, and those that its tasks in reach have stated."""
    shown = Q(problem=problem, source="text") | Q(task__in=list(tasks), problem=problem)
    return with_scope(Figure.objects.filter(shown, current=True))


def _relations(problem: Problem, tasks: Iterable[int]) -> Iterable[Relation]:
    stated = relations_on_tasks(tasks).values("pk")
    return with_figures(Relation.objects.filter(Q(problem=problem, task__isnull=True) | Q(pk__in=stated)))


def _doubts(problem: Problem, tasks: Iterable[int], start: int, text: str) -> Iterable[DoubtRow]:
    stated = relations_on_tasks(tasks).values("pk")
    shown = Q(problem=problem, relation__isnull=True) | Q(relation__in=stated)
    for doubt in Doubt.objects.filter(shown).order_by(F("first").asc(nulls_first=True), "pk"):
        severity: Severity = doubt.severity  # type: ignore[assignment]  # a constraint keeps it among the three
        span = (doubt.first, doubt.last) if doubt.first is not None and doubt.last is not None else None
        quoted = text[max(0, span[0] - start) : max(0, span[1] - start)] if span else ""
        yield DoubtRow(doubt.pk, doubt.rule, severity, doubt.message, span, quoted)


def _excerpt(problem: Problem, pieces: list[Span]) -> tuple[int, str]:
    if not pieces:
        return 0, ""
    start = max(0, min(first for first, _ in pieces) - AROUND)
    end = min(max(last for _, last in pieces) + AROUND, start + LONGEST_EXCERPT)
    source = SourceText.objects.filter(pk=problem.cycle_id)
    return start, source.annotate(part=Substr("text", start + 1, end - start)).values_list("part", flat=True)[0]


def _passages(pieces: list[Span], start: int, text: str) -> Iterable[Passage]:
    place = 0
    for first, last in sorted(pieces):
        if first - start > place:
            yield Passage(_shortened(text[place : first - start]), marked=False)
        yield Passage(text[max(place, first - start) : last - start], marked=True)
        place = max(place, last - start)
    if text[place:]:
        yield Passage(text[place:], marked=False)


def _shortened(gap: str) -> str:
    return gap if len(gap) <= 2 * AROUND else f"{gap[:AROUND]}\n……\n{gap[-AROUND:]}"


def _neighbours(problem: Problem) -> tuple[ProblemLink | None, ProblemLink | None]:
    beside = Problem.objects.filter(
        cycle_id=problem.cycle_id, position__in=(problem.position - 1, problem.position + 1)
    )
    found = {other.position: other for other in beside.select_related("aspect")}
    return link_to(found.get(problem.position - 1)), link_to(found.get(problem.position + 1))
