"""What may be reached by whom: every address and every operation with the act that lets somebody in.

A new address or operation belongs into the module of its topic; a test fails until it stands there.
"""

from __future__ import annotations

from reach import (
    appointing,
    arrivals,
    binder,
    closing,
    door,
    doubts,
    drafts,
    evidence,
    figures,
    issuing,
    ledger,
    oversight,
    papers,
    people,
    periods,
    planning,
    progress,
    proofs,
    work,
    workbooks,
)
from reach.doors import Door
from zhenggai.domain.roles import Act

_TOPICS = (
    appointing,
    arrivals,
    binder,
    closing,
    door,
    doubts,
    drafts,
    evidence,
    figures,
    issuing,
    ledger,
    oversight,
    papers,
    people,
    periods,
    planning,
    progress,
    proofs,
    work,
    workbooks,
)
ADDRESSES: dict[str, Act | Door] = {name: act for topic in _TOPICS for name, act in topic.ADDRESSES.items()}
OPERATIONS: dict[str, Act | Door] = {name: act for topic in _TOPICS for name, act in topic.OPERATIONS.items()}
