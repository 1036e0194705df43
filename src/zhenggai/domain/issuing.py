"""What is issued: a plan frozen as it stands, and the number and the day of its document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from zhenggai.domain.planning import MeasurePlan, TaskPlan
from zhenggai.domain.refusals import Refusal

LONGEST_DOCUMENT_NUMBER = 60
_DOCUMENT_NUMBER = re.compile(r"[^\s〔〕\[\]()（）【】第]+〔(?P<year>[0-9]{4})〕[1-9][0-9]{0,5}号")
HOW_TO_WRITE = "文号应写成“云发〔2026〕5号”的样子：先写机关代字，年份用六角括号，序号前不加“第”，也不补零。"


class CannotIssue(Refusal):
    """A plan that cannot be issued like this."""


@dataclass(frozen=True, slots=True)
class FrozenProblem:
    """A problem that the plan answers; `number` is as people cite it."""

    id: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class FrozenMeasure:
    """A measure at its place, counted from 1."""

    id: int
    place: int
    plan: MeasurePlan


@dataclass(frozen=True, slots=True)
class FrozenTask:
    """A task with what was planned of it; `problems` are the keys of those it answers, in order."""

    id: int
    number: int
    name: str
    problems: tuple[int, ...]
    plan: TaskPlan
    measures: tuple[FrozenMeasure, ...]


@dataclass(frozen=True, slots=True)
class FrozenPlan:
    """A whole plan at one moment, in the order of the ledger."""

    problems: tuple[FrozenProblem, ...] = ()
    tasks: tuple[FrozenTask, ...] = ()

    def task(self, task_id: int) -> FrozenTask | None:
        """The task of that key; None where the plan has none."""
        return next((task for task in self.tasks if task.id == task_id), None)

    def cited(self, task: FrozenTask) -> str:
        """The problems of a task as people cite them."""
        numbers = {problem.id: problem.number for problem in self.problems}
        return "、".join(numbers[key] for key in task.problems if key in numbers)


def plain_plan(plan: FrozenPlan) -> dict[str, Any]:
    """The plan as plain values, for the one writer of canonical bytes."""
    return asdict(plan)


def plan_of(plain: Mapping[str, Any]) -> FrozenPlan:
    """The plan that was written from `plain_plan`."""
    return FrozenPlan(
        problems=tuple(FrozenProblem(**problem) for problem in plain["problems"]),
        tasks=tuple(frozen_task_of(task) for task in plain["tasks"]),
    )


def frozen_task_of(plain: Mapping[str, Any]) -> FrozenTask:
    """A task of a plan, from plain values."""
    measures = (
        FrozenMeasure(measure["id"], measure["place"], measure_plan_of(measure["plan"]))
        for measure in plain["measures"]
    )
    return FrozenTask(
        id=plain["id"],
        number=plain["number"],
        name=plain["name"],
        problems=tuple(plain["problems"]),
        plan=task_plan_of(plain["plan"]),
        measures=tuple(measures),
    )


def task_plan_of(plain: Mapping[str, Any]) -> TaskPlan:
    """What is planned of a task, from plain values."""
    return TaskPlan(**{**plain, "co_units": tuple(plain["co_units"]), "deadline": _day(plain["deadline"])})


def measure_plan_of(plain: Mapping[str, Any]) -> MeasurePlan:
    """What is planned of a measure, from plain values."""
    return MeasurePlan(**{**plain, "deadline": _day(plain["deadline"])})


def demand_number(number: str) -> int:
    """The year in a document number.

    :raises CannotIssue: where it is not written like one.
    """
    found = _DOCUMENT_NUMBER.fullmatch(number)
    if found is None or len(number) > LONGEST_DOCUMENT_NUMBER:
        raise CannotIssue(HOW_TO_WRITE)
    return int(found["year"])


def demand_document(number: str, day: date | None, *, earliest: date | None, today: date) -> date:
    """The day, when a document can have it and this number; `earliest` is the day of the feedback or of the version before.

    :raises CannotIssue: when not; the sentence says how to write it.
    """
    year = demand_number(number)
    if day is None:
        raise CannotIssue("请填写印发日期。")
    if day > today:
        raise CannotIssue("印发日期 $day 还没有到，请填写实际印发的日期。", day=day.isoformat())
    if earliest and day < earliest:
        raise CannotIssue(
            "印发日期不能早于 $earliest（反馈或上一版印发的日期），请核对。", earliest=earliest.isoformat()
        )
    # A document that is numbered in the last days of a year may go out in the first days of the next.
    if year not in {day.year, day.year - 1}:
        raise CannotIssue("文号里的年份 $year 与印发日期 $day 对不上，请核对。", year=year, day=day.isoformat())
    return day


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
