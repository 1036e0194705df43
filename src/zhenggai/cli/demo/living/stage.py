"""Where and when the living cycle plays: its days count from today, so that it is always half-way through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from string import Template

# Days before today on which it began.
FEEDBACK = 80
_TEXT = Path(__file__).resolve().parent.parent / "feedback.txt"
# The county's clock is eight hours ahead of UTC.
_AHEAD = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at a moment."""

    at: datetime
    run: Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Stage:
    """The cycle, the day on which the demonstration is looked at, and its tasks by their numbers once they were read."""

    cycle_id: int
    today: date
    task_ids: dict[int, int] = field(default_factory=dict, compare=False, repr=False)

    def day(self, offset: int) -> date:
        """The day so many days after today; before it where negative. The feedback came on day(-80)."""
        return self.today + timedelta(days=offset)

    def at(self, offset: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment of that day by the county's clock."""
        return datetime.combine(self.day(offset), time(hour, minute), tzinfo=UTC) - _AHEAD

    def event(self, offset: int, hour: int, minute: int, run: Callable[[datetime], object]) -> Event:
        """Something that happens on that day."""
        return Event(self.at(offset, hour, minute), run)


def before_all(today: date) -> datetime:
    """The moment at which the people of the county were entered, before anything else happened."""
    return Stage(cycle_id=0, today=today).at(-FEEDBACK - 2)


def feedback_text(today: date) -> str:
    """The feedback document with its days put in."""

    def said(offset: int) -> str:
        day = today + timedelta(days=offset)
        return f"{day.year}年{day.month}月{day.day}日"

    days = {f"d{offset}": said(offset) for offset in range(130)}
    past = {"late6": said(-6), "late2": said(-2), "from": said(-200), "to": said(-140), "feedback": said(-FEEDBACK)}
    return Template(_TEXT.read_text(encoding="utf-8")).substitute(days, **past, year=str(today.year + 1))
