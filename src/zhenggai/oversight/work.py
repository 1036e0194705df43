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
from zhenggai.ledger.inquiring import Inquiry, inquire, side_by_side
from zhenggai.ledger.waiting import Asking, find_waiting
from zhenggai.oversight.duties import Wanted, find_duties
from zhenggai.oversight.reached import find_readable


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
    return inquire(find_work(actor=actor, today=today, now=now, rules=rules, calendar=calendar, duties=duties))


def find_work(
    *,
    actor: Actor,
    today: date,
    now: datetime,
    rules: Mapping[int, Rules],
    calendar: Calendar,
    duties: Sequence[Duty] | None = None,
) -> Inquiry[tuple[WorkItem, ...]]:
    """The same, as an inquiry."""
    until = last_day_shown(rules, today=today)
    asking = Asking(actor, today, now, frozenset(rules), rules)
    known, others, waiting = yield from side_by_side(
        [
            _own_duties(actor, frozenset(rules), until) if duties is None else _known(duties),
            _late_duties(actor, frozenset(rules), today) if duties is None else _known(duties),
            find_waiting(asking),
        ]
    )
    mine = [duty for duty in known if duty.due <= until and office_for(actor, duty)]
    late = _escalated(actor, rules, others, today=today, calendar=calendar)
    own, arrived = yield from side_by_side([find_readable(actor, mine), find_readable(actor, late)])
    seen = {(duty.kind, duty.id) for duty in own}
    lines = [_line(duty, actor, rules[duty.cycle_id], today=today) for duty in own]
    lines += [
        _line(duty, actor, rules[duty.cycle_id], today=today, words=rules[duty.cycle_id].step_name("office"))
        for duty in arrived
        if (duty.kind, duty.id) not in seen
    ]
    return in_order([*(line for line in lines if line), *waiting])


def _known(duties: Sequence[Duty]) -> Inquiry[list[Duty]]:
    """What was read already, as an inquiry without a question."""
    yield from ()
    return list(duties)


def last_day_shown(rules: Mapping[int, Rules], *, today: date) -> date:
    """The last day whose duties stand among anybody's lines."""
    return max((one.lights.urgent_until(today) for one in rules.values()), default=today)


def _own_duties(actor: Actor, cycles: frozenset[int], until: date) -> Inquiry[list[Duty]]:
    wanted = _wanted(actor, cycles, until)
    return find_duties(wanted) if wanted.units or wanted.leaders or wanted.house else _known(())


def _late_duties(actor: Actor, cycles: frozenset[int], today: date) -> Inquiry[list[Duty]]:
    """Everybody's duties until today, for those to whom some of them come up the ladder."""
    house = _house(actor, cycles)
    return find_duties(Wanted(house, today)) if house else _known(())


def _house(actor: Actor, cycles: frozenset[int]) -> frozenset[int]:
    """The cycles in which the actor is of the office."""
    house = {office.cycle_id for office in offices_of(actor) if office.role is Role.OFFICE_CLERK}
    return cycles if None in house else cycles & house


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
    actor: Actor, rules: Mapping[int, Rules], duties: Iterable[Duty], *, today: date, calendar: Calendar
) -> list[Duty]:
    """What has come up the ladder to the office, however late."""
    house = _house(actor, frozenset(rules))
    late = (duty for duty in duties if duty.cycle_id in house and duty.due <= today and duty.kind != "minutes")
    return [duty for duty in late if _reached_office(duty, rules[duty.cycle_id], today=today, calendar=calendar)]


def _reached_office(duty: Duty, rules: Rules, *, today: date, calendar: Calendar) -> bool:
    steps = steps_due(rules.ladder, due=duty.due, today=today, calendar=calendar)
    return any(step.name == "office" for step in steps)
