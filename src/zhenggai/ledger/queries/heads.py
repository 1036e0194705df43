"""What stands at the top of every page of a task."""

from __future__ import annotations

from datetime import date

from zhenggai.domain.lights import light_of
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand, offices_of
from zhenggai.domain.roles import Act
from zhenggai.domain.states import CLOSED, STATE_NAMES
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.models import Task
from zhenggai.ledger.queries.rows import cycle_row, days_left, state_of
from zhenggai.ledger.readiness import Readiness, readiness_of
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.shapes import ProblemLink, TaskHead
from zhenggai.ledger.standing import demand_task
from zhenggai.ledger.standing_in import posts_named


def task_in_reach(task_id: int, *, actor: Actor, act: Act = Act.READ) -> Task:
    """A task with its problem and aspect, to which the actor may do this.

    :raises NotAllowed: where the actor may not.
    :raises NoSuchThing: where there is none of that number.
    """
    demand(actor, act)
    task = Task.objects.select_related("problem__aspect", "readiness").filter(pk=task_id).first()
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


def task_head(*, task_id: int, actor: Actor, today: date) -> TaskHead:
    """The top of a task's pages.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    task = task_in_reach(task_id, actor=actor)
    return head_of(task, actor=actor, today=today)


def head_of(task: Task, *, actor: Actor, today: date, ready: Readiness | None = None) -> TaskHead:
    """The top of the pages of a task that was found in reach; `ready` is what was worked out already."""
    ready = ready or readiness_of(task, today=today)
    rules, state = rules_of(cycle_id=task.cycle_id), state_of(task)
    problems = task.problems.select_related("aspect").order_by("position")
    return TaskHead(
        id=task.pk,
        number=task.number,
        version=task.version,
        cycle=cycle_row(cycle_id=task.cycle_id),
        problems=tuple(ProblemLink(problem.pk, cite_problem(problem), problem.title) for problem in problems),
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
        signed_off=state in CLOSED and Closing.objects.filter(task=task, state="closed").exists(),
    )
