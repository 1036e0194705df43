"""The page of one task."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from zhenggai.domain.holes import lacking_of
from zhenggai.domain.planning import PERIODS, RISKS, TERMS, lacks_frequency, vague_words
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import STATE_NAMES
from zhenggai.domain.suggesting import Topic, Wording, suggest
from zhenggai.journal.one_statement import Columns, OneStatement, Question
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.journal.verbs import VERBS
from zhenggai.ledger.counting import gathered
from zhenggai.ledger.models import Measure, PlanIssue, Problem, Task, TopicRow
from zhenggai.ledger.plan_models import UNDOABLE_STEPS
from zhenggai.ledger.planned import measure_plan, task_plan
from zhenggai.ledger.queries.heads import head_of, head_questions, links_to, task_among
from zhenggai.ledger.queries.rows import state_of
from zhenggai.ledger.shapes import PlannedMeasure, ProblemLink, StepRow, TaskPage
from zhenggai.ledger.shapes.planning import IssueRow
from zhenggai.ledger.timelines import together_with
from zhenggai.ledger.topics import topic_of
from zhenggai.people.models import Unit

MOST_NAMES = 500
# What a page says of a version of the plan.
ISSUE = ("number", "document_number", "day", "at", "by", "digest")


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of units and leaders, and the office's topics, each in order."""

    units: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()


def task_page(*, task_id: int, actor: Actor, today: date, planning: bool = True) -> TaskPage:
    """All that the page of a task shows; whom a plan may name and what is suggested only for who is `planning`.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    demand(actor, Act.READ)
    answers = _STATEMENT.ask(task_id)
    found = task_among(answers, task_id, actor=actor, act=Act.READ)
    task, rules, problems = found.task, found.rules, found.problems
    head, names, touched = (
        head_of(found, actor=actor, today=today),
        _names(task.cycle_id) if planning else _Names(),
        together_with(task.pk),
    )
    plan, state = task_plan(task), state_of(task)
    by_place = sorted(answers["measures"], key=lambda one: one.position)
    measures = tuple(planned_measure(measure, rules) for measure in by_place)
    return TaskPage(
        id=task.pk,
        number=task.number,
        version=task.version,
        cycle=head.cycle,
        problems=head.problems,
        plan=plan,
        kind_name=rules.kind_name(plan.kind),
        risk_name=RISKS.get(plan.risk, ""),
        deadline_text=task.deadline_text,
        state=state,
        state_name=STATE_NAMES[state],
        light=head.light,
        days_left=head.days_left,
        measures=measures,
        lacking=lacking_of(plan, [measure.plan for measure in measures]),
        rules=rules,
        units=names.units,
        leaders=names.leaders,
        suggestions=suggest(
            plan,
            _wording(problems, [measure.plan.text for measure in measures]),
            units=names.units,
            topics=names.topics,
        ),
        steps=tuple(_steps(touched)),
        timeline=list_timeline(subjects=(Subject("task", task.pk), *(subject for subject, _ in touched))),
        head=head,
        issue=max((IssueRow(**row) for row in answers["issues"]), key=lambda one: one.number, default=None),
    )


def _questions(task_id: int) -> dict[str, Question]:
    cycle = Task.objects.filter(pk=task_id).values("cycle_id")
    return {
        **head_questions(task_id),
        "measures": Measure.objects.filter(task=task_id),
        "issues": Columns(PlanIssue.objects.filter(cycle__in=cycle), ISSUE),
    }


_STATEMENT = OneStatement(_questions)


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


def _wording(problems: Sequence[Problem], measures: Sequence[str]) -> Wording:
    texts = (text for problem in problems for text in (problem.title, problem.description))
    facts = [(name, value) for problem in problems for name, value in json.loads(problem.extra)]
    return Wording("\n".join(texts), {name.strip(": "): value for name, value in facts}, measures)


def _steps(touched: Iterable[tuple[Subject, str]]) -> Iterable[StepRow]:
    """The steps that can be taken back, newest first."""
    steps = sorted(((subject.id, kind) for subject, kind in touched if kind in UNDOABLE_STEPS), reverse=True)
    return (StepRow(pk, VERBS[f"task.{kind}"]) for pk, kind in steps)


def _names(cycle_id: int) -> _Names:
    """Whom and what a plan may name, in one query."""
    led = Task.objects.filter(cycle_id=cycle_id).exclude(leader="")
    found = gathered(
        {
            "units": (Unit.objects.all(), ["name"]),
            "leaders": (led.distinct(), ["leader"]),
            "topics": (TopicRow.objects.all(), ["name", "words", "unit_name", "leader"]),
        }
    )
    return _Names(
        units=tuple(sorted(row["name"] for row in found["units"])[:MOST_NAMES]),
        leaders=tuple(sorted(row["leader"] for row in found["leaders"])[:MOST_NAMES]),
        topics=tuple(topic_of(TopicRow(**row)) for row in sorted(found["topics"], key=lambda row: str(row["name"]))),
    )


def problems_to_choose(*, cycle_id: int) -> tuple[ProblemLink, ...]:
    """Every problem of a cycle, in order."""
    return links_to(Problem.objects.filter(cycle_id=cycle_id).select_related("aspect").order_by("position"))


def leaders_of(cycle_id: int) -> tuple[str, ...]:
    """The leaders who are named in a cycle, in order."""
    named = Task.objects.filter(cycle_id=cycle_id).exclude(leader="").order_by("leader")
    return tuple(named.values_list("leader", flat=True).distinct()[:MOST_NAMES])
