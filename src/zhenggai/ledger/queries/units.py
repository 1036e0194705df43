"""The tasks of one unit, over all cycles: how they stand, what came back, what was put off, what was noted."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from zhenggai.domain.extensions import EXTENSION_STATES
from zhenggai.domain.lights import LIGHTS, light_of
from zhenggai.domain.rights import Actor
from zhenggai.domain.rules import Rules
from zhenggai.domain.states import FINISHED
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.citing import cite_problem
from zhenggai.ledger.models import Extension, Progress, Task
from zhenggai.ledger.queries.rows import ledger_row
from zhenggai.ledger.ruling import rules_of_cycles
from zhenggai.ledger.shapes import UnitTask, UnitTasks
from zhenggai.ledger.shapes.units import LightCount, ReturnedReport, UnitExtension
from zhenggai.ledger.standing import tasks_in_reach
from zhenggai.ledger.timelines import subjects_of_tasks

MOST_LISTED = 100
NEWEST = 20


def tasks_of_unit(*, unit_id: int, actor: Actor, today: date) -> UnitTasks:
    """The tasks in the actor's reach that a unit leads, open ones and the nearest deadlines first, and how they stand."""
    tasks = tasks_in_reach(actor).filter(unit_id=unit_id)
    ordered = tasks.select_related("cycle", "problem", "aspect").order_by("state_rank", "deadline_rank", "pk")
    nearest = list(ordered[:MOST_LISTED])
    rules = rules_of_cycles(cycle_ids=tasks.order_by().values_list("cycle_id", flat=True).distinct())
    return UnitTasks(
        rows=tuple(
            UnitTask(task.cycle_id, task.cycle.title, ledger_row(task, today=today, rules=rules[task.cycle_id]))
            for task in nearest
        ),
        total=tasks.count(),
        done=tasks.filter(state__in=FINISHED).count(),
        lights=_lights(tasks, rules, today=today),
        returned=_returned(tasks),
        extensions=_extensions(tasks),
        record=list_timeline(subjects=subjects_of_tasks(*tasks.order_by().values_list("pk", flat=True)), limit=NEWEST),
    )


def _lights(tasks: QuerySet[Task], rules: dict[int, Rules], *, today: date) -> tuple[LightCount, ...]:
    found: Counter[str] = Counter()
    grouped = tasks.order_by().values_list("cycle_id", "state", "deadline").annotate(n=Count("pk"))
    for cycle_id, state, deadline, number in grouped:
        light = light_of(state=state, deadline=deadline, today=today, thresholds=rules[cycle_id].lights)
        found[light.name] += number
    return tuple(LightCount(light, found[light.name]) for light in LIGHTS if found[light.name])


def _returned(tasks: QuerySet[Task]) -> tuple[ReturnedReport, ...]:
    later = Progress.objects.filter(measure=OuterRef("measure"), pk__gt=OuterRef("pk"))
    rows = Progress.objects.filter(~Exists(later), state="returned", measure__task__in=tasks)
    return tuple(
        ReturnedReport(
            cycle_id=row.measure.task.cycle_id,
            task_id=row.measure.task_id,
            measure=f"{row.measure.marker}{row.measure.text}",
            judged_by=row.judged_by,
            day=localdate(row.judged_at) if row.judged_at else None,
            reason=row.reason,
        )
        for row in rows.select_related("measure__task").order_by("-judged_at", "-pk")[:NEWEST]
    )


def _extensions(tasks: QuerySet[Task]) -> tuple[UnitExtension, ...]:
    rows = Extension.objects.filter(task__in=tasks, state__in=("granted", "refused"))
    return tuple(
        UnitExtension(
            cycle_id=row.cycle_id,
            task_id=row.task_id,
            task=f"{cite_problem(row.task.problem)} {row.task.target or row.task.problem.title}",
            old=row.old,
            new=row.new,
            state_name=EXTENSION_STATES[row.state],
            decided_by=row.decided_by,
            why=row.why,
        )
        for row in rows.select_related("task__problem__aspect").order_by("-decided_at", "-pk")[:NEWEST]
    )
