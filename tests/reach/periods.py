"""Who reaches what: report periods."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "periods": Act.READ_CYCLE,
    "period_freeze": Act.FREEZE,
    "period_settings": Act.PLAN,
    "period": Act.READ_CYCLE,
    "period_chart": Act.READ_CYCLE,
    "period_compare": Act.READ_CYCLE,
    "period_compare_book": Act.READ_CYCLE,
}

OPERATIONS: dict[str, Act | Door] = {
    "ledger.operations.periods.freeze_period": Act.FREEZE,
}
