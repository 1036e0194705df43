"""What was left to somebody, or is to be accepted, or came back from there."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Q
from django.utils.timezone import localtime

from zhenggai.domain.rights import may, stood_for
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import Door, Group, WorkItem
from zhenggai.journal.one_statement import first_of
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Acceptance, Handover
from zhenggai.ledger.queries.acceptances import mine as asked_to_accept
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.ledger.standing_in import unaccepted
from zhenggai.ledger.waiting.asking import MOST, Asking, Lines
from zhenggai.people.models import Person


def handovers(asking: Asking) -> Lines:
    """What somebody left to the actor, and to the office what nobody takes over yet."""
    mine = Q(successor__in=Person.objects.filter(accounts=asking.actor.id))
    if may(asking.actor, Act.APPOINT):
        mine |= Q(successor=None)
    left = Handover.objects.filter(mine, cycle_id__in=asking.cycles, done_at=None)
    rows = yield first_of(left, "due_at", "pk", most=MOST)
    return [
        WorkItem(
            group="handover",
            kind="handover",
            cycle_id=row.cycle_id,
            what=row.about,
            about=row.giver_name,
            door=Door("handover", (row.cycle_id, row.pk)),
            due=localtime(row.due_at).date(),
            words="" if row.successor_id else "还没有接手人",
        )
        for row in sorted(rows, key=lambda one: (one.due_at, one.pk))
    ]


def stands_in(asking: Asking) -> Lines:
    """Whose work the actor does until a successor has accepted it; one line a handover."""
    tasks = stood_for(asking.actor)
    if not tasks:
        return []
    left = unaccepted(asking.now).filter(task__in=tasks, handover__cycle_id__in=asking.cycles)
    items = yield left.select_related("handover")
    found: dict[int, Handover] = {item.handover_id: item.handover for item in items}
    counts = Counter(handover for handover, _ in {(item.handover_id, item.task_id) for item in items})
    return [
        WorkItem(
            group="handover",
            kind="stand_in",
            cycle_id=row.cycle_id,
            what=row.about,
            about=row.giver_name,
            door=Door("handover", (row.cycle_id, row.pk)),
            words=f"{counts[row.pk]} 项任务接手人还没有接收，由您代管",
        )
        for row in sorted(found.values(), key=lambda one: (one.due_at, one.pk))[:MOST]
    ]


def to_accept(asking: Asking) -> Lines:
    """What the actor is asked to accept as a leader or as the head of a unit."""
    asked = Acceptance.objects.filter(asked_to_accept(asking.actor), cycle_id__in=asking.cycles, state="waiting")
    rows = yield first_of(asked, "due", "pk", most=MOST).select_related("task__problem__aspect")
    return [
        _of_acceptance(
            row,
            group="accept",
            kind="accept",
            due=localtime(row.due).date(),
            words=f"整改办坚持：{row.insisted}" if row.insisted else "",
        )
        for row in sorted(rows, key=lambda one: (one.due, one.pk))
    ]


def refused(asking: Asking) -> Lines:
    """What leaders and units gave back, for the office to hand out anew or to insist on."""
    if not may(asking.actor, Act.ISSUE):
        return []
    reached = tasks_in_reach(asking.actor, Act.ISSUE)
    back = Acceptance.objects.filter(cycle_id__in=asking.cycles, state="refused", task__in=reached)
    rows = yield first_of(back, "at", "pk", most=MOST).select_related("task__problem__aspect")
    return [
        _of_acceptance(row, group="returned", kind="refused", due=None, words=row.reason)
        for row in sorted(rows, key=lambda one: (one.at, one.pk))
    ]


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
