"""Two periods or two instants of a round compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from zhenggai.domain.lights import LIGHTS
from zhenggai.domain.period_comparing import (
    CHANGE_NAMES,
    Change,
    Side,
    compare_sides,
    counts_by_kind,
    points_between,
)
from zhenggai.domain.periods import COUNT_NAMES, Counts, counted, rates_by
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor
from zhenggai.domain.states import STATE_NAMES
from zhenggai.ledger.models import Cycle, PlanStepTask, ReportPeriod
from zhenggai.ledger.periods.moving import Decision, who_moved
from zhenggai.ledger.periods.sides import beside_of, side_at, side_of_period
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.periods import demand_whole
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.rating import stated_of
from zhenggai.ledger.ruling import rules_of
from zhenggai.ledger.shapes import Choice
from zhenggai.ledger.shapes.periods import ChangeRow, Comparison, Moment, Movement

ROWS = 50
MOST_DIGITS = 9
COMPARED = ("total", "done", "overdue")
STEP_NAMES = {"split": "拆分", "merge": "合并"}
_LIGHTS = {light.name: light for light in LIGHTS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A moment that somebody asks for: a frozen period by its number, else an instant."""

    period_id: int | None = None
    at: datetime | None = None


def list_moments(*, cycle_id: int, actor: Actor) -> tuple[Moment, ...]:
    """The frozen periods of a round that can be compared, the newest first.

    :raises NotAllowed: unless the actor sees the whole round.
    """
    demand_whole(actor, cycle_id)
    frozen = ReportPeriod.objects.filter(cycle=cycle_id).order_by("-month")
    return tuple(Moment(at, number, month) for at, number, month in frozen.values_list("instant", "pk", "month"))


def compare_periods(
    *,
    cycle_id: int,
    actor: Actor,
    first: Wanted | None,
    second: Wanted | None,
    show: str = "",
    after: str = "",
    size: int = ROWS,
) -> Comparison:
    """What differs between two moments, the earlier one first however they were asked for; without both only the choice.

    :raises NoSuchThing: where there is no such round, or it has no such period.
    :raises NotAllowed: unless the actor sees the whole round.
    :raises BadKey: for a key that no page gave.
    """
    demand_whole(actor, cycle_id)
    row = cycle_row(cycle_id=cycle_id)
    kept = {
        one.pk: one for one in ReportPeriod.objects.filter(cycle=cycle_id).order_by("-month").defer("units", "left")
    }
    empty = Comparison(row, None, None, tuple(_moment(one) for one in kept.values()), (), (), (), "")
    if first is None or second is None:
        return empty
    cycle, moments, sides = _sides(cycle_id, (first, second), kept)
    changes = compare_sides(*sides)
    counts = counts_by_kind(changes)
    shown = show if show in CHANGE_NAMES else next((kind for kind, number in counts.items() if number), "moved")
    listed = [change for change in changes if change.kind == shown]
    start = _start(after)
    return replace(
        empty,
        earlier=moments[0],
        later=moments[1],
        lists=tuple(Choice(kind, CHANGE_NAMES[kind], number, kind == shown) for kind, number in counts.items()),
        movements=_movements(cycle, *sides),
        rows=tuple(_rows(cycle_id, listed[start : start + size], moments)),
        after=str(start + size) if len(listed) > start + size else "",
    )


def each_change(*, cycle_id: int, actor: Actor, first: Wanted, second: Wanted) -> Iterator[ChangeRow]:
    """Every change between two moments, list by list.

    :raises NoSuchThing: where there is no such round, or it has no such period.
    :raises NotAllowed: unless the actor sees the whole round.
    """
    demand_whole(actor, cycle_id)
    kept = ReportPeriod.objects.filter(cycle=cycle_id).in_bulk()
    _, moments, sides = _sides(cycle_id, (first, second), kept)
    yield from _rows(cycle_id, compare_sides(*sides), moments)


def _sides(
    cycle_id: int, wanted: tuple[Wanted, Wanted], kept: Mapping[int, ReportPeriod]
) -> tuple[Cycle, tuple[Moment, Moment], tuple[Side, Side]]:
    cycle = Cycle.objects.filter(pk=cycle_id).first()
    if cycle is None:
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    beside = beside_of(cycle, rules_of(cycle_id=cycle_id)) if any(one.period_id is None for one in wanted) else None
    found: list[tuple[Moment, Side]] = []
    for one in wanted:
        if one.at is not None and beside is not None:
            found.append((Moment(one.at), side_at(cycle, one.at, beside)))
            continue
        period = kept.get(one.period_id or 0)
        if period is None:
            raise NoSuchThing("没有编号为 $id 的报告期。", id=one.period_id)
        found.append((_moment(period), side_of_period(period)))
    earlier, later = sorted(found, key=lambda one: one[0].at)
    return cycle, (earlier[0], later[0]), (earlier[1], later[1])


def _moment(period: ReportPeriod) -> Moment:
    return Moment(period.instant, period.pk, period.month)


def _start(after: str) -> int:
    if after and not (after.isascii() and after.isdigit() and len(after) <= MOST_DIGITS):
        raise BadKey("这个页码已失效，请从第一页看起。")
    return int(after or 0)


def _movements(cycle: Cycle, earlier: Side, later: Side) -> tuple[Movement, ...]:
    old, new = (counted(then.task for then in side.tasks)[0] for side in (earlier, later))
    plain = [
        Movement(COUNT_NAMES[name], str(was), str(now), f"{now - was:+d}".replace("-", "−"))
        for name in COMPARED
        for was, now in [(getattr(old, name), getattr(new, name))]
    ]
    stated = stated_of(cycle)
    return (*plain, *_rates(old, new, stated))


def _rates(old: Counts, new: Counts, stated: int | None) -> Iterator[Movement]:
    then, now = (rates_by(counts, counts.total if stated is None else stated) for counts in (old, new))
    for label, was, is_now in zip(("严格口径", "宽口径"), then, now, strict=True):
        yield Movement(label, f"{was.percent}%", f"{is_now.percent}%", points_between(was, is_now))


def _rows(cycle_id: int, changes: Sequence[Change], moments: tuple[Moment, Moment]) -> Iterator[ChangeRow]:
    dated = {change.then.task.task_id for change in changes if change.kind == "deadline"}
    moved = who_moved(cycle_id, dated, after=moments[0].at, until=moments[1].at)
    steps = _steps(change.then.task.task_id for change in changes if change.kind in ("came", "went"))
    return (_row(change, moved, steps) for change in changes)


def _steps(task_ids: Iterable[int]) -> dict[int, str]:
    """How tasks came or went: by a split or a merger that stands."""
    wanted = set(task_ids)
    if not wanted:
        return {}
    touched = PlanStepTask.objects.filter(task_id__in=wanted, step__undone=False, step__kind__in=STEP_NAMES)
    return {task: STEP_NAMES[kind] for task, kind in touched.order_by("pk").values_list("task_id", "step__kind")}


def _row(change: Change, moved: Mapping[int, Decision], steps: Mapping[int, str]) -> ChangeRow:
    then, old, new = change.then, change.before, change.after
    key = then.task.task_id
    row = ChangeRow(
        kind=change.kind,
        task_id=key,
        number=then.task.number,
        cited=then.cited,
        title=then.title,
        unit=then.task.unit,
        before=_said(change, old.task.deadline, old.task.state) if old else "",
        after=_said(change, new.task.deadline, new.task.state) if new else "",
        light_before=_LIGHTS[old.task.light] if old and change.kind == "slipped" else None,
        light_after=_LIGHTS[new.task.light] if new and change.kind == "slipped" else None,
    )
    if change.kind == "deadline" and key in moved:
        when, by, why = moved[key]
        return replace(row, by=by, when=when, why=why)
    if change.kind in ("came", "went"):
        return replace(row, why=steps.get(key, "新增" if change.kind == "came" else ""))
    return row


def _said(change: Change, deadline: object, state: str) -> str:
    if change.kind == "deadline":
        return str(deadline or "无期限")
    return {str(key): name for key, name in STATE_NAMES.items()}[state]
