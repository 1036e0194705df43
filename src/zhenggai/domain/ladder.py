"""Who is told when before and after a deadline: person, unit head, lead leader, office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from zhenggai.domain.calendar import Calendar

StepName = Literal["before", "person", "unit_head", "leader", "office"]
STEPS: tuple[StepName, ...] = get_args(StepName)
STEP_NAMES: dict[StepName, str] = {
    "before": "到期前提醒",
    "person": "到期提醒",
    "unit_head": "提请单位负责人督促",
    "leader": "提请牵头领导督促",
    "office": "报整改办督办",
}
TOLD: dict[StepName, str] = {
    "before": "责任人",
    "person": "责任人",
    "unit_head": "单位负责人",
    "leader": "牵头领导",
    "office": "整改办",
}
MOST_REMINDERS = 10
LONGEST_WAIT = 366


@dataclass(frozen=True, slots=True)
class Ladder:
    """`before` is calendar days ahead of a deadline, the rest are working days from it; None leaves a step out."""

    before: tuple[int, ...] = (30, 7, 1)
    person: int | None = 0
    unit_head: int | None = 1
    leader: int | None = 3
    office: int | None = 5


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is due: `days` ahead of the deadline, or working days after it."""

    name: StepName
    days: int

    @property
    def key(self) -> str:
        """What tells the step from every other of the same deadline."""
        return f"{self.name}-{self.days}" if self.name == "before" else self.name


PRESET_LADDER = Ladder()


def steps_due(ladder: Ladder, *, due: date, today: date, calendar: Calendar) -> tuple[Step, ...]:
    """The steps that a deadline has reached by today, lowest first.

    Ahead of the deadline that is the nearest of the earlier days alone, so that whoever was away is reminded once.
    """
    if today < due:
        reached = [days for days in ladder.before if due - timedelta(days=days) <= today]
        return (Step("before", min(reached)),) if reached else ()
    waits = ((name, getattr(ladder, name)) for name in STEPS[1:])
    return tuple(
        Step(name, wait) for name, wait in waits if wait is not None and calendar.add_working_days(due, wait) <= today
    )
