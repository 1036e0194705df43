"""The lines of somebody's work: what their page shows and their daily mail says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from zhenggai.domain.calendar import Calendar
from zhenggai.domain.ladder import steps_due
from zhenggai.domain.lights import light_of
from zhenggai.domain.rights import Actor, offices_of
from zhenggai.domain.roles import OF_UNITS, Role
from zhenggai.domain.rules import Rules
from zhenggai.domain.todo import (
    Duty,
    WorkItem,
    group_of,
    in_order,
    office_for,
)
from zhenggai.ledger.waiting import Asking, list_waiting
from zhenggai.oversight.duties import Wanted, list_duties
from zhenggai.oversight.reached import readable


def work_of(
    *,
    actor: Actor,
    today: date,
    now: datetime,
    rules: Mapping[int, Rules],
    calendar: Calendar,
    duties: Sequence[Duty] | None = None,
) -> tuple[WorkItem, ...]:
    """The lines of somebody's work, in order; nothing that they may not read is among them.

    `duties` are all of these cycles until `last_day_shown`, where they were read once for many people.
    """
    until = last_day_shown(rules, today=today)
    known = _own_duties(actor, frozenset(rules), until) if duties is None else duties
    own = readable(actor, [duty for duty in known if duty.due <= until and office_for(actor, duty)])
    items = [item for duty in own if (item := _line(duty, actor, rules[duty.cycle_id], today=today))]
    items += _escalated(actor, rules, today=today, calendar=calendar, known=own, duties=duties)
    items += list_waiting(Asking(actor, today, now, frozenset(rules)))
    return in_order(items)


def last_day_shown(rules: Mapping[int, Rules], *, today: date) -> date:
    """The last day whose duties stand among anybody's lines."""
    return max((one.lights.urgent_until(today) for one in rules.values()), default=today)


def _own_duties(actor: Actor, cycles: frozenset[int], until: date) -> list[Duty]:
    wanted = _wanted(actor, cycles, until)
    return list_duties(wanted) if wanted.units or wanted.leaders or wanted.house else []


def _wanted(actor: Actor, cycles: frozenset[int], until: date) -> Wanted:
    offices = offices_of(actor)
    return Wanted(
        cycles=cycles,
        until=until,
        units=frozenset().union(*(office.own for office in offices if office.role in OF_UNITS)),
        leaders=frozenset().union(*(office.names for office in offices if office.role is Role.LEADER)),
        house=any(office.role is Role.OFFICE_CLERK for office in offices),
    )


def _line(duty: Duty, actor: Actor, rules: Rules, *, today: date, words: str = "") -> WorkItem | None:
    group = group_of(duty, today=today, lights=rules.lights)
    if group is None:
        return None
    office = office_for(actor, duty)
    return WorkItem(
        group=group,
        kind=duty.kind,
        cycle_id=duty.cycle_id,
        what=duty.what,
        about=duty.about,
        door=duty.door,
        due=duty.due,
        light=light_of(state="ongoing", deadline=duty.due, today=today, thresholds=rules.lights),
        days_left=rules.lights.days_left(today, duty.due),
        unit=duty.unit,
        words=words,
        task_id=duty.task_id,
        on_behalf=office.on_behalf if office else "",
    )


def _escalated(
    actor: Actor,
    rules: Mapping[int, Rules],
    *,
    today: date,
    calendar: Calendar,
    known: Iterable[Duty],
    duties: Sequence[Duty] | None,
) -> Iterable[WorkItem]:
    """What has come up the ladder to the office, however late."""
    house = {office.cycle_id for office in offices_of(actor) if office.role is Role.OFFICE_CLERK}
    if not house:
        return []
    seen = {(duty.kind, duty.id) for duty in known}
    cycles = frozenset(rules) if None in house else frozenset(rules) & house
    late = [
        duty
        for duty in (list_duties(Wanted(cycles, today)) if duties is None else duties)
        if duty.cycle_id in cycles and duty.due <= today and (duty.kind, duty.id) not in seen and duty.kind != "minutes"
    ]
    arrived = [duty for duty in late if _reached_office(duty, rules[duty.cycle_id], today=today, calendar=calendar)]
    lines = (
        _line(duty, actor, rules[duty.cycle_id], today=today, words=rules[duty.cycle_id].step_name("office"))
        for duty in readable(actor, arrived)
    )
    return [line for line in lines if line]


def _reached_office(duty: Duty, rules: Rules, *, today: date, calendar: Calendar) -> bool:
    steps = steps_due(rules.ladder, due=duty.due, today=today, calendar=calendar)
    return any(step.name == "office" for step in steps)
