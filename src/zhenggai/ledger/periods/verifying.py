"""Frozen periods against the journal: nothing of one was changed, taken away or slipped in, and it says what the journal said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhenggai.chain.auditing import Broken
from zhenggai.journal.as_of import rows_left
from zhenggai.journal.models import Entry
from zhenggai.ledger.arrival_models import ArrivedEntry
from zhenggai.ledger.arrived import body_of
from zhenggai.ledger.models import ReportPeriod
from zhenggai.ledger.periods.content import digest_of, rows_of

KIND = "report_period"
# What a frozen row and the journal's row both say of a task.
_SAME = ("number", "state", "unit_name", "leader")


def verify_periods() -> int:
    """Return how many frozen periods stand as the journal says.

    :raises Broken: at the first that does not.
    """
    told = {entry.subject_id: _told(entry) for entry in Entry.objects.filter(subject_kind=KIND).order_by("sequence")}
    told |= {
        entry.subject_id: _Told(entry.sequence, body_of(entry)["after"], arrived=True)
        for entry in ArrivedEntry.objects.filter(subject_kind=KIND, subject_id__isnull=False).order_by("pk")
        if entry.subject_id
    }
    kept = {period.pk: period for period in ReportPeriod.objects.order_by("pk")}
    for number in told:
        if number not in kept:
            raise Broken("报告期（内部编号 $number）不见了：有人绕过系统删了它。", number=number)
    for number, period in kept.items():
        if number not in told:
            raise Broken("报告期 $month 不是经由记录冻结的：有人绕过系统添加了它。", month=period.month)
        _demand_same(period, told[number])
    return len(kept)


@dataclass(frozen=True, slots=True)
class _Told:
    """What an entry says of a frozen period; `arrived` where it is one of another home's journal."""

    sequence: int
    after: Mapping[str, Any]
    arrived: bool = False


def _told(entry: Entry) -> _Told:
    return _Told(entry.sequence, json.loads(entry.body)["after"])


def _demand_same(period: ReportPeriod, told: _Told) -> None:
    rows = list(rows_of(period))
    if len(rows) != period.rows_count or digest_of(period, rows) != period.digest:
        raise Broken("报告期 $month 的内容与它的指纹不符：冻结以后被改过。", month=period.month)
    if told.after["period_digest"] != period.digest or told.after["report_period"] != period.month:
        raise Broken(
            "报告期 $month 与第 $sequence 条记录所留的不符：冻结以后被改过。",
            month=period.month,
            sequence=told.sequence,
        )
    if told.arrived:
        # Its digest says it all: the entry that holds it is proved by the old home's checkpoint.
        return
    left = rows_left(cycle=period.cycle_id, upto=period.sequence, names={f"task/{row.task_id}" for row in rows})
    for row in rows:
        then = left.get(f"task/{row.task_id}")
        # A task of an older release is told only from its next change on.
        if then is not None and any(then[name] != getattr(row, name) for name in _SAME):
            raise Broken("报告期 $month 里的任务 $number 与当时的记录不符。", month=period.month, number=row.number)
