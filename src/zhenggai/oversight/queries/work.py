"""What waits for somebody: their own page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import (
    GROUP_NAMES,
    counted,
)
from zhenggai.journal.one_statement import Columns, Picked, first_of
from zhenggai.ledger.calendars import office_calendar
from zhenggai.ledger.inquiring import Inquiry, inquire, side_by_side
from zhenggai.ledger.models import Cycle
from zhenggai.ledger.queries.cycles import NEWEST
from zhenggai.ledger.ruling import rules_in_force
from zhenggai.ledger.standing import cycles_in_reach
from zhenggai.oversight.models import ReminderRecipient
from zhenggai.oversight.shapes import WorkGroup, WorkPage
from zhenggai.oversight.work import find_work

MOST_IN_GROUP = 100


def my_work(*, actor: Actor, today: date, now: datetime) -> WorkPage:
    """All that waits for the actor in every cycle whose work goes on.

    :raises NotAllowed: for those who keep the machine and see no content.
    """
    demand(actor, Act.WORK)
    calendar = office_calendar()
    rules = rules_in_force(calendar=calendar)
    told = ReminderRecipient.objects.filter(account_id=actor.id, reminder__day=today)
    items, reminders, titles, newest = inquire(
        side_by_side(
            [
                find_work(actor=actor, today=today, now=now, rules=rules, calendar=calendar),
                _rows(Columns(told, ("id",))),
                _rows(Columns(Cycle.objects.filter(pk__in=rules), ("id", "title"))),
                _rows(first_of(cycles_in_reach(actor), *NEWEST, most=1)),
            ]
        )
    )
    groups = [
        WorkGroup(group, GROUP_NAMES[group], tuple(item for item in items if item.group == group))
        for group in counted(items)
    ]
    shown = tuple(WorkGroup(group.key, group.name, group.items[:MOST_IN_GROUP]) for group in groups)
    return WorkPage(
        groups=shown,
        counts=counted(items),
        cycles={row["id"]: row["title"] for row in titles},
        total=len(items),
        unlisted=len(items) - sum(len(group.items) for group in shown),
        reminders=len(reminders),
        newest=newest[0].pk if newest else None,
    )


def _rows(question: Columns | Picked) -> Inquiry[Any]:
    """The rows of one question."""
    return (yield question)
