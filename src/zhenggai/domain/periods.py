"""Report periods: when a month of reporting ends, what is counted in it, and what later corrections do to the counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from operator import add, attrgetter

from zhenggai.domain.calendar import NATIONAL, Calendar
from zhenggai.domain.lights import LATE, PRESET, Thresholds, light_of
from zhenggai.domain.rates import Rate
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.states import FINISHED, LedgerState

DAY = timedelta(days=1)
# 0 stands for the last day of the calendar's month.
LATEST_DAY = 28
LONGEST_GRACE = 31
LONGEST_REASON = 500
ROLLS: dict[str, str] = {"none": "不变", "before": "提前到上一个工作日", "after": "推后到下一个工作日"}
UNNAMED_UNIT = ""
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
FIRST_YEAR, LAST_YEAR = 1900, 2200


class CannotFreeze(Refusal):
    """A period that cannot be frozen, or a setting of periods that makes no sense."""


@dataclass(frozen=True, slots=True)
class PeriodRules:
    """When an office's month of reporting ends: on a day of the month, moved off holidays; frozen within `grace` working days."""

    month_end: int = 0
    roll: str = "none"
    grace: int = 3


PRESET_PERIODS = PeriodRules()


@dataclass(frozen=True, slots=True)
class Span:
    """A month of reporting, from its first day to its last; `due` is the day until which it is to be frozen."""

    month: str
    first: date
    last: date
    due: date


@dataclass(frozen=True, slots=True)
class FrozenTask:
    """A task as a period keeps it. `gated`: ended through the gate; `staged`: long-term with stages; `moved`: worked on in the period."""

    task_id: int
    number: int
    unit: str
    state: LedgerState
    deadline: date | None
    light: str
    gated: bool = False
    staged: bool = False
    moved: bool = False
    returns: int = 0
    closed_on: date | None = None

    @property
    def done(self) -> bool:
        """Whether it is finished, by whatever road."""
        return self.state in FINISHED

    @property
    def on_time(self) -> bool:
        """Whether it was closed until its deadline; one that only a document calls done says nothing of when."""
        return self.done and self.closed_on is not None and (self.deadline is None or self.closed_on <= self.deadline)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a period counts of a unit, or of all; `gated` is done strictly, `broad` broadly."""

    total: int = 0
    done: int = 0
    on_time: int = 0
    overdue: int = 0
    moved: int = 0
    returns: int = 0
    gated: int = 0
    broad: int = 0

    def plus(self, other: Counts, times: int = 1) -> Counts:
        """These and the others, or with `times=-1` these without the others."""
        return Counts(*(getattr(self, one.name) + times * getattr(other, one.name) for one in fields(Counts)))


_NOTHING = (0,) * len(fields(Counts))
_as_numbers = attrgetter(*(one.name for one in fields(Counts)))

COUNT_NAMES: dict[str, str] = {
    "total": "任务",
    "done": "已完成",
    "on_time": "按期完成",
    "overdue": "逾期",
    "moved": "本期有进展",
    "returns": "本期退回",
    "gated": "严格口径完成",
    "broad": "宽口径完成",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a later correction changes of a task as the period would be counted now; None leaves it as it was."""

    reopened: bool = False
    moved: bool | None = None
    deadline: date | None = None
    dated_anew: bool = False
    returns: int = 0


def demand_period_rules(rules: PeriodRules) -> None:
    """Return where the settings make sense.

    :raises CannotFreeze: where they do not.
    """
    if not 0 <= rules.month_end <= LATEST_DAY:
        raise CannotFreeze("月末那一天应在 1 到 $latest 之间，0 表示当月最后一天。", latest=LATEST_DAY)
    if rules.roll not in ROLLS:
        raise CannotFreeze("遇节假日怎么办，请从列出的里面选。")
    if not 0 <= rules.grace <= LONGEST_GRACE:
        raise CannotFreeze("几个工作日内冻结，应在 0 到 $longest 之间。", longest=LONGEST_GRACE)


def month_named(text: str) -> str:
    """A month as `2026-03`.

    :raises CannotFreeze: where the text names none.
    """
    match = _MONTH.fullmatch(text)
    if match is None or not FIRST_YEAR < int(match[1]) < LAST_YEAR:
        raise CannotFreeze("没有这个报告期：$month。", month=text[:20])
    return text


def month_after(month: str, number: int = 1) -> str:
    """The month that comes so many months later; earlier where negative."""
    year, place = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + number, 12)
    return f"{year:04}-{place + 1:02}"


def span_of(month: str, rules: PeriodRules, calendar: Calendar = NATIONAL) -> Span:
    """The days of a month of reporting."""
    last = _end_of(month, rules, calendar)
    first = _end_of(month_after(month, -1), rules, calendar) + DAY
    return Span(month, first, last, calendar.add_working_days(last, rules.grace))


def month_holding(day: date, rules: PeriodRules, calendar: Calendar = NATIONAL) -> str:
    """The month of reporting in which a day lies."""
    month = month_after(f"{day:%Y-%m}", -1)
    while _end_of(month, rules, calendar) < day:
        month = month_after(month)
    return month


def months_until(first: str, last: str) -> tuple[str, ...]:
    """Every month from one to another, both included."""
    found = []
    while first <= last:
        found.append(first)
        first = month_after(first)
    return tuple(found)


def _end_of(month: str, rules: PeriodRules, calendar: Calendar) -> date:
    if rules.month_end:
        day = date(int(month[:4]), int(month[5:]), rules.month_end)
    else:
        following = month_after(month)
        day = date(int(following[:4]), int(following[5:]), 1) - DAY
    if rules.roll == "none" or calendar.is_working(day):
        return day
    return calendar.add_working_days(day, -1 if rules.roll == "before" else 1)


def counts_of(task: FrozenTask) -> Counts:
    """What one task adds to the counts."""
    return Counts(
        total=1,
        done=int(task.done),
        on_time=int(task.on_time),
        overdue=int(task.light == LATE.name),
        moved=int(task.moved),
        returns=task.returns,
        gated=int(task.done and task.gated),
        broad=int(task.done or (task.state == "long_term" and task.staged)),
    )


def counted(tasks: Iterable[FrozenTask]) -> tuple[Counts, dict[str, Counts]]:
    """The counts of all and of each leading unit, in the order in which units first come."""
    sums: dict[str, list[int]] = {}
    for task in tasks:
        sums[task.unit] = list(map(add, sums.get(task.unit, _NOTHING), _as_numbers(counts_of(task))))
    units = {unit: Counts(*sum_of) for unit, sum_of in sums.items()}
    whole = Counts()
    for one in units.values():
        whole = whole.plus(one)
    return whole, units


def restated(task: FrozenTask, effect: Effect, *, last: date, thresholds: Thresholds = PRESET) -> FrozenTask:
    """The task as its period would keep it, had the corrections been known."""
    state: LedgerState = "ongoing" if effect.reopened else task.state
    deadline = effect.deadline if effect.dated_anew else task.deadline
    return replace(
        task,
        state=state,
        deadline=deadline,
        light=light_of(state=state, deadline=deadline, today=last, thresholds=thresholds).name,
        gated=task.gated and not effect.reopened,
        moved=task.moved if effect.moved is None else effect.moved,
        returns=task.returns + effect.returns,
        closed_on=None if effect.reopened else task.closed_on,
    )


def recounted(
    tasks: Iterable[FrozenTask], effects: Mapping[int, Effect], *, last: date, thresholds: Thresholds = PRESET
) -> tuple[Counts, dict[str, Counts]]:
    """By how much corrections move the counts of all and of each unit; only the tasks that they touch are asked for."""
    units: dict[str, Counts] = {}
    whole = Counts()
    for task in tasks:
        new = counts_of(restated(task, effects[task.task_id], last=last, thresholds=thresholds))
        moved = new.plus(counts_of(task), -1)
        units[task.unit] = units.get(task.unit, Counts()).plus(moved)
        whole = whole.plus(moved)
    return whole, units


def rates_by(counts: Counts, whole: int) -> tuple[Rate, Rate]:
    """Strict and broad, out of the same denominator."""
    return Rate(counts.gated, whole), Rate(counts.broad, whole)
