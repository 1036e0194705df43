"""The light beside a task: a shape, a word and a colour name, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from zhenggai.domain.calendar import NATIONAL, Calendar, Counting
from zhenggai.domain.states import CLOSED as OVER
from zhenggai.domain.states import LedgerState


@dataclass(frozen=True, slots=True)
class Light:
    """What a page shows: `colour` names a custom property, not a value."""

    name: str
    shape: str
    word: str
    colour: str


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Days left at which a task is near, very near, and late; counted on the calendar or in working days.

    Lists filter by `urgent_until` and `near_until`, and lights go by the same two days.
    """

    near: int = 20
    urgent: int = 10
    late: int = 0
    counting: Counting = "calendar"
    calendar: Calendar = field(default=NATIONAL, compare=False)

    def urgent_until(self, today: date) -> date:
        """The last deadline that is very near."""
        return self._until(today, self.urgent)

    def near_until(self, today: date) -> date:
        """The last deadline that is near."""
        return self._until(today, self.near)

    def days_left(self, today: date, deadline: date) -> int:
        """The days to a deadline as this office counts them, negative once it has passed."""
        if self.counting == "working":
            left = self.calendar.working_days_between(today, deadline)
            return min(left, -1) if deadline < today else left
        return (deadline - today).days

    def _until(self, today: date, days: int) -> date:
        if self.counting == "working":
            return self.calendar.last_day_within(today, days)
        return today + timedelta(days=days)


PRESET = Thresholds()

NORMAL = Light("normal", "●", "正常", "green")
NEAR = Light("near", "▲", "临期", "amber")
URGENT = Light("urgent", "▲", "紧迫", "amber")
LATE = Light("late", "■", "逾期", "red")
LONG_TERM = Light("long_term", "◆", "长期", "violet")
CLOSED = Light("closed", "✓", "已完成", "grey")
UNDATED = Light("undated", "○", "无期限", "grey")
RELEASED = Light("released", "–", "不再适用", "grey")
LIGHTS = (LATE, URGENT, NEAR, NORMAL, LONG_TERM, UNDATED, CLOSED, RELEASED)


def light_of(*, state: LedgerState, deadline: date | None, today: date, thresholds: Thresholds = PRESET) -> Light:
    """The light of a task on a day; a task is late from the day after its deadline."""
    if state in OVER:
        return RELEASED if state == "not_applicable" else CLOSED
    if deadline is None:
        return LONG_TERM if state == "long_term" else UNDATED
    if deadline < today + timedelta(days=thresholds.late):
        return LATE
    if deadline <= thresholds.urgent_until(today):
        return URGENT
    return NEAR if deadline <= thresholds.near_until(today) else NORMAL
