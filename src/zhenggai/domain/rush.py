"""A late rush: many closings in the last days before a deadline, or many signatures of one person within minutes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhenggai.domain.closing_rules import ClosingRules
from zhenggai.domain.rates import Rate


@dataclass(frozen=True, slots=True)
class Closed:
    """A closing as it is looked at afterwards: which task, when it was signed off, and by when it had to be."""

    number: int
    at: datetime
    day: date
    deadline: date | None


@dataclass(frozen=True, slots=True)
class Signing:
    """A signature: whose, on which task, when."""

    by: str
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Burst:
    """Many signatures of one person within minutes."""

    by: str
    numbers: tuple[int, ...]
    first: datetime
    last: datetime

    @property
    def minutes(self) -> int:
        """How long it took, in minutes, at least one."""
        return max(1, round((self.last - self.first) / timedelta(minutes=1)))


@dataclass(frozen=True, slots=True)
class Rush:
    """What of a late rush there is: `late` out of all, the days on which most was closed, and the bursts."""

    late: Rate
    late_numbers: tuple[int, ...]
    days: tuple[tuple[date, int], ...]
    bursts: tuple[Burst, ...]
    many_late: bool


def rush_of(closed: Iterable[Closed], signings: Iterable[Signing], *, end: date | None, rules: ClosingRules) -> Rush:
    """What of a rush there was; a task counts as late within the last days before its deadline, or before the stage's `end`."""
    all_closed = list(closed)
    late = [one.number for one in all_closed if _is_late(one, end, rules.rush_days)]
    days: dict[date, int] = {}
    for one in all_closed:
        days[one.day] = days.get(one.day, 0) + 1
    busy = sorted((day, count) for day, count in days.items() if count >= rules.rush_count)
    return Rush(
        late=Rate(len(late), len(all_closed)),
        late_numbers=tuple(sorted(late)),
        days=tuple(busy),
        bursts=tuple(bursts_of(signings, count=rules.rush_count, within=timedelta(minutes=rules.rush_minutes))),
        many_late=len(late) >= rules.rush_count and len(late) * 100 >= len(all_closed) * rules.rush_percent,
    )


def bursts_of(signings: Iterable[Signing], *, count: int, within: timedelta) -> Iterable[Burst]:
    """The runs in which somebody signed at least `count` tasks, each run with no pause that would stretch it beyond `within`."""
    by_person: dict[str, list[Signing]] = {}
    for one in sorted(signings, key=lambda one: one.at):
        by_person.setdefault(one.by, []).append(one)
    for by, mine in sorted(by_person.items()):
        start = 0
        while start < len(mine):
            end = start
            while end + 1 < len(mine) and mine[end + 1].at - mine[start].at <= within:
                end += 1
            run = mine[start : end + 1]
            numbers = tuple(dict.fromkeys(one.number for one in run))
            if len(numbers) >= count:
                yield Burst(by, numbers, run[0].at, run[-1].at)
                start = end + 1
            else:
                start += 1


def _is_late(one: Closed, end: date | None, days: int) -> bool:
    due = one.deadline or end
    return due is not None and due - timedelta(days=days) < one.day <= due
