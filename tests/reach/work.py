"""Who reaches what: work."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "calendar": Act.READ_CYCLE,
    "calendar_add": Act.PLAN,
    "calendar_drop": Act.PLAN,
}

OPERATIONS: dict[str, Act | Door] = {
    "ledger.operations.work.calendar.add_local_day": Act.PLAN,
    "ledger.operations.work.calendar.drop_local_day": Act.PLAN,
}
