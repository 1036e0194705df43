"""What stands at the top of every page of a task."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from zhenggai.domain.lights import light_of
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Thing, demand, offices_of
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import CLOSED, STATE_NAMES
from zhenggai.journal.one_statement import Answers, Columns, OneStatement, Question
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Problem, Task, TaskUnit
from zhenggai.ledger.queries.rows import days_left, state_of
from zhenggai.ledger.readiness import Readiness, readiness_of, with_readiness
from zhenggai.ledger.ruling import rules_of_found
from zhenggai.ledger.shapes import CycleName, ProblemLink, TaskHead
from zhenggai.ledger.standing import demand_task, thing_among
from zhenggai.ledger.standing_in import posts_named

# Written as text, since every page of a task asks it.
_GONE_THROUGH = (
    "EXISTS (SELECT 1 FROM ledger_closing gone WHERE gone.task_id = ledger_task.id AND gone.state = 'closed')"
)


@dataclass(frozen=True, slots=True)
class FoundTask:
    """A task that was found in somebody's reach, with all that every page of it asks: its problems in order, and whose it is."""

    task: Task
    problems: tuple[Problem, ...]
    thing: Thing

    @property
    def rules(self) -> Rules:
        """The rules that its cycle goes by."""
        return rules_of_found(self.task.cycle)


def find_task(task_id: int, *, actor: Actor, act: Act = Act.READ) -> FoundTask:
    """A task to which the actor may do this, with its cycle, problem and aspect; in one query.

    :raises NotAllowed: where the actor may not.
    :raises NoSuchThing: where there is none of that number.
    """
    demand(actor, act)
    return task_among(_STATEMENT.ask(task_id), task_id, actor=actor, act=act)


def task_among(found: Answers, task_id: int, *, actor: Actor, act: Act) -> FoundTask:
    """The same from what was found, by `head_questions` and maybe others, for somebody who may do this to some task.

    :raises NotAllowed: where the actor may not do it to this one.
    :raises NoSuchThing: where there is none of that number.
    """
    if not found["tasks"]:
        raise NoSuchThing("没有编号为 $id 的任务。", id=task_id)
    task: Task = found["tasks"][0]
    problems = tuple(sorted(found["problems"], key=lambda one: one.position))
    task.problem = next(one for one in problems if one.pk == task.problem_id)
    thing = thing_among(task, (part["unit_id"] for part in found["parts"]))
    demand(actor, act, thing)
    return FoundTask(task, problems, thing)


def head_questions(task_id: int) -> dict[str, Question]:
    """What every page of a task asks about it."""
    tasks = with_readiness(Task.objects.filter(pk=task_id)).select_related("readiness", "cycle__rules")
    gone_through = RawSQL(_GONE_THROUGH, [], output_field=BooleanField())  # noqa: S611  words of ours
    return {
        "tasks": tasks.annotate(gone_through=gone_through),
        "problems": Problem.objects.filter(taskproblem__task=task_id).select_related("aspect"),
        "parts": Columns(TaskUnit.objects.filter(task=task_id), ("unit_id",)),
    }


_STATEMENT = OneStatement(head_questions)


def task_in_reach(task_id: int, *, actor: Actor, act: Act = Act.READ) -> Task:
    """A task with its problem and aspect, to which the actor may do this.

    :raises NotAllowed: where the actor may not.
    :raises NoSuchThing: where there is none of that number.
    """
    demand(actor, act)
    task = Task.objects.select_related("problem__aspect").filter(pk=task_id).first()
    if task is None:
        raise NoSuchThing("没有编号为 $id 的任务。", id=task_id)
    demand_task(actor, act, task)
    return task


def task_in_cycle(task_id: int, *, cycle_id: int, actor: Actor, act: Act) -> None:
    """Return where the task is one of the cycle and the actor may do this to it.

    :raises NotAllowed: where the actor may not.
    :raises NoSuchThing: where the cycle has no such task.
    """
    if task_in_reach(task_id, actor=actor, act=act).cycle_id != cycle_id:
        raise NoSuchThing("没有编号为 $id 的任务。", id=task_id)


def demand_in_cycle(task_id: int, *, cycle_id: int) -> None:
    """Return where the task is one of the cycle, whoever asks.

    :raises NoSuchThing: where the cycle has no such task.
    """
    if not Task.objects.filter(pk=task_id, cycle_id=cycle_id).exists():
        raise NoSuchThing("没有编号为 $id 的任务。", id=task_id)


def task_head(*, task_id: int, actor: Actor, today: date) -> TaskHead:
    """The top of a task's pages.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    return head_of(find_task(task_id, actor=actor), actor=actor, today=today)


def head_of(found: FoundTask, *, actor: Actor, today: date, ready: Readiness | None = None) -> TaskHead:
    """The top of the pages of a task that was found in reach; `ready` is what was worked out already."""
    task, rules = found.task, found.rules
    ready, state = ready or readiness_of(task, today=today), state_of(task)
    return TaskHead(
        id=task.pk,
        number=task.number,
        version=task.version,
        thing=found.thing,
        cycle=CycleName(task.cycle_id, task.cycle.title),
        problems=links_to(found.problems),
        state=state,
        state_name=STATE_NAMES[state],
        light=light_of(state=state, deadline=task.deadline, today=today, thresholds=rules.lights),
        days_left=days_left(task, today=today),
        deadline=task.deadline,
        leader=task.leader,
        unit=task.unit_name,
        extensions=task.extensions_count,
        extended_days=task.extended_days,
        comments=task.comments_count,
        doubts=ready.doubts,
        stands_in=posts_named(offices_of(actor), task.pk),
        missing=() if state in CLOSED else ready.missing,
        signed_off=state in CLOSED and getattr(task, "gone_through", False),
    )


def links_to(problems: Iterable[Problem]) -> tuple[ProblemLink, ...]:
    """Problems that were loaded with their aspects, as another page names them."""
    return tuple(ProblemLink(problem.pk, cite_problem(problem), problem.title) for problem in problems)
