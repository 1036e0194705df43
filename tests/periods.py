"""A round whose first month is over, and who freezes it: adopted in March 2026, looked at in April."""

from __future__ import annotations

from datetime import datetime, timedelta

from people import NOON, WANG
from zhenggai.domain.rights import Actor
from zhenggai.ledger.models import ReportPeriod
from zhenggai.ledger.operations.periods import freeze_period

MARCH = "2026-03"
# The second of April, noon.
APRIL = NOON + timedelta(days=31)
MAY = NOON + timedelta(days=61)


def frozen(cycle: int, month: str = MARCH, *, at: datetime = APRIL, actor: Actor = WANG, skipping: str = "") -> int:
    """The month, frozen."""
    return freeze_period(cycle_id=cycle, month=month, skipping=skipping, actor=actor, at=at)


def kept(period: int) -> tuple[object, ...]:
    """All that a period keeps, and its rows."""
    row = ReportPeriod.objects.get(pk=period)
    rows = tuple(tuple(one.items()) for one in row.rows.order_by("place").values())
    return (row.digest, row.totals, row.units, row.left, rows)
