"""Tasks and problems as an entry leaves them: what the journal keeps of their rows, to check them by and to show them as of any day.

Counts, ranks and places follow from other rows and are left out; so is the version, which only keeps people apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey, GeneratedField, Model

from zhenggai.journal.operations import Subject
from zhenggai.ledger.closing_models import Signature
from zhenggai.ledger.models import HandoverItem, Measure, PlanStepTask, Problem, Task, TaskProblem

# One thing as its table keeps it, by column; None for one that is gone. Its name is `task/12` or `problem/3`.
ToldRow = dict[str, Any] | None
ToldRows = dict[str, ToldRow]

# Entries about these tell of every row of their round: it was adopted, or came from another home.
WHOLE_ROUNDS = frozenset({"draft", "arrival"})
# A statement takes no more values than this on any database.
AT_ONCE = 10_000
_LEFT_OUT = frozenset({"id", "cycle_id", "position", "aspect_position", "version", "unit_id", "task_id"})
_COUNTED = ("_count", "_rank")
# Through these a thing belongs to a task.
_WAYS = ("task", "measure", "progress", "extension", "evidence")


def rows_told(subject: Subject, cycle: int | None) -> Mapping[str, ToldRow]:
    """The rows that an entry about this subject leaves behind, by name."""
    if subject.kind in WHOLE_ROUNDS:
        return _rows_of_cycle(cycle) if cycle is not None else {}
    return task_rows(tasks_of(subject))


def rows_now(names: Iterable[str]) -> ToldRows:
    """The rows of these names as they stand now."""
    parted = [name.split("/") for name in names]
    tasks = [int(number) for kind, number in parted if kind == "task"]
    return {**task_rows(tasks), **problem_rows([int(number) for kind, number in parted if kind == "problem"])}


def task_rows(task_ids: Iterable[int], *, measures: bool = True) -> ToldRows:
    """The rows of tasks as they stand now; without `measures` where nobody will look at them."""
    wanted = sorted(set(task_ids))
    rows: ToldRows = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows.update(_task_rows(wanted[start : start + AT_ONCE], measures=measures))
    return rows


def _task_rows(wanted: list[int], *, measures: bool) -> ToldRows:
    rows: ToldRows = {f"task/{number}": None for number in wanted}
    found = {values.pop("id"): values for values in Task.objects.filter(pk__in=wanted).values("id", *_columns(Task))}
    for values in found.values():
        values["problems"], values["measures"] = [], []
    answers = TaskProblem.objects.filter(task__in=wanted).order_by("task", "problem__position")
    for task_id, problem_id in answers.values_list("task_id", "problem_id"):
        found[task_id]["problems"].append(problem_id)
    steps = Measure.objects.filter(task__in=wanted if measures else ()).order_by("task", "position")
    for values in steps.values("id", "task_id", *_columns(Measure)):
        found[values.pop("task_id")]["measures"].append(values)
    return rows | {f"task/{number}": values for number, values in found.items()}


def problem_rows(problem_ids: Iterable[int]) -> ToldRows:
    """The rows of problems as they stand now."""
    wanted = sorted(set(problem_ids))
    rows: ToldRows = {f"problem/{number}": None for number in wanted}
    for start in range(0, len(wanted), AT_ONCE):
        found = Problem.objects.filter(pk__in=wanted[start : start + AT_ONCE]).values("id", *_columns(Problem))
        rows.update({f"problem/{values.pop('id')}": values for values in found})
    return rows


def _rows_of_cycle(cycle: int) -> ToldRows:
    tasks = Task.objects.filter(cycle=cycle).values_list("pk", flat=True)
    problems = Problem.objects.filter(cycle=cycle).values_list("pk", flat=True)
    return {**task_rows(tasks), **problem_rows(problems)}


def tasks_of(subject: Subject) -> list[int]:
    """The tasks that an entry about this subject is about."""
    if subject.kind == "task":
        return [subject.id]
    if subject.kind == "plan_step":
        return list(PlanStepTask.objects.filter(step=subject.id).values_list("task_id", flat=True))
    if subject.kind == "handover":
        listed = HandoverItem.objects.filter(handover=subject.id).exclude(task=None)
        return list(listed.values_list("task_id", flat=True).distinct())
    if subject.kind == "meeting_list":
        signed = Signature.objects.filter(listed=subject.id)
        return list(signed.values_list("closing__task_id", flat=True).distinct())
    way = _way_to_task(subject.kind)
    if way is None:
        return []
    model, path = way
    found = model._default_manager.filter(pk=subject.id).values_list(path, flat=True)
    return [int(task_id) for task_id in found if task_id is not None]


@cache
def _way_to_task(kind: str) -> tuple[type[Model], str] | None:
    """The model that is called so, and the path from it to its task, where it has one."""
    try:
        model = apps.get_model("ledger", kind.replace("_", ""))
    except LookupError:
        return None
    path = _path(model)
    return (model, path) if path else None


def _path(model: type[Model]) -> str:
    for name in _WAYS:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if isinstance(field, ForeignKey):
            above = field.remote_field.model
            beyond = "" if above is Task else _path(above)
            if above is Task or beyond:
                return f"{name}__{beyond}" if beyond else f"{name}_id"
    return ""


@cache
def _columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if _is_kept(field))


def _is_kept(field: Field[Any, Any]) -> bool:
    return not (field.attname in _LEFT_OUT or field.attname.endswith(_COUNTED) or isinstance(field, GeneratedField))
