"""The burn-down of a round: how many items are left day by day, beside what the deadlines promised."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

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
    promised = sorted(due)
    passed = [0, *accumulate(due[day] for day in promised)]
    whole = passed[-1] + undated
    days = days_told(first, now.day)
    waiting = sorted(day for day in ends if day <= now.day)
    back: list[Left] = []
    left = now
    for wanted in reversed(days):
        while waiting and waiting[-1] > wanted:
            step = ends[waiting.pop()]
            left = Left(step.day, left.open + step.open, 0, left.strict + step.strict, left.broad + step.broad)
        planned = whole - passed[bisect_right(promised, wanted)]
        back.append(Left(wanted, left.open, planned, left.strict, left.broad))
    return tuple(reversed(back))


def days_told(first: date, last: date) -> tuple[date, ...]:
    """Every day of a short way; of a long one its first day, the ends of months, and its last day."""
    if last < first:
        return (last,)
    number = (last - first).days
    if number <= MOST_DAYS:
        return tuple(first + place * DAY for place in range(number + 1))
    return tuple(sorted({first, *_ends_of_months(first, last), last}))


def _ends_of_months(first: date, last: date) -> Iterator[date]:
    """The ends of months from one day on that lie before another."""
    end = first
    while (end := (end.replace(day=28) + 4 * DAY).replace(day=1) - DAY) < last:
        yield end
        end += DAY
