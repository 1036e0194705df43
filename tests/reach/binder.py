"""Who reaches what: binders of evidence, and rounds that leave."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "binder": Act.READ,
    "binder_export": Act.READ,
    "round_export": Act.ISSUE,
}

OPERATIONS: dict[str, Act | Door] = {
    "ledger.operations.binding.exporting.bind_evidence": Act.READ,
    "keeping.rounds.leaving.take_out": Act.ISSUE,
}
