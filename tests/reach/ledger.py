"""Who reaches what: ledger."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "cycles": Act.READ,
    "dashboard": Act.READ,
    "chart": Act.READ_CYCLE,
    "journal": Act.READ_CYCLE,
    "leaders": Act.READ_CYCLE,
    "ledger": Act.READ,
    "schedule": Act.READ,
    "schedule_picture": Act.READ,
    "ledger_density": Act.READ,
    "ledger_export": Act.READ,
    "problem": Act.READ,
}

OPERATIONS: dict[str, Act | Door] = {}
