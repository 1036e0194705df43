"""The true account of a round: every task counted once, each figure opening as the list behind it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from zhenggai.domain.states import FINISHED, STATES, LedgerState
from zhenggai.ledger.shapes import Overview


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the tasks, and the filter of the ledger that shows them."""

    label: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Account:
    """The parts, which add up to `total`; `broad` counts long-term work as done too."""

    shares: tuple[Share, ...]
    total: int
    broad: int
    broad_query: str


def account_of(overview: Overview) -> Account:
    """The account of a round from its tasks by state."""
    counts = dict(zip(STATES, overview.states, strict=True))
    rest: tuple[LedgerState, ...] = ("not_applicable",) if counts["not_applicable"] else ()
    parts: tuple[tuple[str, tuple[LedgerState, ...]], ...] = (
        (_("完成（严格口径）"), FINISHED),
        (_("长期坚持"), ("long_term",)),
        (_("正在整改"), ("ongoing", "closing")),
        (_("未启动"), ("not_started",)),
        *((_("不再适用"), (state,)) for state in rest),
    )
    broad: tuple[LedgerState, ...] = (*FINISHED, "long_term")
    return Account(
        shares=tuple(Share(label, sum(counts[state] for state in states), _query(states)) for label, states in parts),
        total=sum(overview.states),
        broad=sum(counts[state] for state in broad),
        broad_query=_query(broad),
    )


def _query(states: tuple[LedgerState, ...]) -> str:
    return urlencode([("state", state) for state in states])
