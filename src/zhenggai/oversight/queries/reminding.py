"""The reminders that were given, and who could not be written to."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from zhenggai.domain.ladder import STEPS
from zhenggai.domain.rights import Actor, demand, may
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.rows import cycle_and_rules
from zhenggai.ledger.standing import tasks_in_reach, whole_cycle
from zhenggai.oversight.models import Digest, Reminder
from zhenggai.oversight.shapes import Count, ReminderRow, RemindersPage, UnmailedPage, UnmailedRow

PAGE = 50


def list_reminders(*, cycle_id: int, actor: Actor, step: str = "", after: str | None = None) -> RemindersPage:
    """A page of the steps that were taken in a cycle, the latest first: all, or those of the actor's tasks or told to them.

    :raises NoSuchThing: where there is no such cycle.
    :raises BadKey: for a key that no page gave.
    """
    demand(actor, Act.WORK)
    cycle, rules = cycle_and_rules(cycle_id=cycle_id)
    reached = Reminder.objects.filter(cycle_id=cycle_id)
    if not whole_cycle(actor, cycle_id):
        own = Q(told__account_id=actor.id) | Q(task_id__in=tasks_in_reach(actor, cycle_id=cycle_id).values("pk"))
        reached = reached.filter(own).distinct()
    wanted = reached.filter(step=step) if step in STEPS else reached
    if after and not (after.isascii() and after.isdigit() and len(after) <= 18):
        raise BadKey("这个页码已失效，请从第一页看起。")
    beyond = wanted.filter(pk__lt=int(after)) if after else wanted
    rows = list(beyond.order_by("-pk").prefetch_related("told")[: PAGE + 1])
    counts = {one: reached.filter(step=one).count() for one in STEPS}
    return RemindersPage(
        cycle=cycle,
        rows=tuple(reminder_row(row, rules) for row in rows[:PAGE]),
        after=str(rows[PAGE - 1].pk) if len(rows) > PAGE else None,
        steps=tuple(Count(one, rules.step_name(one), counts[one], one == step) for one in STEPS),
        step=step if step in STEPS else "",
        total=sum(counts.values()),
        may_remind=may(actor, Act.REMIND),
    )


def reminder_row(row: Reminder, rules: Rules) -> ReminderRow:
    """A step that was taken, in the words of the rules; its recipients were loaded with it."""
    return ReminderRow(
        id=row.pk,
        number=row.number,
        step_name=rules.step_name(row.step),
        kind=row.kind,
        what=row.what,
        about=row.about,
        unit=row.unit_name,
        due=row.due,
        day=row.day,
        told=tuple(one.name for one in row.told.all()),
        task_id=row.task_id,
    )


def unmailed_page(*, actor: Actor, today: date) -> UnmailedPage:
    """Who has work today and could not be written to, for the office to call.

    :raises NotAllowed: unless the actor reminds.
    """
    demand(actor, Act.REMIND)
    rows = Digest.objects.filter(day=today, state__in=("no_mail", "failed")).select_related(
        "account__unit", "account__person"
    )
    return UnmailedPage(
        day=today,
        rows=tuple(
            UnmailedRow(
                name=row.account.name,
                unit=row.account.unit.name if row.account.unit else "",
                phone=row.account.person.phone if row.account.person else "",
                lines=row.lines,
                failed=row.state == "failed",
            )
            for row in rows.order_by("account__unit__name", "account__name")
        ),
    )
