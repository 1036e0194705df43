"""Months of reporting: frozen two days after their end, and a report that came later about a day of the last one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from zhenggai.cli.demo.living import lookup
from zhenggai.cli.demo.living.people import actor
from zhenggai.cli.demo.living.stage import FEEDBACK, Event, Stage
from zhenggai.domain.periods import PeriodRules, Span, month_holding, months_until, span_of
from zhenggai.domain.progress import Report
from zhenggai.ledger.operations.periods import freeze_period
from zhenggai.ledger.operations.progress.reporting import report_progress

RULES = PeriodRules()
# Days after the end of a month on which the office freezes it, and on which a unit remembers what it forgot.
FREEZING, REMEMBERING = 1, 2
FORGOTTEN = "补记：4个项目区的损毁沟渠完成放样，石料进场320方。"


def events(stage: Stage) -> Iterator[Event]:
    """Every month that is over is frozen; of the last one a report comes late."""
    over = [span for span in _months(stage) if _offset(stage, span.last) + REMEMBERING < 0]
    for span in over:
        day = _offset(stage, span.last) + FREEZING
        yield stage.event(day, 17, 0, partial(_freeze, stage, span))
    if over:
        day = _offset(stage, over[-1].last) + REMEMBERING
        yield stage.event(day, 10, 40, partial(_remember, stage, over[-1]))


def _months(stage: Stage) -> list[Span]:
    first = month_holding(stage.day(1 - FEEDBACK), RULES)
    return [span_of(month, RULES) for month in months_until(first, month_holding(stage.today, RULES))]


def _offset(stage: Stage, day: date) -> int:
    return (day - stage.today).days


def _freeze(stage: Stage, span: Span, at: datetime) -> None:
    freeze_period(cycle_id=stage.cycle_id, month=span.month, actor=actor("wang"), at=at)


def _remember(stage: Stage, span: Span, at: datetime) -> None:
    measure = lookup.task(stage, 4).measures[0]
    report = Report(day=span.last - timedelta(days=2), done=FORGOTTEN, next_step="抓紧砌筑，争取上冻前完工。")
    report_progress(measure_id=measure.id, report=report, token=f"demo-late-{span.month}", actor=actor("fu"), at=at)
