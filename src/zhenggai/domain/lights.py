"""The light beside a task: a shape, a word and a colour name, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhenggai.domain.report import State


@dataclass(frozen=True, slots=True)
class Light:
    """What a page shows: `colour` names a custom property, not a value."""

    name: str
    shape: str
    word: str
    colour: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Days left at which a task is near, very near, and late."""

    near: int = 20
    urgent: int = 10
    late: int = 0


PRESET = Thresholds()

NORMAL = Light("normal", "●", "正常", "green")
NEAR = Light("near", "▲", "临期", "amber")
URGENT = Light("urgent", "▲", "紧迫", "amber")
LATE = Light("late", "■", "逾期", "red")
LONG_TERM = Light("long_term", "◆", "长期", "violet")
CLOSED = Light("closed", "✓", "已完成", "grey")
UNDATED = Light("undated", "○", "无期限", "grey")
LIGHTS = (LATE, URGENT, NEAR, NORMAL, LONG_TERM, UNDATED, CLOSED)


def light_of(*, state: State, deadline: date | None, today: date, thresholds: Thresholds = PRESET) -> Light:
    """The light of a task on a day; a task is late from the day after its deadline."""
    if state == "done":
        return CLOSED
    if deadline is None:
        return LONG_TERM if state == "long_term" else UNDATED
    left = (deadline - today).days
    if left < thresholds.late:
        return LATE
    if left <= thresholds.urgent:
        return URGENT
    return NEAR if left <= thresholds.near else NORMAL
