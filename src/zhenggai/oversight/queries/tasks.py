"""What stands above a task: reminders given, meetings and institutions that serve it."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q

from zhenggai.domain.rights import Actor
from zhenggai.ledger.queries.heads import find_task, head_of
from zhenggai.oversight.models import Institution, Meeting, Reminder
from zhenggai.oversight.queries.institutions import institution_row
from zhenggai.oversight.queries.meetings import meeting_row
from zhenggai.oversight.queries.reminding import reminder_row
from zhenggai.oversight.shapes import TaskOversight
from zhenggai.oversight.standing import institutions_reached, meetings_reached

MOST = 100


def task_oversight(*, task_id: int, actor: Actor, today: date) -> TaskOversight:
    """All that stands above a task and that the actor may read.

    :raises NoSuchThing: where there is none of that number.
    :raises NotAllowed: where the task is out of the actor's reach.
    """
    found = find_task(task_id, actor=actor)
    task, rules = found.task, found.rules
    reminders = Reminder.objects.filter(task_id=task.pk).prefetch_related("told").order_by("-pk")[:MOST]
    about = Q(links__measure__task=task) | Q(decisions__task=task)
    meetings = Meeting.objects.filter(meetings_reached(actor), about, cycle_id=task.cycle_id).distinct()
    serving = Q(links__task=task) | Q(measure_links__measure__task=task)
    institutions = Institution.objects.filter(institutions_reached(actor), serving, cycle_id=task.cycle_id).distinct()
    return TaskOversight(
        head=head_of(found, actor=actor, today=today),
        reminders=tuple(reminder_row(row, rules) for row in reminders),
        meetings=tuple(meeting_row(row, today) for row in meetings.order_by("-held_on", "-pk")[:MOST]),
        institutions=tuple(
            institution_row(row, today=today, lights=rules.lights)
            for row in institutions.annotate(served=Count("links", distinct=True)).order_by("-pk")[:MOST]
        ),
    )
