"""What waits for somebody: their own page."""

from __future__ import annotations

from datetime import date, datetime

from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.todo import (
    GROUP_NAMES,
    counted,
)
from zhenggai.ledger.calendars import office_calendar
from zhenggai.ledger.models import Cycle
from zhenggai.ledger.ruling import rules_in_force
from zhenggai.oversight.models import ReminderRecipient
from zhenggai.oversight.shapes import WorkGroup, WorkPage
from zhenggai.oversight.work import work_of

MOST_IN_GROUP = 100


def my_work(*, actor: Actor, today: date, now: datetime) -> WorkPage:
    """All that waits for the actor in every cycle whose work goes on.

    :raises NotAllowed: for those who keep the machine and see no content.
    """
    demand(actor, Act.WORK)
    calendar = office_calendar()
    rules = rules_in_force(calendar=calendar)
    items = work_of(actor=actor, today=today, now=now, rules=rules, calendar=calendar)
    groups = [
        WorkGroup(group, GROUP_NAMES[group], tuple(item for item in items if item.group == group))
        for group in counted(items)
    ]
    shown = tuple(WorkGroup(group.key, group.name, group.items[:MOST_IN_GROUP]) for group in groups)
    return WorkPage(
        groups=shown,
        counts=counted(items),
        cycles=dict(Cycle.objects.filter(pk__in=rules).values_list("pk", "title")),
        total=len(items),
        unlisted=len(items) - sum(len(group.items) for group in shown),
        reminders=ReminderRecipient.objects.filter(account_id=actor.id, reminder__day=today).count(),
    )
