"""Freezing a month of reporting: its ledger is kept as it was, for ever."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localtime

from zhenggai.domain.periods import LONGEST_REASON, CannotFreeze, Span, month_named
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import Rules
from zhenggai.journal import operations as journal
from zhenggai.journal.as_of import last_entry_at
from zhenggai.journal.models import Entry
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.journal.sealing import list_checkpoints
from zhenggai.ledger.bulk import write_rows
from zhenggai.ledger.calendars import office_calendar
from zhenggai.ledger.models import Cycle, PeriodRow, ReportPeriod
from zhenggai.ledger.periods.content import ROW_COLUMNS, Frozen, KeptRow, freeze_content
from zhenggai.ledger.periods.spans import Months, end_of, months_of
from zhenggai.ledger.ruling import rules_of

MANY = 5_000


class AlreadyFrozen(Refusal):
    """A period that somebody has frozen."""


@dataclass(frozen=True, slots=True)
class _Wish:
    cycle_id: int
    month: str
    skipping: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be frozen; `entry` is the last one of the period, `told` the last one of the round at all."""

    actor: Actor
    cycle: Cycle
    rules: Rules
    span: Span
    skipped: str
    entry: int
    told: int


def freeze_period(*, cycle_id: int, month: str, skipping: str = "", actor: Actor, at: datetime) -> int:
    """Freeze a month that is over, and return its number; nobody can undo that.

    Earlier months must be frozen first, unless `skipping` says why they stay open.

    :raises NotAllowed: unless the actor freezes in this round.
    :raises NoSuchThing: where there is no such round.
    :raises CannotFreeze: where the month is not over, before the round, or earlier ones are open.
    :raises AlreadyFrozen: where somebody was faster.
    """
    acting(actor, Act.FREEZE)
    wish = _Wish(cycle_id, month_named(month), skipping.strip())
    # Gathering takes long, and nobody else could write meanwhile; what was told of the round since is gathered anew.
    asked = _demand(wish, actor=actor, at=at)
    content = freeze_content(asked.cycle, asked.span, entry=asked.entry, rules=asked.rules)
    try:
        with transaction.atomic(durable=True):
            now = _demand(wish, actor=actor, at=at)
            if now != asked:
                content = freeze_content(now.cycle, now.span, entry=now.entry, rules=now.rules)
            period = _keep(now, content, at=at)
            _tell(period, actor=now.actor, at=at)
    except IntegrityError as clash:
        raise _already(month) from clash
    return period.pk


def _demand(wish: _Wish, *, actor: Actor, at: datetime) -> _Asked:
    actor = acting(actor, Act.FREEZE, Thing(cycle_id=wish.cycle_id))
    cycle = Cycle.objects.filter(pk=wish.cycle_id).first()
    if cycle is None:
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=wish.cycle_id)
    told = Entry.objects.filter(cycle_id=wish.cycle_id).aggregate(last=Max("sequence"))["last"] or 0
    rules = rules_of(cycle_id=wish.cycle_id)
    months = months_of(cycle, rules.periods, office_calendar(), today=localtime(at).date())
    span = _demand_over(months, wish.month)
    skipped = _demand_earlier(months, span, wish.skipping)
    entry = last_entry_at(cycle=wish.cycle_id, at=end_of(span.last))
    if entry is None:
        raise CannotFreeze("$month 月末还没有任何记录，没有可以冻结的内容。", month=span.month)
    return _Asked(actor, cycle, rules, span, skipped, entry, told)


def _demand_over(months: Months, month: str) -> Span:
    if month in months.frozen:
        raise _already(month)
    span = next((one for one in months.spans if one.month == month), None)
    if span is None:
        raise CannotFreeze("$month 不在这个轮次的报告期里。", month=month)
    if span.last >= months.today:
        raise CannotFreeze("$month 报告期到 $last 才结束，结束以后才能冻结。", month=month, last=span.last.isoformat())
    return span


def _demand_earlier(months: Months, span: Span, skipping: str) -> str:
    """The reason for which earlier months stay open; empty where none does."""
    open_before = [one.month for one in months.waiting if one.last < span.first]
    if not open_before:
        return ""
    if not skipping:
        raise CannotFreeze(
            "前面还有没冻结的报告期：$months。请先冻结它们，或写明为什么跳过。", months="、".join(open_before)
        )
    if len(skipping) > LONGEST_REASON:
        raise CannotFreeze("跳过的原因最多 $longest 个字。", longest=LONGEST_REASON)
    return skipping


def _already(month: str) -> AlreadyFrozen:
    return AlreadyFrozen("$month 报告期已经冻结，冻结以后不能再改。", month=month[:20])


def _keep(asked: _Asked, content: Frozen, *, at: datetime) -> ReportPeriod:
    newest = next(iter(list_checkpoints(limit=1)), None)
    period = content.period
    period.frozen_at = at
    period.frozen_by, period.frozen_by_id = journal.known_as(asked.actor), asked.actor.id
    period.skipped = asked.skipped
    period.checkpoint_size = newest.size if newest else 0
    period.checkpoint_note = newest.note if newest else ""
    period.save(force_insert=True)
    _write(period, content.rows)
    return period


def _write(period: ReportPeriod, rows: Sequence[KeptRow]) -> None:
    """The rows of a period, as they are, many at once."""
    columns, values = ("period_id", *ROW_COLUMNS), attrgetter(*ROW_COLUMNS)
    for start in range(0, len(rows), MANY):
        piece = rows[start : start + MANY]
        plain = ((_plain(value) for value in values(row)) for row in piece)
        write_rows(PeriodRow, columns, ([period.pk, *row] for row in plain))


def _plain(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _tell(period: ReportPeriod, *, actor: Actor, at: datetime) -> None:
    totals = json.loads(period.totals)
    counts = totals["counts"]
    journal.append(
        actor=actor,
        verb="period.freeze",
        subject=Subject("report_period", period.pk),
        before=None,
        after={
            "report_period": period.month,
            "period_days": f"{period.first.isoformat()} — {period.last.isoformat()}",
            "period_entry": period.sequence,
            "period_rows": period.rows_count,
            "period_done": f"{counts['done']}/{counts['total']}",
            "period_rates": f"{counts['gated']}/{totals['whole']}，{counts['broad']}/{totals['whole']}",
            "period_overdue": counts["overdue"],
            "period_digest": period.digest,
            "period_checkpoint": period.checkpoint_size,
        },
        why=period.skipped,
        at=at,
        salt=fresh_salt(),
        cycle=period.cycle_id,
    )
