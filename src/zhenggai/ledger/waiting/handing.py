"""What was left to somebody, or is to be accepted, or came back from there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.utils.timezone import localtime

from zhenggai.domain.rights import may, stood_for
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import Door, Group, WorkItem
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Acceptance, Handover
from zhenggai.ledger.queries.acceptances import mine as asked_to_accept
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.ledger.standing_in import unaccepted
from zhenggai.ledger.waiting.asking import MOST, Asking


def handovers(asking: Asking) -> Iterator[WorkItem]:
    """What somebody left to the actor, and to the office what nobody takes over yet."""
    mine = Q(successor__accounts=asking.actor.id)
    if may(asking.actor, Act.APPOINT):
        mine |= Q(successor=None)
    rows = Handover.objects.filter(mine, cycle_id__in=asking.cycles, done_at=None).distinct()
    for row in rows.order_by("due_at", "pk")[:MOST]:
        yield WorkItem(
            group="handover",
            kind="handover",
            cycle_id=row.cycle_id,
            what=row.about,
            about=row.giver_name,
            door=Door("handover", (row.cycle_id, row.pk)),
            due=localtime(row.due_at).date(),
            words="" if row.successor_id else "还没有接手人",
        )


def stands_in(asking: Asking) -> Iterator[WorkItem]:
    """Whose work the actor does until a successor has accepted it; one line a handover."""
    tasks = stood_for(asking.actor)
    if not tasks:
        return
    left = unaccepted(asking.now).filter(task__in=tasks, handover__cycle_id__in=asking.cycles)
    rows = left.values_list("handover_id", "handover__cycle_id", "handover__giver_name", "handover__about")
    counted = rows.annotate(number=Count("task_id", distinct=True)).order_by("handover__due_at", "handover_id")
    for handover, cycle, giver, about, number in counted[:MOST]:
        yield WorkItem(
            group="handover",
            kind="stand_in",
            cycle_id=cycle,
            what=about,
            about=giver,
            door=Door("handover", (cycle, handover)),
            words=f"{number} 项任务接手人还没有接收，由您代管",
        )


def to_accept(asking: Asking) -> Iterator[WorkItem]:
    """What the actor is asked to accept as a leader or as the head of a unit."""
    rows = Acceptance.objects.filter(asked_to_accept(asking.actor), cycle_id__in=asking.cycles, state="waiting")
    for row in rows.select_related("task__problem__aspect").order_by("due", "pk")[:MOST]:
        words = f"整改办坚持：{row.insisted}" if row.insisted else ""
        yield _of_acceptance(row, group="accept", kind="accept", due=localtime(row.due).date(), words=words)


def refused(asking: Asking) -> Iterator[WorkItem]:
    """What leaders and units gave back, for the office to hand out anew or to insist on."""
    if not may(asking.actor, Act.ISSUE):
        return
    reached = tasks_in_reach(asking.actor, Act.ISSUE)
    rows = Acceptance.objects.filter(cycle_id__in=asking.cycles, state="refused", task__in=reached)
    for row in rows.select_related("task__problem__aspect").order_by("at", "pk")[:MOST]:
        yield _of_acceptance(row, group="returned", kind="refused", due=None, words=row.reason)


def _of_acceptance(row: Acceptance, *, group: Group, kind: str, due: date | None, words: str) -> WorkItem:
    task = row.task
    return WorkItem(
        group=group,
        kind=kind,
        cycle_id=row.cycle_id,
        what=task.target or task.problem.title,
        about=f"{cite_problem(task.problem)} 任务 {task.number}",
        door=Door("acceptances", (row.cycle_id,)),
        due=due,
        unit=row.name,
        words=words,
        task_id=row.task_id,
    )
