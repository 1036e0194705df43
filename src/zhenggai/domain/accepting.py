"""Accepting a task (认领): by its leader and by its leading unit, each within the hours that the rules give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SIDES: dict[str, str] = {"leader": "牵头领导", "unit": "牵头单位"}
# Replaced: somebody else was asked, or the same once more.
ACCEPTANCE_STATES: dict[str, str] = {
    "waiting": "待认领",
    "accepted": "已认领",
    "refused": "已退回",
    "replaced": "已另派",
}
HOUR = timedelta(hours=1)
DAY_HOURS = 24


@dataclass(frozen=True, slots=True)
class Countdown:
    """What is left until a task must be accepted, or how long that is over: whole days and the hours beyond."""

    late: bool
    days: int
    hours: int


def due_of(asked: datetime, hours: int) -> datetime:
    """The moment until which a task that was handed out must be accepted."""
    return asked + timedelta(hours=hours)


def countdown(due: datetime, now: datetime) -> Countdown:
    """The time left at a moment; the first hour after the due moment is late by 0 hours."""
    late = now > due
    whole = (now - due if late else due - now) // HOUR
    return Countdown(late, whole // DAY_HOURS, whole % DAY_HOURS)
