"""Report periods: the months of a round, and a frozen one with what was corrected later beside it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from zhenggai.domain.burning import Left
from zhenggai.domain.lights import LIGHTS
from zhenggai.domain.period_words import MARKS
from zhenggai.domain.periods import COUNT_NAMES, Counts, Effect, Span, rates_by, recounted
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, demand, may_in_cycle, refused
from zhenggai.domain.roles import Act
from zhenggai.domain.states import FINISHED, STATE_NAMES, STATES
from zhenggai.journal.models import Entry
from zhenggai.ledger.arrived import arrived_entries
from zhenggai.ledger.calendars import office_calendar
from zhenggai.ledger.models import Cycle, CycleRules, PeriodRow, ReportPeriod
from zhenggai.ledger.periods.content import task_of
from zhenggai.ledger.periods.corrections import corrections_of, effects_of, rows_with
from zhenggai.ledger.periods.spans import Months, months_of
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.rows import cycle_and_rules, cycle_row
from zhenggai.ledger.shapes import Choice
from zhenggai.ledger.shapes.periods import (
    Correction,
    FrozenFigure,
    FrozenRow,
    FrozenUnit,
    MonthLine,
    PeriodFacts,
    PeriodList,
    PeriodPage,
)
from zhenggai.ledger.standing import whole_cycle

ROWS = 50
UNIT_COLUMNS = ("total", "done", "on_time", "overdue", "moved", "returns")
LIGHT_OF = {light.name: light for light in LIGHTS}
_MARKED: dict[str, Q] = {
    "done": Q(state__in=FINISHED),
    "on_time": Q(on_time=True),
    "overdue": Q(light="late"),
    "moved": Q(moved=True),
    "still": Q(moved=False),
    "returns": Q(returns__gt=0),
}
MOST_PLACE_DIGITS = 9


def list_periods(*, cycle_id: int, actor: Actor, today: date) -> PeriodList:
    """The months of a round, the newest first.

    :raises NoSuchThing: where there is no such round.
    :raises NotAllowed: unless the actor sees the whole round.
    """
    demand_whole(actor, cycle_id)
    row, rules = cycle_and_rules(cycle_id=cycle_id)
    months = months_of(Cycle.objects.get(pk=cycle_id), rules.periods, office_calendar(), today=today)
    totals = dict(ReportPeriod.objects.filter(cycle=cycle_id).values_list("month", "totals"))
    version = CycleRules.objects.filter(pk=cycle_id).values_list("version", flat=True).first()
    return PeriodList(
        cycle=row,
        months=tuple(_line(span, months, totals) for span in reversed(months.spans)),
        waiting=tuple(span.month for span in months.waiting),
        rules=rules.periods,
        rules_version=version or 0,
        may_freeze=may_in_cycle(actor, Act.FREEZE, cycle_id),
        may_plan=may_in_cycle(actor, Act.PLAN, cycle_id),
    )


def period_page(
    *,
    cycle_id: int,
    period_id: int,
    actor: Actor,
    state: str = "",
    light: str = "",
    mark: str = "",
    unit: str | None = None,
    after: str = "",
    size: int = ROWS,
) -> PeriodPage:
    """A frozen month; what is corrected later stands beside it and changes nothing of it.

    :raises NoSuchThing: where the round has no such period.
    :raises NotAllowed: unless the actor sees the whole round.
    :raises BadKey: for a key that no page gave.
    """
    demand_whole(actor, cycle_id)
    period = find_period(cycle_id, period_id)
    corrections = corrections_of(period)
    effects = effects_of(corrections)
    totals = json.loads(period.totals)
    chosen = _chosen(period, state=state, light=light, mark=mark, unit=unit)
    found = list(_beyond(chosen, after)[: size + 1])
    touched = rows_with(period, effects) if effects else {}
    moved, by_unit = recounted(map(task_of, touched.values()), {key: effects[key] for key in touched}, last=period.last)
    told = Entry.objects.filter(subject_kind="report_period", subject_id=period.pk)
    earlier = arrived_entries(cycle_id).filter(subject_kind="report_period", subject_id=period.pk)
    return PeriodPage(
        cycle=cycle_row(cycle_id=cycle_id),
        period=facts_of(period),
        freeze_entry=told.values_list("sequence", flat=True).first(),
        freeze_arrived=earlier.values_list("pk", "sequence").first(),
        checkpoint_size=period.checkpoint_size,
        figures=_figures(Counts(**totals["counts"]), moved, totals["whole"]),
        stated=totals["stated"],
        units=tuple(
            FrozenUnit(name, _unit_figures(Counts(**counts), by_unit.get(name, Counts())))
            for name, counts in json.loads(period.units)["units"]
        ),
        states=tuple(
            Choice(key, STATE_NAMES[key], totals["states"][key], key == state)
            for key in STATES
            if key in totals["states"]
        ),
        lights=tuple(
            Choice(one.name, one.word, totals["lights"][one.name], one.name == light)
            for one in LIGHTS
            if one.name in totals["lights"]
        ),
        marks=_marks(Counts(**totals["counts"]), mark),
        unit=unit if unit is not None else "",
        rows=tuple(_row(row, effects, corrections) for row in found[:size]),
        after=str(found[size - 1].place) if len(found) > size else "",
        corrections=corrections,
        left=left_of(period),
    )


def frozen_left(*, cycle_id: int, period_id: int, actor: Actor) -> tuple[Left, ...]:
    """What was left day by day, as a period keeps it.

    :raises NoSuchThing: where the round has no such period.
    :raises NotAllowed: unless the actor sees the whole round.
    """
    demand_whole(actor, cycle_id)
    return left_of(find_period(cycle_id, period_id))


def demand_whole(actor: Actor, cycle_id: int) -> None:
    """Return where the actor sees the whole round.

    :raises NotAllowed: where they do not.
    """
    demand(actor, Act.READ_CYCLE)
    if not whole_cycle(actor, cycle_id):
        raise refused(actor, Act.READ_CYCLE)


def find_period(cycle_id: int, period_id: int) -> ReportPeriod:
    """A period of a round.

    :raises NoSuchThing: where the round has none of that number.
    """
    period = ReportPeriod.objects.filter(pk=period_id, cycle=cycle_id).first()
    if period is None:
        raise NoSuchThing("没有编号为 $id 的报告期。", id=period_id)
    return period


def facts_of(period: ReportPeriod) -> PeriodFacts:
    """A period as pages show it."""
    return PeriodFacts(
        id=period.pk,
        month=period.month,
        first=period.first,
        last=period.last,
        due=period.due,
        instant=period.instant,
        entry=period.sequence,
        frozen_at=period.frozen_at,
        frozen_by=period.frozen_by,
        late=localtime(period.frozen_at).date() > period.due,
        skipped=period.skipped,
        digest=period.digest,
        rows=period.rows_count,
    )


def left_of(period: ReportPeriod) -> tuple[Left, ...]:
    """What was left day by day, as it was frozen."""
    told = json.loads(period.left)["left"]
    return tuple(Left(date.fromisoformat(day), *numbers) for day, *numbers in told)


def _line(span: Span, months: Months, totals: Mapping[str, str]) -> MonthLine:
    row = months.frozen.get(span.month)
    line = MonthLine(
        month=span.month,
        first=span.first,
        last=span.last,
        due=span.due,
        overdue=row is None and span.due < months.today,
        running=row is None and span.last >= months.today,
    )
    if row is None:
        return line
    told = json.loads(totals[span.month])
    counts = Counts(**told["counts"])
    strict, broad = rates_by(counts, told["whole"])
    return replace(line, frozen=facts_of(row), counts=counts, strict=strict, broad=broad)


def _figures(frozen: Counts, moved: Counts, whole: int) -> tuple[FrozenFigure, ...]:
    now = frozen.plus(moved)
    plain = [_pair(name, str(getattr(frozen, name)), str(getattr(now, name))) for name in UNIT_COLUMNS]
    then, today = rates_by(frozen, whole), rates_by(now, whole)
    rates = [
        _pair(name, f"{old.part}/{old.whole}（{old.percent}%）", f"{new.part}/{new.whole}（{new.percent}%）")
        for name, old, new in zip(("gated", "broad"), then, today, strict=True)
    ]
    return (*plain, *rates)


def _unit_figures(frozen: Counts, moved: Counts) -> tuple[FrozenFigure, ...]:
    now = frozen.plus(moved)
    return tuple(_pair(name, str(getattr(frozen, name)), str(getattr(now, name))) for name in UNIT_COLUMNS)


def _pair(name: str, frozen: str, now: str) -> FrozenFigure:
    return FrozenFigure(name, COUNT_NAMES[name], frozen, now if now != frozen else None)


def _marks(counts: Counts, chosen: str) -> tuple[Choice, ...]:
    numbers = {
        "done": counts.done,
        "on_time": counts.on_time,
        "overdue": counts.overdue,
        "moved": counts.moved,
        "still": counts.total - counts.moved,
    }
    return tuple(Choice(key, MARKS[key], number, key == chosen) for key, number in numbers.items())


def _chosen(period: ReportPeriod, *, state: str, light: str, mark: str, unit: str | None) -> QuerySet[PeriodRow]:
    rows = PeriodRow.objects.filter(period=period)
    if state in STATE_NAMES:
        rows = rows.filter(state=state)
    if light in LIGHT_OF:
        rows = rows.filter(light=light)
    if mark in _MARKED:
        rows = rows.filter(_MARKED[mark])
    return rows if unit is None else rows.filter(unit_name=unit)


def _beyond(rows: QuerySet[PeriodRow], after: str) -> QuerySet[PeriodRow]:
    if after:
        if not (after.isascii() and after.isdigit() and len(after) <= MOST_PLACE_DIGITS):
            raise BadKey("这个页码已失效，请从第一页看起。")
        rows = rows.filter(place__gt=int(after))
    return rows.order_by("place")


def _row(row: PeriodRow, effects: Mapping[int, Effect], corrections: tuple[Correction, ...]) -> FrozenRow:
    effect = effects.get(row.task_id, Effect())
    later = Counter(one.task_id for one in corrections)
    names: dict[str, Any] = {str(key): name for key, name in STATE_NAMES.items()}
    return FrozenRow(
        task_id=row.task_id,
        number=row.number,
        cited=row.cited,
        title=row.title,
        kind_name=row.kind_name,
        state_name=names[row.state],
        unit=row.unit_name,
        leader=row.leader,
        deadline=row.deadline,
        light=LIGHT_OF[row.light],
        moved=row.moved,
        on_time=row.on_time,
        reports=row.reports,
        returns=row.returns,
        figures=tuple((scope, text) for _, scope, text in json.loads(row.figures)),
        deadline_now=(effect.deadline.isoformat() if effect.deadline else "无期限") if effect.dated_anew else "",
        reopened=effect.reopened,
        corrections=later[row.task_id],
    )
