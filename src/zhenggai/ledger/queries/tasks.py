"""The page of one task."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date

from zhenggai.domain.holes import lacking_of
from zhenggai.domain.lights import light_of
from zhenggai.domain.planning import PERIODS, RISKS, TERMS, lacks_frequency, vague_words
from zhenggai.domain.rights import Actor
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import STATE_NAMES
from zhenggai.domain.suggesting import Wording, suggest
from zhenggai.journal.queries import list_timeline
from zhenggai.journal.verbs import VERBS
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Measure, PlanStep, Problem, Task
from zhenggai.ledger.plan_models import UNDOABLE_STEPS
from zhenggai.ledger.planned import measure_plan, task_plan
from zhenggai.ledger.queries.heads import task_in_reach
from zhenggai.ledger.queries.rows import cycle_row, days_left, state_of
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.shapes import PlannedMeasure, ProblemLink, StepRow, TaskPage
from zhenggai.ledger.timelines import subjects_of_tasks
from zhenggai.ledger.topics import list_topics
from zhenggai.people.queries import list_unit_names

MOST_NAMES = 500


def task_page(*, task_id: int, actor: Actor, today: date) -> TaskPage:
    """All that the page of a task shows.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    task = task_in_reach(task_id, actor=actor)
    rules = rules_of(cycle_id=task.cycle_id)
    units = list_unit_names(limit=MOST_NAMES)
    problems = tuple(task.problems.select_related("aspect").order_by("position"))
    plan, state = task_plan(task), state_of(task)
    measures = tuple(planned_measure(measure, rules) for measure in task.measures.order_by("position"))
    return TaskPage(
        id=task.pk,
        number=task.number,
        version=task.version,
        cycle=cycle_row(cycle_id=task.cycle_id),
        problems=tuple(_links(problems)),
        plan=plan,
        kind_name=rules.kind_name(plan.kind),
        risk_name=RISKS.get(plan.risk, ""),
        deadline_text=task.deadline_text,
        state=state,
        state_name=STATE_NAMES[state],
        light=light_of(state=state, deadline=plan.deadline, today=today, thresholds=rules.lights),
        days_left=days_left(task, today=today),
        measures=measures,
        lacking=lacking_of(plan, [measure.plan for measure in measures]),
        rules=rules,
        units=units,
        leaders=leaders_of(task.cycle_id),
        suggestions=suggest(
            plan,
            _wording(problems, [measure.plan.text for measure in measures]),
            units=units,
            topics=list_topics(),
        ),
        steps=tuple(_steps(task.pk)),
        timeline=list_timeline(subjects=subjects_of_tasks(task.pk)),
    )


def planned_measure(measure: Measure, rules: Rules) -> PlannedMeasure:
    """A measure with its plan, in the words of the rules."""
    plan = measure_plan(measure)
    return PlannedMeasure(
        id=measure.pk,
        position=measure.position,
        marker=measure.marker,
        plan=plan,
        class_name=rules.class_name(plan.measure_class),
        term_name=TERMS.get(plan.term, ""),
        period=PERIODS.get(plan.per, ""),
        vague=vague_words(plan.text) if lacks_frequency(text=plan.text, times=plan.times) else (),
        read=measure.first is not None,
    )


def _links(problems: Iterable[Problem]) -> Iterable[ProblemLink]:
    return (ProblemLink(problem.pk, cite_problem(problem), problem.title) for problem in problems)


def _wording(problems: Sequence[Problem], measures: Sequence[str]) -> Wording:
    texts = (text for problem in problems for text in (problem.title, problem.description))
    facts = [(name, value) for problem in problems for name, value in json.loads(problem.extra)]
    return Wording("\n".join(texts), {name.strip(": "): value for name, value in facts}, measures)


def _steps(task_id: int) -> Iterable[StepRow]:
    steps = PlanStep.objects.filter(touched__task_id=task_id, undone=False, kind__in=UNDOABLE_STEPS)
    return (StepRow(step.pk, VERBS[f"task.{step.kind}"]) for step in steps.order_by("-pk"))


def problems_to_choose(*, cycle_id: int) -> tuple[ProblemLink, ...]:
    """Every problem of a cycle, in order."""
    return tuple(_links(Problem.objects.filter(cycle_id=cycle_id).select_related("aspect").order_by("position")))


def leaders_of(cycle_id: int) -> tuple[str, ...]:
    """The leaders who are named in a cycle, in order."""
    named = Task.objects.filter(cycle_id=cycle_id).exclude(leader="").order_by("leader")
    return tuple(named.values_list("leader", flat=True).distinct()[:MOST_NAMES])
