"""The account of a round as the dashboard shows it: each figure opens as the list behind it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from zhenggai.domain.account import BROAD, PARTS, Part, account_of, states_of
from zhenggai.domain.states import STATES, LedgerState
from zhenggai.ledger.shapes import Overview

LABELS: dict[Part, str | Promise] = {
    "finished": gettext_lazy("完成（严格口径）"),
    "long_term": gettext_lazy("长期坚持"),
    "running": gettext_lazy("正在整改"),
    "idle": gettext_lazy("未启动"),
    "released": gettext_lazy("不再适用"),
}


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the tasks, and the filter of the ledger that shows them."""

    label: str | Promise
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class AccountLine:
    """The parts, which add up to `total`; `broad` counts long-term work as done too."""

    shares: tuple[Share, ...]
    total: int
    broad: int
    broad_query: str


def account_line(overview: Overview) -> AccountLine:
    """The account of a round; what nobody was released from is not spoken of."""
    account = account_of(dict(zip(STATES, overview.states, strict=True)))
    shown = [part for part in PARTS if part != "released" or account.parts[part]]
    return AccountLine(
        shares=tuple(Share(LABELS[part], account.parts[part], _query(states_of([part]))) for part in shown),
        total=account.total,
        broad=account.broad,
        broad_query=_query(states_of(BROAD)),
    )


def _query(states: tuple[LedgerState, ...]) -> str:
    return urlencode([("state", state) for state in states])
