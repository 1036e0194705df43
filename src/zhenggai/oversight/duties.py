"""Everything with a day in the ledger and above it, as duties. Each kind is an inquiry of as many steps for one as for many.

A new kind of thing with a day gets a function here and its place in `SOURCES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from zhenggai.domain.promises import OPEN_STATES
from zhenggai.domain.todo import Door, Duty
from zhenggai.journal.one_statement import Columns, first_of
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.inquiring import Inquiry, inquire, side_by_side
from zhenggai.ledger.models import DONE_RANK, Figure, Indicator, Measure, Promise, Task, TaskUnit
from zhenggai.oversight.models import Institution, Meeting, MeetingDecision
from zhenggai.people.models import Unit

MOST = 2000
LONGEST = 80
LEADING = ("lead", "co")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which duties are asked for: of these cycles, due until a day, and of these units and leaders; None is everybody's.

    `house` adds what is no unit's, `most` is how many of a kind are read.
    """

    cycles: frozenset[int]
    until: date
    units: frozenset[int] | None = None
    leaders: frozenset[str] = frozenset()
    house: bool = True
    most: int = MOST

    def of_unit(self, field: str = "unit_id") -> Q:
        """What a thing with one unit must be."""
        if self.units is None:
            return Q()
        own = Q(**{f"{field}__in": self.units})
        return own | Q(**{field: None}) if self.house else own


def list_duties(wanted: Wanted) -> list[Duty]:
    """All duties that are asked for, in no order."""
    return inquire(find_duties(wanted))


def find_duties(wanted: Wanted) -> Inquiry[list[Duty]]:
    """The same, as an inquiry."""
    found = yield from side_by_side([source(wanted) for source in SOURCES])
    return [duty for duties in found for duty in duties]


def _tasks(wanted: Wanted) -> Inquiry[list[Duty]]:
    tasks = Task.objects.filter(
        _mine(wanted), cycle_id__in=wanted.cycles, state_rank__lt=DONE_RANK, deadline_rank__lte=wanted.until
    )
    rows = yield first_of(tasks, "deadline_rank", "pk", most=wanted.most).select_related("problem__aspect")
    units = yield from _units_of(task.pk for task in rows)
    return [
        Duty(
            kind="task",
            id=task.pk,
            what=_short(task.target or task.problem.title),
            due=task.deadline,
            door=Door("task_progress", (task.cycle_id, task.pk)),
            **_of_task(task, units),
        )
        for task in sorted(rows, key=lambda one: (one.deadline_rank, one.pk))
        if task.deadline
    ]


def _measures(wanted: Wanted) -> Inquiry[list[Duty]]:
    """Measures with a day of their own that nobody has reported done; one that ends with its task is covered by it."""
    measures = Measure.objects.filter(
        task__in=Task.objects.filter(_mine(wanted, parts=("lead", "co", "measure")), cycle_id__in=wanted.cycles),
        task__state_rank__lt=DONE_RANK,
        deadline__lte=wanted.until,
    ).exclude(Q(deadline=F("task__deadline")) | Q(work_state="done_claimed"))
    named = Unit.objects.filter(name=OuterRef("unit_name")).order_by("-pk")
    rows = yield (
        first_of(measures, "deadline", "pk", most=wanted.most)
        .select_related("task__problem__aspect")
        .annotate("own_unit", own_unit=Subquery(named.values("pk")[:1]))
    )
    units = yield from _units_of(one.task_id for one in rows)
    return [_measure(one, units) for one in sorted(rows, key=lambda one: (one.deadline, one.pk))]


def _measure(one: Any, units: Mapping[int, set[int]]) -> Duty:
    facts = _of_task(one.task, units)
    if one.own_unit:
        facts |= {"unit_id": one.own_unit, "unit": one.unit_name, "units": frozenset({one.own_unit})}
    return Duty(
        kind="measure",
        id=one.pk,
        what=_short(f"{one.marker}{one.text}"),
        due=one.deadline,
        door=Door("task_progress", (one.task.cycle_id, one.task_id)),
        **facts,
    )


def _decisions(wanted: Wanted) -> Inquiry[list[Duty]]:
    decisions = MeetingDecision.objects.filter(
        wanted.of_unit(),
        meeting__cycle_id__in=wanted.cycles,
        meeting__withdrawn=False,
        state="open",
        task=None,
        due__lte=wanted.until,
    )
    rows = yield first_of(decisions, "due", "pk", most=wanted.most).select_related("meeting")
    return [
        Duty(
            kind="decision",
            id=one.pk,
            cycle_id=one.meeting.cycle_id,
            what=_short(one.text),
            about=f"{one.meeting.kind} {one.meeting.held_on.isoformat()}",
            due=one.due,
            door=Door("meeting", (one.meeting.cycle_id, one.meeting_id)),
            **_of_unit(one.unit_id, one.unit_name),
        )
        for one in sorted(rows, key=lambda one: (one.due, one.pk))
    ]


def _institutions(wanted: Wanted) -> Inquiry[list[Duty]]:
    live = Institution.objects.filter(wanted.of_unit(), cycle_id__in=wanted.cycles, state__in=("issued", "reviewed"))
    due = live.filter(Q(trial_ends__lte=wanted.until) | Q(trial_ends=None, review_on__lte=wanted.until))
    rows = yield first_of(due, "pk", most=wanted.most)
    return [
        Duty(
            kind="trial" if one.trial_ends else "institution",
            id=one.pk,
            cycle_id=one.cycle_id,
            what=_short(one.name),
            about=one.doc_number,
            due=one.trial_ends or one.review_on,
            door=Door("institution", (one.cycle_id, one.pk)),
            **_of_unit(one.unit_id, one.unit_name),
        )
        for one in sorted(rows, key=lambda one: one.pk)
    ]


def _minutes(wanted: Wanted) -> Inquiry[list[Duty]]:
    """Meetings that were held and whose minutes nobody has filed; due the day of the meeting."""
    bare = Meeting.objects.filter(
        wanted.of_unit(), cycle_id__in=wanted.cycles, withdrawn=False, minutes=None, held_on__lte=wanted.until
    )
    rows = yield first_of(bare, "held_on", "pk", most=wanted.most)
    return [
        Duty(
            kind="minutes",
            id=one.pk,
            cycle_id=one.cycle_id,
            what=_short(one.topic),
            about=f"{one.kind} {one.held_on.isoformat()}",
            due=one.held_on,
            door=Door("meeting", (one.cycle_id, one.pk)),
            **_of_unit(one.unit_id, one.unit_name),
        )
        for one in sorted(rows, key=lambda one: (one.held_on, one.pk))
    ]


def _promises(wanted: Wanted) -> Inquiry[list[Duty]]:
    """Promises that still run, of their own unit and leader, else of their task's."""
    tasks = Task.objects.filter(_mine(wanted), cycle_id__in=wanted.cycles)
    whose = Q(task__in=tasks)
    if wanted.units is None:
        whose = Q()
    else:
        whose |= Q(unit_id__in=wanted.units) | Q(leader__in=wanted.leaders - {""})
        if wanted.house:
            whose |= Q(unit=None, leader="", task=None)
    running = Promise.objects.filter(
        whose, cycle_id__in=wanted.cycles, state__in=sorted(OPEN_STATES), due_rank__lte=wanted.until
    )
    first = first_of(running, "due_rank", "pk", most=wanted.most)
    rows = yield first.select_related("unit", "task__problem__aspect")
    units = yield from _units_of(one.task_id for one in rows if one.task_id)
    return [_promise(one, units) for one in sorted(rows, key=lambda one: (one.due_rank, one.pk)) if one.due]


def _promise(one: Promise, units: Mapping[int, set[int]]) -> Duty:
    facts = _of_task(one.task, units) if one.task else _of_unit(None, "")
    if one.unit:
        facts |= _of_unit(one.unit_id, one.unit.name)
    facts |= {
        "cycle_id": one.cycle_id,
        "about": facts.get("about", ""),
        "leader": one.leader or facts.get("leader", ""),
        "task_id": None,
    }
    return Duty(
        kind="promise",
        id=one.pk,
        what=_short(one.text),
        due=one.due or date.max,
        door=Door("promise", (one.cycle_id, one.pk)),
        **facts,
    )


def _readings(wanted: Wanted) -> Inquiry[list[Duty]]:
    """Indicators whose target day comes and of which nobody has noted a reading for it."""
    read = Figure.objects.filter(indicator=OuterRef("pk"), current=True, until__gte=OuterRef("target_day"))
    due = Indicator.objects.filter(
        ~Exists(read),
        task__in=Task.objects.filter(_mine(wanted), cycle_id__in=wanted.cycles),
        task__state_rank__lt=DONE_RANK,
        target_day__lte=wanted.until,
    )
    rows = yield first_of(due, "target_day", "pk", most=wanted.most).select_related("task__problem__aspect")
    units = yield from _units_of(one.task_id for one in rows)
    return [
        Duty(
            kind="reading",
            id=one.pk,
            what=_short(f"{one.name}（目标 {one.target} {one.unit}）"),
            due=one.target_day,
            door=Door("task_figures", (one.cycle_id, one.task_id)),
            **_of_task(one.task, units),
        )
        for one in sorted(rows, key=lambda one: (one.target_day, one.pk))
    ]


Source = Callable[[Wanted], Inquiry[list[Duty]]]
SOURCES: tuple[Source, ...] = (_tasks, _measures, _decisions, _institutions, _minutes, _readings, _promises)


def _mine(wanted: Wanted, parts: tuple[str, ...] = LEADING) -> Q:
    if wanted.units is None:
        return Q()
    taking_part = TaskUnit.objects.filter(task=OuterRef("pk"), unit_id__in=wanted.units, part__in=parts)
    own = Q(Exists(taking_part)) | Q(leader__in=wanted.leaders - {""})
    return own | Q(unit=None, leader="") if wanted.house else own


def _units_of(task_ids: Iterable[int]) -> Inquiry[dict[int, set[int]]]:
    wanted, units = set(task_ids), dict[int, set[int]]()
    if not wanted:
        return units
    taking_part = TaskUnit.objects.filter(task_id__in=wanted, part__in=LEADING)
    for row in (yield Columns(taking_part, ("task_id", "unit_id"))):
        units.setdefault(row["task_id"], set()).add(row["unit_id"])
    return units


def _of_task(task: Task, units: Mapping[int, set[int]]) -> dict[str, Any]:
    return {
        "cycle_id": task.cycle_id,
        "about": f"{cite_problem(task.problem)} 任务 {task.number}",
        "task_id": task.pk,
        "unit_id": task.unit_id,
        "unit": task.unit_name,
        "units": frozenset(units.get(task.pk, ())),
        "leader": task.leader,
    }


def _of_unit(unit_id: int | None, name: str) -> dict[str, Any]:
    return {"unit_id": unit_id, "unit": name, "units": frozenset({unit_id} if unit_id else ())}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
