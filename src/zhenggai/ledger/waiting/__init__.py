"""What waits for somebody's word, whatever the day. Each source is an inquiry of as many steps for one thing as for many.

A new kind of thing that waits gets a function in a module of its topic and its place in `SOURCES`.
"""

from __future__ import annotations

from collections.abc import Callable

from zhenggai.domain.todo import WorkItem
from zhenggai.ledger.inquiring import inquire, side_by_side
from zhenggai.ledger.periods.waiting import find_periods_to_freeze
from zhenggai.ledger.waiting.asking import Asking, Lines
from zhenggai.ledger.waiting.doubting import doubts, to_explain
from zhenggai.ledger.waiting.ending import sent_back, to_release, to_sign
from zhenggai.ledger.waiting.handing import handovers, refused, stands_in, to_accept
from zhenggai.ledger.waiting.planning import to_decide, to_review
from zhenggai.ledger.waiting.reporting import mentions, returned, to_extend, to_judge

__all__ = ["SOURCES", "Asking", "find_waiting", "list_waiting"]

Source = Callable[[Asking], Lines]


def list_waiting(asking: Asking) -> list[WorkItem]:
    """All that waits for the actor, in no order."""
    return inquire(find_waiting(asking))


def find_waiting(asking: Asking) -> Lines:
    """The same, as an inquiry."""
    found = yield from side_by_side([source(asking) for source in SOURCES])
    return [item for items in found for item in items]


def _to_freeze(asking: Asking) -> Lines:
    """Months of reporting that are over and that the office has not frozen."""
    return find_periods_to_freeze(asking.actor, rules=asking.rules, today=asking.today)


SOURCES: tuple[Source, ...] = (
    handovers,
    stands_in,
    to_accept,
    refused,
    to_review,
    to_decide,
    returned,
    to_judge,
    doubts,
    to_explain,
    to_extend,
    to_sign,
    to_release,
    sent_back,
    mentions,
    _to_freeze,
)
