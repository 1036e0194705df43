"""A round at an instant, counted as its overview counts it: the account, the rates, what is late, every aspect and unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from zhenggai.domain.account import PARTS, Account, Part, account_of_states
from zhenggai.domain.period_comparing import points_between
from zhenggai.domain.rates import Counted, Rate, Rates, rates_of
from zhenggai.domain.states import CLOSED, LedgerState

# What each part of the account is called.
PART_LABELS: dict[Part, str] = {
    "finished": "完成",
    "long_term": "长期坚持",
    "running": "正在整改",
    "idle": "未启动",
    "released": "不再适用",
}

# What is told of how an aspect or a unit moved.
GROUP_FIGURES = ("任务", "完成", "逾期")


@dataclass(frozen=True, slots=True)
class TaskThen:
    """What is counted of a task; `gated` ended through the gate, `staged` goes on by granted stages."""

    aspect: int
    unit: str
    state: LedgerState
    deadline: date | None
    measures: int
    gated: bool
    staged: bool


@dataclass(frozen=True, slots=True)
class GroupThen:
    """The tasks of an aspect or a unit: its own account, and how many were late."""

    name: str
    account: Account
    late: int

    @property
    def shares(self) -> tuple[tuple[str, int], ...]:
        """The parts of its account by name."""
        return _shares(self.account)


@dataclass(frozen=True, slots=True)
class PastOverview:
    """What the overview showed.

    `told` says whether the journal had spoken of the round itself by then: without that, the feedback's own count and the aspects are
    unknown, and the rates go by the tasks. `problems` is None where it had spoken of none.
    """

    account: Account
    rates: Rates
    late: int
    undated: int
    measures: int
    problems: int | None
    aspects: tuple[GroupThen, ...]
    units: tuple[GroupThen, ...]
    told: bool

    @property
    def shares(self) -> tuple[tuple[str, int], ...]:
        """The parts of the account by name, which add up to all tasks."""
        return _shares(self.account)


class Moved(NamedTuple):
    """A figure at two instants and by how much it moved; of rates in percentage points."""

    label: str
    before: str
    after: str
    by: str


class MovedGroup(NamedTuple):
    """How the figures of an aspect or a unit moved; one that is not there on a side counts nothing there."""

    name: str
    figures: tuple[Moved, ...]

    @property
    def moved(self) -> bool:
        """Whether any of its figures did."""
        return any(one.before != one.after for one in self.figures)


def past_overview(
    tasks: Sequence[TaskThen],
    *,
    today: date,
    stated: int | None,
    problems: int | None,
    aspects: Mapping[int, str],
    told: bool,
) -> PastOverview:
    """The overview of these tasks on a day; aspects in their order, units by how many tasks they lead."""
    by_aspect: dict[int, list[TaskThen]] = {}
    by_unit: dict[str, list[TaskThen]] = {}
    for task in tasks:
        by_aspect.setdefault(task.aspect, []).append(task)
        by_unit.setdefault(task.unit, []).append(task)
    units = [_group(name, led, today) for name, led in by_unit.items()]
    return PastOverview(
        account=account_of_states(task.state for task in tasks),
        rates=rates_of((Counted(task.state, 1, task.gated, task.staged) for task in tasks), stated=stated),
        late=sum(_is_late(task, today) for task in tasks),
        undated=sum(task.state not in CLOSED and task.deadline is None for task in tasks),
        measures=sum(task.measures for task in tasks),
        problems=problems,
        aspects=tuple(_group(name, by_aspect.get(key, ()), today) for key, name in aspects.items()),
        units=tuple(sorted(units, key=lambda group: (-group.account.total, group.name))),
        told=told,
    )


def moved_figures(earlier: PastOverview, later: PastOverview) -> tuple[Moved, ...]:
    """How every figure of the overview moved between two instants."""
    counts = [
        ("任务", earlier.account.total, later.account.total),
        ("措施", earlier.measures, later.measures),
        *((label, earlier.account.parts[part], later.account.parts[part]) for part, label in PART_LABELS.items()),
        ("逾期", earlier.late, later.late),
        ("无期限", earlier.undated, later.undated),
    ]
    rates = (
        ("严格口径", earlier.rates.strict, later.rates.strict),
        ("宽口径", earlier.rates.broad, later.rates.broad),
    )
    lines = [_moved(*one) for one in counts]
    if earlier.problems is not None and later.problems is not None:
        lines.insert(0, _moved("问题", earlier.problems, later.problems))
    return (*lines, *(line for one in rates for line in _moved_rate(*one)))


def moved_groups(earlier: Iterable[GroupThen], later: Iterable[GroupThen]) -> tuple[MovedGroup, ...]:
    """How aspects or units moved, in the order of the later instant; those that are gone stand last."""
    old, new = ({group.name: group for group in groups} for groups in (earlier, later))
    return tuple(_moved_group(name, old.get(name), new.get(name)) for name in dict.fromkeys([*new, *old]))


def _shares(account: Account) -> tuple[tuple[str, int], ...]:
    return tuple((PART_LABELS[part], account.parts[part]) for part in PARTS)


def _group(name: str, tasks: Sequence[TaskThen], today: date) -> GroupThen:
    return GroupThen(
        name, account_of_states(task.state for task in tasks), sum(_is_late(task, today) for task in tasks)
    )


def _is_late(task: TaskThen, today: date) -> bool:
    return task.state not in CLOSED and task.deadline is not None and task.deadline < today


def _moved(label: str, before: int, after: int) -> Moved:
    return Moved(label, str(before), str(after), f"{after - before:+d}".replace("-", "−"))


def _moved_rate(label: str, before: Rate, after: Rate) -> tuple[Moved, Moved]:
    part = _moved(label, before.part, after.part)
    fractions = part._replace(before=f"{before.part} / {before.whole}", after=f"{after.part} / {after.whole}")
    return fractions, Moved(f"{label}完成率", f"{before.percent}%", f"{after.percent}%", points_between(before, after))


def _moved_group(name: str, old: GroupThen | None, new: GroupThen | None) -> MovedGroup:
    figures = zip(GROUP_FIGURES, _figures(old), _figures(new), strict=True)
    return MovedGroup(name, tuple(_moved(*one) for one in figures))


def _figures(group: GroupThen | None) -> tuple[int, int, int]:
    return (group.account.total, group.account.strict, group.late) if group else (0, 0, 0)
