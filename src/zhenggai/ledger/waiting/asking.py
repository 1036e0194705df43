"""Who asks what waits, and how a task becomes a line of 待办."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhenggai.domain.rights import Actor, Office, Thing, offices_of, stood_for
from zhenggai.domain.roles import OF_UNITS
from zhenggai.domain.rules import Rules
from zhenggai.domain.todo import Door, Group, WorkItem
from zhenggai.journal.one_statement import first_of
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.inquiring import Inquiry
from zhenggai.ledger.models import Task, TaskUnit
from zhenggai.ledger.standing import find_things
from zhenggai.ledger.standing_in import posts_named

MOST = 200
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, when, and about which cycles, which go by these rules."""

    actor: Actor
    today: date
    now: datetime
    cycles: frozenset[int]
    rules: Mapping[int, Rules]


# What waits, as an inquiry.
Lines = Inquiry[list[WorkItem]]


def of_task(task: Task, *, group: Group, kind: str, what: str, door: Door, words: str, on_behalf: str = "") -> WorkItem:
    """A task as a line of 待办."""
    return WorkItem(
        group=group,
        kind=kind,
        cycle_id=task.cycle_id,
        what=what,
        about=f"{cite_problem(task.problem)} 任务 {task.number}",
        door=door,
        unit=task.unit_name,
        words=words,
        task_id=task.pk,
        on_behalf=on_behalf,
    )


def requests_to_decide(
    asked: QuerySet[Any],
    *,
    office_of: Callable[[Any, Thing], Office | None],
    what: Callable[[Any], str],
    door: str,
) -> Lines:
    """Requests about tasks that wait for a decision, each where the actor holds an office that decides on it."""
    rows = yield first_of(asked, "pk", most=MOST).select_related("task__problem__aspect")
    things = yield from find_things(row.task_id for row in rows)
    return [
        of_task(
            row.task,
            group="decide",
            kind="decide",
            what=what(row),
            door=Door(door, (row.cycle_id, row.task_id)),
            words="",
            on_behalf=office.on_behalf,
        )
        for row in sorted(rows, key=lambda one: one.pk)
        if (office := office_of(row, things[row.task_id]))
    ]


def tasks_of_own_unit(actor: Actor) -> Q | None:
    """Tasks in which the actor's own unit takes part, or that they look after for an empty post; None where there is neither."""
    own = frozenset().union(*(office.own for office in offices_of(actor) if office.role in OF_UNITS))
    tasks = stood_for(actor)
    if not own and not tasks:
        return None
    return Q(Exists(TaskUnit.objects.filter(task=OuterRef("pk"), unit_id__in=own))) | Q(pk__in=tasks)


def empty_post(actor: Actor, task_id: int) -> str:
    """The posts in whose place the actor looks after the task; empty where it is their own."""
    return "、".join(posts_named(offices_of(actor), task_id))
