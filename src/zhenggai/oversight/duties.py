"""Everything with a day in the ledger and above it, as duties. Each kind takes the same number of queries for one and for many.

A new kind of thing with a day gets a function here and its place in `SOURCES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from zhenggai.domain.promises import OPEN_STATES
from zhenggai.domain.todo import Door, Duty
from zhenggai.ledger.citing import cite_problem
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
    return [duty for source in SOURCES for duty in source(wanted)]


def _tasks(wanted: Wanted) -> Iterator[Duty]:
    tasks = Task.objects.filter(
        _mine(wanted), cycle_id__in=wanted.cycles, state_rank__lt=DONE_RANK, deadline_rank__lte=wanted.until
    )
    found = list(tasks.select_related("problem__aspect").order_by("deadline_rank", "pk")[: wanted.most])
    units = _units_of(task.pk for task in found)
    for task in found:
        if task.deadline:
            yield Duty(
                kind="task",
                id=task.pk,
                what=_short(task.target or task.problem.title),
                due=task.deadline,
                door=Door("task_progress", (task.cycle_id, task.pk)),
                **_of_task(task, units),
            )


def _measures(wanted: Wanted) -> Iterator[Duty]:
    """Measures with a day of their own that nobody has reported done; one that ends with its task is covered by it."""
    measures = Measure.objects.filter(
        task__in=Task.objects.filter(_mine(wanted, parts=("lead", "co", "measure")), cycle_id__in=wanted.cycles),
        task__state_rank__lt=DONE_RANK,
        deadline__lte=wanted.until,
    ).exclude(Q(deadline=F("task__deadline")) | Q(work_state="done_claimed"))
    found = list(measures.select_related("task__problem__aspect").order_by("deadline", "pk")[: wanted.most])
    names = dict(Unit.objects.filter(name__in={one.unit_name for one in found}).values_list("name", "pk"))
    units = _units_of(one.task_id for one in found)
    for one in found:
        if one.deadline is None:
            continue
        facts = _of_task(one.task, units)
        own = names.get(one.unit_name)
        if own:
            facts |= {"unit_id": own, "unit": one.unit_name, "units": frozenset({own})}
        yield Duty(
            kind="measure",
            id=one.pk,
            what=_short(f"{one.marker}{one.text}"),
            due=one.deadline,
            door=Door("task_progress", (one.task.cycle_id, one.task_id)),
            **facts,
        )


def _decisions(wanted: Wanted) -> Iterator[Duty]:
    decisions = MeetingDecision.objects.filter(
        wanted.of_unit(),
        meeting__cycle_id__in=wanted.cycles,
        meeting__withdrawn=False,
        state="open",
        task=None,
        due__lte=wanted.until,
    )
    for one in decisions.select_related("meeting").order_by("due", "pk")[: wanted.most]:
        if one.due:
            yield Duty(
                kind="decision",
                id=one.pk,
                cycle_id=one.meeting.cycle_id,
                what=_short(one.text),
                about=f"{one.meeting.kind} {one.meeting.held_on.isoformat()}",
                due=one.due,
                door=Door("meeting", (one.meeting.cycle_id, one.meeting_id)),
                **_of_unit(one.unit_id, one.unit_name),
            )


def _institutions(wanted: Wanted) -> Iterator[Duty]:
    live = Institution.objects.filter(wanted.of_unit(), cycle_id__in=wanted.cycles, state__in=("issued", "reviewed"))
    due = live.filter(Q(trial_ends__lte=wanted.until) | Q(trial_ends=None, review_on__lte=wanted.until))
    for one in due.order_by("pk")[: wanted.most]:
        day = one.trial_ends or one.review_on
        if day:
            yield Duty(
                kind="trial" if one.trial_ends else "institution",
                id=one.pk,
                cycle_id=one.cycle_id,
                what=_short(one.name),
                about=one.doc_number,
                due=day,
                door=Door("institution", (one.cycle_id, one.pk)),
                **_of_unit(one.unit_id, one.unit_name),
            )


def _minutes(wanted: Wanted) -> Iterator[Duty]:
    """Meetings that were held and whose minutes nobody has filed; due the day of the meeting."""
    bare = Meeting.objects.filter(
        wanted.of_unit(), cycle_id__in=wanted.cycles, withdrawn=False, minutes=None, held_on__lte=wanted.until
    )
    for one in bare.order_by("held_on", "pk")[: wanted.most]:
        yield Duty(
            kind="minutes",
            id=one.pk,
            cycle_id=one.cycle_id,
            what=_short(one.topic),
            about=f"{one.kind} {one.held_on.isoformat()}",
            due=one.held_on,
            door=Door("meeting", (one.cycle_id, one.pk)),
            **_of_unit(one.unit_id, one.unit_name),
        )


def _promises(wanted: Wanted) -> Iterator[Duty]:
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
    found = list(running.select_related("unit", "task__problem__aspect").order_by("due_rank", "pk")[: wanted.most])
    units = _units_of(one.task_id for one in found if one.task_id)
    for one in found:
        if one.due is None:
            continue
        facts = _of_task(one.task, units) if one.task else _of_unit(None, "")
        if one.unit:
            facts |= _of_unit(one.unit_id, one.unit.name)
        facts |= {
            "cycle_id": one.cycle_id,
            "about": facts.get("about", ""),
            "leader": one.leader or facts.get("leader", ""),
            "task_id": None,
        }
        yield Duty(
            kind="promise",
            id=one.pk,
            what=_short(one.text),
            due=one.due,
            door=Door("promise", (one.cycle_id, one.pk)),
            **facts,
        )


def _readings(wanted: Wanted) -> Iterator[Duty]:
    """Indicators whose target day comes and of which nobody has noted a reading for it."""
    read = Figure.objects.filter(indicator=OuterRef("pk"), current=True, until__gte=OuterRef("target_day"))
    due = Indicator.objects.filter(
        ~Exists(read),
        task__in=Task.objects.filter(_mine(wanted), cycle_id__in=wanted.cycles),
        task__state_rank__lt=DONE_RANK,
        target_day__lte=wanted.until,
    )
    found = list(due.select_related("task__problem__aspect").order_by("target_day", "pk")[: wanted.most])
    units = _units_of(one.task_id for one in found)
    for one in found:
        yield Duty(
            kind="reading",
            id=one.pk,
            what=_short(f"{one.name}（目标 {one.target} {one.unit}）"),
            due=one.target_day,
            door=Door("task_figures", (one.cycle_id, one.task_id)),
            **_of_task(one.task, units),
        )


Source = Callable[[Wanted], Iterable[Duty]]
SOURCES: tuple[Source, ...] = (_tasks, _measures, _decisions, _institutions, _minutes, _readings, _promises)


def _mine(wanted: Wanted, parts: tuple[str, ...] = LEADING) -> Q:
    if wanted.units is None:
        return Q()
    taking_part = TaskUnit.objects.filter(task=OuterRef("pk"), unit_id__in=wanted.units, part__in=parts)
    own = Q(Exists(taking_part)) | Q(leader__in=wanted.leaders - {""})
    return own | Q(unit=None, leader="") if wanted.house else own


def _units_of(task_ids: Iterable[int]) -> dict[int, set[int]]:
    units: dict[int, set[int]] = {}
    rows = TaskUnit.objects.filter(task_id__in=set(task_ids), part__in=LEADING).values_list("task_id", "unit_id")
    for task_id, unit_id in rows:
        units.setdefault(task_id, set()).add(unit_id)
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
