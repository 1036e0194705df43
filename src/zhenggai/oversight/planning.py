"""What a run of reminders would do today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from zhenggai.domain.ladder import Step, steps_due
from zhenggai.domain.rights import Actor
from zhenggai.domain.rules import Rules
from zhenggai.domain.todo import Duty, WorkItem
from zhenggai.ledger.calendars import office_calendar
from zhenggai.ledger.models import Cycle
from zhenggai.ledger.ruling import rules_in_force
from zhenggai.oversight.duties import Wanted, list_duties
from zhenggai.oversight.models import Reminder
from zhenggai.oversight.recipients import everybody, recipients
from zhenggai.oversight.work import last_day_shown, work_of

# What has no deadline of its own climbs no ladder.
WITHOUT_LADDER = frozenset({"minutes"})
# Of each kind so many are read for all people at once.
MOST_OF_A_RUN = 50_000


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step that is due and was not taken yet."""

    duty: Duty
    step: Step
    told: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """Somebody's lines of a day, computed with their own reach; `site` is where the product is found."""

    account_id: int
    name: str
    items: tuple[WorkItem, ...]
    site: str = ""


@dataclass(frozen=True, slots=True)
class RemindPlan:
    """All that a run would do."""

    steps: tuple[StepPlan, ...]
    digests: tuple[DigestPlan, ...]
    cycles: Mapping[int, str]


def plan_reminders(*, cycle_id: int | None, today: date, now: datetime) -> RemindPlan:
    """The steps that are due and not taken, of one cycle or of all, and everybody's lines."""
    calendar = office_calendar()
    rules = rules_in_force(calendar=calendar)
    if cycle_id is not None:
        rules = {number: one for number, one in rules.items() if number == cycle_id}
    people = everybody(now=now)
    ahead = _last_ahead(rules, today=today)
    until = max(ahead, last_day_shown(rules, today=today))
    duties = list_duties(Wanted(frozenset(rules), until, most=MOST_OF_A_RUN))
    digests = (
        DigestPlan(
            actor.id,
            actor.name,
            work_of(actor=actor, today=today, now=now, rules=rules, calendar=calendar, duties=duties),
            settings.MAIL_SITE,
        )
        for actor in people
    )
    return RemindPlan(
        steps=tuple(_steps(rules, [one for one in duties if one.due <= ahead], people, today=today)),
        digests=tuple(one for one in digests if one.items),
        cycles=dict(Cycle.objects.filter(pk__in=rules).values_list("pk", "title")),
    )


def _last_ahead(rules: Mapping[int, Rules], *, today: date) -> date:
    """The last day of which a reminder can speak today."""
    ahead = max((days for one in rules.values() for days in one.ladder.before), default=0)
    return date.fromordinal(min(today.toordinal() + ahead, date.max.toordinal() - 1))


def _steps(
    rules: Mapping[int, Rules], duties: Iterable[Duty], people: tuple[Actor, ...], *, today: date
) -> list[StepPlan]:
    calendar = office_calendar()
    climbing = [duty for duty in duties if duty.kind not in WITHOUT_LADDER]
    until = max((duty.due for duty in climbing), default=today)
    due = [
        (duty, step)
        for duty in sorted(climbing, key=lambda duty: (duty.due, duty.kind, duty.id))
        for step in steps_due(rules[duty.cycle_id].ladder, due=duty.due, today=today, calendar=calendar)
    ]
    taken = set(
        Reminder.objects.filter(cycle_id__in=list(rules), due__lte=until).values_list("kind", "thing", "due", "key")
    )
    return [
        StepPlan(duty, step, recipients(step.name, duty, people))
        for duty, step in due
        if (duty.kind, duty.id, duty.due, step.key) not in taken and _concerns(step, duty)
    ]


def _concerns(step: Step, duty: Duty) -> bool:
    """Whether the step speaks of somebody at all: what no leader leads and no unit does has none to tell."""
    return {"leader": bool(duty.leader), "unit_head": duty.unit_id is not None}.get(step.name, True)
