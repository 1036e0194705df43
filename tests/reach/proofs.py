"""Who reaches what: proofs."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "proofs": Act.READ_JOURNAL,
    "proofs_checkpoint": Act.READ_JOURNAL,
    "proofs_key": Act.READ_JOURNAL,
    "proofs_verify": Act.READ_JOURNAL,
    "proofs_entry": Act.READ_JOURNAL,
    "proofs_check": Act.READ_JOURNAL,
    "entry_proof": Act.READ_CYCLE,
    "as_of": Act.READ_CYCLE,
    "as_of_task": Act.READ_CYCLE,
}

OPERATIONS: dict[str, Act | Door] = {
    "ledger.as_of.ledger_as_of": Act.READ_CYCLE,
    "ledger.as_of.task_as_of": Act.READ_CYCLE,
    "ledger.auditing.hand_out_checkpoint": Act.READ_JOURNAL,
    "ledger.auditing.prove_cycle_entry": Act.READ_CYCLE,
    "ledger.auditing.prove_trail_entry": Act.READ_JOURNAL,
}
