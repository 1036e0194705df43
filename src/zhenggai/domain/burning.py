"""The burn-down of a round: how many items are left day by day, beside what the deadlines promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
# A longer way is told by the ends of months.
MOST_DAYS = 92


@dataclass(frozen=True, slots=True)
class Left:
    """What is left on a day's evening: open at all, by the plan, and by the strict and the broad way to count."""

    day: date
    open: int
    planned: int
    strict: int
    broad: int


@dataclass(frozen=True, slots=True)
class Step:
    """On a day so many items came to their end, or with negative numbers were opened again, in each way to count."""

    day: date
    open: int = 0
    strict: int = 0
    broad: int = 0


def burn_down(
    now: Left, steps: Iterable[Step], due: Mapping[date, int], *, first: date, undated: int = 0
) -> tuple[Left, ...]:
    """What was left on each day from `first` until that of `now`, going back from what is left then.

    `due` counts the items by their deadline; those without one are `undated` and never promised.
    """
    ends: dict[date, Step] = {}
    for step in steps:
        old = ends.get(step.day, Step(step.day))
        ends[step.day] = Step(step.day, old.open + step.open, old.strict + step.strict, old.broad + step.broad)
    whole = sum(due.values()) + undated
    days = days_told(first, now.day)
    back: list[Left] = []
    left, day = now, now.day
    for wanted in reversed(days):
        while day > wanted:
            step = ends.get(day, Step(day))
            left = Left(day, left.open + step.open, 0, left.strict + step.strict, left.broad + step.broad)
            day -= DAY
        passed = sum(number for end, number in due.items() if end <= wanted)
        back.append(Left(wanted, left.open, whole - passed, left.strict, left.broad))
    return tuple(reversed(back))


def days_told(first: date, last: date) -> tuple[date, ...]:
    """Every day of a short way; of a long one its first day, the ends of months, and its last day."""
    if last < first:
        return (last,)
    number = (last - first).days
    every = [first + place * DAY for place in range(number + 1)]
    if number <= MOST_DAYS:
        return tuple(every)
    return tuple(day for day in every if day in (first, last) or (day + DAY).day == 1)
