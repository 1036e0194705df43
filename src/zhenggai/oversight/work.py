"""The lines of somebody's work: what their page shows and their daily mail says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
from zhenggai.oversight.duties import Wanted, list_duties
from zhenggai.oversight.reached import readable
from zhenggai.oversight.waiting import Asking, list_waiting


def work_of(
    *, actor: Actor, today: date, now: datetime, rules: Mapping[int, Rules], calendar: Calendar
) -> tuple[WorkItem, ...]:
    """The lines of somebody's work, in order; nothing that they may not read is among them."""
    until = max((one.lights.urgent_until(today) for one in rules.values()), default=today)
    own = readable(actor, _own(actor, _wanted(actor, frozenset(rules), until)))
    items = [item for duty in own if (item := _line(duty, actor, rules[duty.cycle_id], today=today))]
    items += _escalated(actor, rules, today=today, calendar=calendar, known=own)
    items += list_waiting(Asking(actor, today, now, frozenset(rules)))
    return in_order(items)


def _wanted(actor: Actor, cycles: frozenset[int], until: date) -> Wanted:
    offices = offices_of(actor)
    return Wanted(
        cycles=cycles,
        until=until,
        units=frozenset().union(*(office.own for office in offices if office.role in OF_UNITS)),
        leaders=frozenset().union(*(office.names for office in offices if office.role is Role.LEADER)),
        house=any(office.role is Role.OFFICE_CLERK for office in offices),
    )


def _own(actor: Actor, wanted: Wanted) -> Iterable[Duty]:
    if not (wanted.units or wanted.leaders or wanted.house):
        return []
    return [duty for duty in list_duties(wanted) if office_for(actor, duty)]


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
    actor: Actor, rules: Mapping[int, Rules], *, today: date, calendar: Calendar, known: Iterable[Duty]
) -> Iterable[WorkItem]:
    """What has come up the ladder to the office, however late."""
    house = {office.cycle_id for office in offices_of(actor) if office.role is Role.OFFICE_CLERK}
    if not house:
        return []
    seen = {(duty.kind, duty.id) for duty in known}
    cycles = frozenset(rules) if None in house else frozenset(rules) & house
    late = [
        duty
        for duty in list_duties(Wanted(cycles, today))
        if (duty.kind, duty.id) not in seen and duty.kind != "minutes"
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
