"""Tasks and problems as an entry leaves them: what the journal keeps of their rows, to check them by and to show them as of any day.

Counts, ranks and places follow from other rows and are left out; so is the version, which only keeps people apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Field, ForeignKey, GeneratedField, Model

from zhenggai.journal.one_statement import Answers, Columns, OneStatement, Question, ask_apart, rounded
from zhenggai.journal.operations import Subject
from zhenggai.journal.telling import WHOLE_ROUNDS, Heard, Reached, ToldRow, ToldRows, by_kind
from zhenggai.ledger.closing_models import Signature
from zhenggai.ledger.models import HandoverItem, Measure, PlanStepTask, Problem, Task, TaskProblem

# A statement takes no more values than this on any database.
AT_ONCE = 10_000
# So many are read in one statement.
FEW = 8
_LEFT_OUT = frozenset({"id", "cycle_id", "position", "aspect_position", "version", "unit_id", "task_id"})
_COUNTED = ("_count", "_rank")
# Through these a thing belongs to a task.
_WAYS = ("task", "measure", "progress", "extension", "evidence")


@dataclass(frozen=True, slots=True)
class TaskKind:
    """Tasks with their measures and the problems they answer."""

    name: str = "task"
    label: str = "任务"
    models: frozenset[type[Model]] = frozenset({Task, Measure, TaskProblem})

    def rows(self, numbers: Collection[int]) -> dict[int, ToldRow]:
        """Those of these numbers as they stand now; None for what is not there."""
        return by_kind(task_rows(numbers)).get(self.name, {})

    def rows_like(self, told: Mapping[int, ToldRow]) -> dict[int, ToldRow]:
        """The same, in the form in which they were told."""
        return self.rows(told.keys())

    def untold(self, heard: Heard) -> Iterable[int]:
        """Tasks of rounds that were told when they began."""
        return _untold(Task, heard)


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """Problems; their wording is locked."""

    name: str = "problem"
    label: str = "问题"
    models: frozenset[type[Model]] = frozenset({Problem})

    def rows(self, numbers: Collection[int]) -> dict[int, ToldRow]:
        """Those of these numbers as they stand now; None for what is not there."""
        return by_kind(problem_rows(numbers)).get(self.name, {})

    def rows_like(self, told: Mapping[int, ToldRow]) -> dict[int, ToldRow]:
        """The same, in the form in which they were told."""
        return self.rows(told.keys())

    def untold(self, heard: Heard) -> Iterable[int]:
        """Problems of rounds that were told when they began."""
        return _untold(Problem, heard)


def _untold(model: type[Task | Problem], heard: Heard) -> Iterable[int]:
    there = model._default_manager.filter(cycle__in=heard.cycles).order_by("pk").values_list("pk", flat=True)
    return (number for number in there.iterator() if number not in heard.told)


def told_tasks(subject: Subject, cycle: int | None, _at: datetime) -> Reached:
    """The tasks and problems that an entry about this subject leaves behind."""
    if subject.kind in WHOLE_ROUNDS:
        if cycle is None:
            return {}
        return {name: _of_cycle(model, cycle) for name, model in (("task", Task), ("problem", Problem))}
    return {"task": tasks_of(subject)}


def _of_cycle(model: type[Model], cycle: int) -> list[int]:
    return list(model._default_manager.filter(cycle=cycle).values_list("pk", flat=True))


def task_rows(task_ids: Iterable[int], *, measures: bool = True) -> ToldRows:
    """The rows of tasks as they stand now; without `measures` where nobody will look at them."""
    wanted = sorted(set(task_ids))
    rows: ToldRows = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows.update(_task_rows(wanted[start : start + AT_ONCE], measures=measures))
    return rows


def _task_rows(wanted: list[int], *, measures: bool) -> ToldRows:
    rows: ToldRows = {f"task/{number}": None for number in wanted}
    answers = _task_answers(wanted, measures=measures)
    found = {values.pop("id"): values for values in answers["tasks"]}
    for values in found.values():
        values["problems"], values["measures"] = [], []
    for values in sorted(answers["answers"], key=lambda one: one["place"]):
        found[values["task_id"]]["problems"].append(values["problem_id"])
    for values in sorted(answers["measures"], key=lambda one: one["place"]):
        del values["place"]
        found[values.pop("task_id")]["measures"].append(values)
    return rows | {f"task/{number}": values for number, values in found.items()}


def _task_answers(wanted: list[int], *, measures: bool) -> Answers:
    if measures and 0 < len(wanted) <= FEW:
        return _STATEMENT.ask(*rounded(wanted))
    asked = _questions(*wanted)
    return ask_apart(asked if measures else {**asked, "measures": _NO_MEASURES})


def _questions(*wanted: int) -> dict[str, Question]:
    answers = TaskProblem.objects.filter(task__in=wanted).annotate(place=F("problem__position"))
    measures = Measure.objects.filter(task__in=wanted).annotate(place=F("position"))
    return {
        "tasks": Columns(Task.objects.filter(pk__in=wanted), ("id", *_columns(Task))),
        "answers": Columns(answers, ("task_id", "problem_id", "place")),
        "measures": Columns(measures, ("id", "task_id", "place", *_columns(Measure))),
    }


_STATEMENT = OneStatement(_questions)
_NO_MEASURES = Columns(Measure.objects.none(), ("id",))


def problem_rows(problem_ids: Iterable[int]) -> ToldRows:
    """The rows of problems as they stand now."""
    wanted = sorted(set(problem_ids))
    rows: ToldRows = {f"problem/{number}": None for number in wanted}
    for start in range(0, len(wanted), AT_ONCE):
        found = Problem.objects.filter(pk__in=wanted[start : start + AT_ONCE]).values("id", *_columns(Problem))
        rows.update({f"problem/{values.pop('id')}": values for values in found})
    return rows


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
