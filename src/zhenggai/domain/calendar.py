"""Working days: the state's holidays as far as they are known, weekends beyond, and an office's own exceptions before both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import chinese_calendar
from chinese_calendar.constants import holidays

DAY = timedelta(days=1)
# The years for which the state's holidays are published in the package; outside them only weekends are free.
FIRST_YEAR: int = min(holidays).year
LAST_YEAR: int = max(holidays).year
# Nobody plans further, and a date has an end.
MOST_DAYS = 10_000

Counting = Literal["calendar", "working"]
COUNTINGS: dict[Counting, str] = {"calendar": "自然日", "working": "工作日"}


@dataclass(frozen=True, slots=True)
class LocalDay:
    """A day on which an office works or is free, whatever the state's calendar says, and why."""

    day: date
    working: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: an office's exceptions, then the state's holidays, then weekends."""

    local: frozenset[tuple[date, bool]] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        if (day, True) in self.local:
            return True
        return (day, False) not in self.local and _usually_working(day)

    def working_days_between(self, first: date, last: date) -> int:
        """The working days after `first` up to and with `last`; negative where `last` comes before."""
        if last < first:
            return -self.working_days_between(last, first)
        days = min((last - first).days, MOST_DAYS)
        return sum(self.is_working(first + number * DAY) for number in range(1, days + 1))

    def add_working_days(self, day: date, number: int) -> date:
        """The day that lies so many working days after `day`, or before it; `day` itself for none."""
        return _added(self, day, max(-MOST_DAYS, min(number, MOST_DAYS)))

    def last_day_within(self, today: date, number: int) -> date:
        """The last day to which no more than so many working days are left."""
        return self.add_working_days(today, number + 1) - DAY


NATIONAL = Calendar()


def calendar_of(days: Iterable[LocalDay]) -> Calendar:
    """The calendar of an office with these exceptions."""
    return Calendar(frozenset((one.day, one.working) for one in days))


def is_known(year: int) -> bool:
    """Whether the state's holidays of the year are known; else only its weekends are free."""
    return FIRST_YEAR <= year <= LAST_YEAR


def _usually_working(day: date) -> bool:
    if is_known(day.year):
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5


@lru_cache(maxsize=1024)
def _added(calendar: Calendar, day: date, number: int) -> date:
    way = DAY if number > 0 else -DAY
    left = abs(number)
    while left and date.min < day < date.max:
        day += way
        left -= calendar.is_working(day)
    return day
