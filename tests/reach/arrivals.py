"""Who reaches what: rounds that come from another home."""

from __future__ import annotations

from reach.doors import Door
from zhenggai.domain.roles import Act

ADDRESSES: dict[str, Act | Door] = {
    "arrival": Act.ADOPT,
    "arrival_upload": Act.ADOPT,
    "arrival_bring": Act.ADOPT,
    "arrival_drop": Act.ADOPT,
    "arrived_proof": Act.READ_CYCLE,
}

OPERATIONS: dict[str, Act | Door] = {
    "keeping.rounds.arriving.take_in": Act.ADOPT,
}
