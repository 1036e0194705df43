"""What waits for somebody's word, whatever the day. Each source takes who asks and answers in a constant number of queries.

A new kind of thing that waits gets a function here and its place in `SOURCES`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localtime

from zhenggai.domain.changing import WISH_NAMES
from zhenggai.domain.deciding import DECIDERS, RANKS
from zhenggai.domain.rights import Actor, may
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import Door, Group, WorkItem
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.deciders import deciding_office
from zhenggai.ledger.models import Acceptance, ChangeRequest, Handover, PlanReview
from zhenggai.ledger.parties import parties_of
from zhenggai.ledger.queries.acceptances import mine as asked_to_accept
from zhenggai.ledger.standing import tasks_in_reach, things_of_tasks

MOST = 200


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, when, and about which cycles."""

    actor: Actor
    today: date
    now: datetime
    cycles: frozenset[int]


def list_waiting(asking: Asking) -> list[WorkItem]:
    """All that waits for the actor, in no order."""
    return [item for source in SOURCES for item in source(asking)]


Source = Callable[[Asking], Iterable[WorkItem]]


def _handovers(asking: Asking) -> Iterator[WorkItem]:
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


def _to_accept(asking: Asking) -> Iterator[WorkItem]:
    """What the actor is asked to accept as a leader or as the head of a unit."""
    rows = Acceptance.objects.filter(asked_to_accept(asking.actor), cycle_id__in=asking.cycles, state="waiting")
    for row in rows.select_related("task__problem__aspect").order_by("due", "pk")[:MOST]:
        words = f"整改办坚持：{row.insisted}" if row.insisted else ""
        yield _of_acceptance(row, group="accept", kind="accept", due=localtime(row.due).date(), words=words)


def _refused(asking: Asking) -> Iterator[WorkItem]:
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


def _to_review(asking: Asking) -> Iterator[WorkItem]:
    """Open rounds of review in which a party that the actor speaks for has not answered; one round a cycle at most."""
    if not may(asking.actor, Act.REVIEW):
        return
    rounds = PlanReview.objects.filter(cycle_id__in=asking.cycles, state="open").defer("frozen")
    for row in rounds.prefetch_related("given").order_by("pk"):
        given = {answer.party for answer in row.given.all()}
        left = [party for party in json.loads(row.parties) if party not in given]
        own = parties_of(asking.actor, left, cycle_id=row.cycle_id, on=asking.today)
        if own:
            yield WorkItem(
                group="review",
                kind="review",
                cycle_id=row.cycle_id,
                what="、".join(own),
                about=f"第 {row.number} 轮会审",
                door=Door("review", (row.cycle_id, row.pk)),
            )


def _to_decide(asking: Asking) -> Iterator[WorkItem]:
    """Requests for changes that wait for the actor's decision; nobody decides on their own."""
    if not may(asking.actor, Act.DECIDE_CHANGE):
        return
    asked = ChangeRequest.objects.filter(cycle_id__in=asking.cycles, state="asked").exclude(asked_by_id=asking.actor.id)
    rows = list(asked.order_by("pk")[:MOST])
    things = things_of_tasks({row.task_id for row in rows})
    for row in rows:
        thing = things.get(row.task_id)
        office = deciding_office(asking.actor, thing) if thing else None
        if office and RANKS.get(office.role, -1) >= tuple(DECIDERS).index(row.level):
            yield WorkItem(
                group="decide",
                kind="decide",
                cycle_id=row.cycle_id,
                what=f"{WISH_NAMES[row.kind]}：{row.reason}",
                about=row.task_name,
                door=Door("task_changes", (row.cycle_id, row.task_id)),
                unit=row.asked_by,
                task_id=row.task_id,
                on_behalf=office.on_behalf,
            )


SOURCES: tuple[Source, ...] = (_handovers, _to_accept, _refused, _to_review, _to_decide)
