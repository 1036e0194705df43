"""What waits for somebody's word, whatever the day. Each source takes who asks and answers in a constant number of queries.

A new kind of thing that waits gets a function here and its place in `SOURCES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localtime

from zhenggai.domain.rights import Actor, may
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import Door, WorkItem
from zhenggai.ledger.models import Handover

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


SOURCES: tuple[Source, ...] = (_handovers,)
