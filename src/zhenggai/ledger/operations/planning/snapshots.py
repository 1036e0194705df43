"""Tasks as they were, in JSON: what a step needs to be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F

from zhenggai.ledger.models import Figure, Indicator, Measure, PlanStepTask, Problem, Task, TaskProblem
from zhenggai.ledger.relating import own_doubts, own_figures

# Places are moved out of the way by this much, so that no two ever share one.
FAR = 1_000_000
KEPT = (
    "cycle_id",
    "aspect_id",
    "problem_id",
    "position",
    "aspect_position",
    "number",
    "kind",
    "state",
    "leader",
    "unit_id",
    "unit_name",
    "target",
    "co_units",
    "person",
    "standard",
    "risk",
    "deadline",
    "deadline_text",
    "measures_count",
    "figures_count",
    "doubts_count",
    "version",
)

Snapshot = dict[str, Any]


def snapshot_of(task: Task) -> Snapshot:
    """A task with the numbers of its problems and, in order, of its measures."""
    columns = {name: getattr(task, name) for name in KEPT}
    # What was stated or computed meanwhile does not come and go with a step.
    columns["figures_count"] -= own_figures(task.pk)
    columns["doubts_count"] -= own_doubts(task.pk)
    day = columns["deadline"]
    return {
        "id": task.pk,
        "columns": {**columns, "deadline": day.isoformat() if day else None},
        "problems": list(task.problems.order_by("position").values_list("pk", flat=True)),
        "measures": list(task.measures.order_by("position").values_list("pk", flat=True)),
    }


def restore(snapshot: Snapshot) -> Task:
    """Bring a task back to what a snapshot says; one that is gone comes back under its own number."""
    columns = dict(snapshot["columns"])
    columns["deadline"] = date.fromisoformat(columns["deadline"]) if columns["deadline"] else None
    task = Task.objects.filter(pk=snapshot["id"]).first()
    columns["position"] = _place_of(snapshot["id"], columns)
    if task is None:
        task = Task(pk=snapshot["id"], **columns)
        task.save(force_insert=True)
    else:
        Task.objects.filter(pk=task.pk).update(**columns)
    set_problems(task, snapshot["problems"])
    set_measures(task, snapshot["measures"])
    Task.objects.filter(pk=task.pk).update(
        figures_count=columns["figures_count"] + own_figures(task.pk),
        doubts_count=columns["doubts_count"] + own_doubts(task.pk),
    )
    return Task.objects.select_related("problem__aspect").get(pk=task.pk)


def place_behind(cycle_id: int, problem: Problem, *, but: int) -> int:
    """Make room in the ledger behind the tasks of a problem and of those before it, and return the place."""
    led = Task.objects.filter(cycle_id=cycle_id, problem__position__lte=problem.position).exclude(pk=but)
    place = (led.order_by("-position").values_list("position", flat=True).first() or 0) + 1
    free_position(cycle_id, place)
    return place


def _place_of(task_id: int, columns: dict[str, Any]) -> int:
    """Where a task stood, or behind its neighbours where that place is another's by now."""
    cycle_id, place = int(columns["cycle_id"]), int(columns["position"])
    if Task.objects.filter(cycle_id=cycle_id, position=place).exclude(pk=task_id).exists():
        return place_behind(cycle_id, Problem.objects.get(pk=columns["problem_id"]), but=task_id)
    return place


def set_problems(task: Task, problem_ids: Iterable[int]) -> None:
    """Let a task answer these problems and no others."""
    wanted = set(problem_ids)
    TaskProblem.objects.filter(task=task).exclude(problem_id__in=wanted).delete()
    known = set(TaskProblem.objects.filter(task=task).values_list("problem_id", flat=True))
    TaskProblem.objects.bulk_create(TaskProblem(task=task, problem_id=pk) for pk in sorted(wanted - known))


def set_measures(task: Task, measure_ids: Iterable[int]) -> None:
    """Put these measures into a task, in this order; it must hold no others."""
    order = list(measure_ids)
    for place, pk in enumerate(order, start=1):
        Measure.objects.filter(pk=pk).update(task=task, position=FAR + place)
    for place, pk in enumerate(order, start=1):
        Measure.objects.filter(pk=pk).update(position=place)
    Figure.objects.filter(measure__in=order).exclude(source="text").update(task=task)
    Indicator.objects.filter(measure__in=order).update(task=task)


def free_position(cycle_id: int, position: int) -> None:
    """Make room at a place of the ledger, where it is taken; what stands there and behind moves on by one."""
    tasks = Task.objects.filter(cycle_id=cycle_id)
    if not tasks.filter(position=position).exists():
        return
    tasks.filter(position__gte=position).update(position=F("position") + FAR)
    tasks.filter(position__gte=FAR).update(position=F("position") - FAR + 1)


def next_number(cycle_id: int) -> int:
    """The number for a new task: higher than any that was ever given in the cycle."""
    given = Task.objects.filter(cycle_id=cycle_id).values_list("number", flat=True)
    retired = PlanStepTask.objects.filter(step__cycle_id=cycle_id).values_list("number", flat=True)
    return max((*given, *retired), default=0) + 1


def facts_text(before: list[Snapshot], *, created: list[int], versions: dict[int, int]) -> str:
    """The facts of a step as its row keeps them."""
    return json.dumps({"before": before, "created": created, "versions": list(versions.items())}, ensure_ascii=False)
