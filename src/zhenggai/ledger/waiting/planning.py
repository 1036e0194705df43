"""Plans to review and changes of issued plans to decide on."""

from __future__ import annotations

import json
from collections.abc import Iterator

from zhenggai.domain.changing import WISH_NAMES
from zhenggai.domain.deciding import DECIDERS, RANKS
from zhenggai.domain.rights import may
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import Door, WorkItem
from zhenggai.ledger.deciders import deciding_office
from zhenggai.ledger.models import ChangeRequest, PlanReview
from zhenggai.ledger.parties import parties_of
from zhenggai.ledger.standing import things_of_tasks
from zhenggai.ledger.waiting.asking import MOST, Asking


def to_review(asking: Asking) -> Iterator[WorkItem]:
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


def to_decide(asking: Asking) -> Iterator[WorkItem]:
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
