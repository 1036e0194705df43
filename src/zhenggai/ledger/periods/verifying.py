"""Frozen periods against the journal: nothing of one was changed, taken away or slipped in, and it says what the journal said."""

from __future__ import annotations

import json
from typing import Any

from zhenggai.chain.auditing import Broken
from zhenggai.journal.as_of import rows_left
from zhenggai.journal.models import Entry
from zhenggai.ledger.models import ReportPeriod
from zhenggai.ledger.periods.content import digest_of, rows_of

KIND = "report_period"
# What a frozen row and the journal's row both say of a task.
_SAME = ("number", "state", "unit_name", "leader")


def verify_periods() -> int:
    """Return how many frozen periods stand as the journal says.

    :raises Broken: at the first that does not.
    """
    told = {entry.subject_id: entry for entry in Entry.objects.filter(subject_kind=KIND).order_by("sequence")}
    kept = {period.pk: period for period in ReportPeriod.objects.order_by("pk")}
    for number in told:
        if number not in kept:
            raise Broken("报告期（内部编号 $number）不见了：有人绕过系统删了它。", number=number)
    for number, period in kept.items():
        if number not in told:
            raise Broken("报告期 $month 不是经由记录冻结的：有人绕过系统添加了它。", month=period.month)
        _demand_same(period, told[number])
    return len(kept)


def _demand_same(period: ReportPeriod, entry: Entry) -> None:
    after: dict[str, Any] = json.loads(entry.body)["after"]
    rows = list(rows_of(period))
    if len(rows) != period.rows_count or digest_of(period, rows) != period.digest:
        raise Broken("报告期 $month 的内容与它的指纹不符：冻结以后被改过。", month=period.month)
    if after["period_digest"] != period.digest or after["report_period"] != period.month:
        raise Broken(
            "报告期 $month 与第 $sequence 条记录所留的不符：冻结以后被改过。",
            month=period.month,
            sequence=entry.sequence,
        )
    told = rows_left(cycle=period.cycle_id, upto=period.sequence, names={f"task/{row.task_id}" for row in rows})
    for row in rows:
        then = told.get(f"task/{row.task_id}")
        # A task of an older release is told only from its next change on.
        if then is not None and any(then[name] != getattr(row, name) for name in _SAME):
            raise Broken("报告期 $month 里的任务 $number 与当时的记录不符。", month=period.month, number=row.number)
