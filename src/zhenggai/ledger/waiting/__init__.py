"""What waits for somebody's word, whatever the day. Each source takes who asks and answers in a constant number of queries.

A new kind of thing that waits gets a function in a module of its topic and its place in `SOURCES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zhenggai.domain.todo import WorkItem
from zhenggai.ledger.periods.waiting import periods_to_freeze
from zhenggai.ledger.waiting.asking import Asking
from zhenggai.ledger.waiting.doubting import doubts, to_explain
from zhenggai.ledger.waiting.ending import sent_back, to_release, to_sign
from zhenggai.ledger.waiting.handing import handovers, refused, stands_in, to_accept
from zhenggai.ledger.waiting.planning import to_decide, to_review
from zhenggai.ledger.waiting.reporting import mentions, returned, to_extend, to_judge

__all__ = ["SOURCES", "Asking", "list_waiting"]

Source = Callable[[Asking], Iterable[WorkItem]]


def list_waiting(asking: Asking) -> list[WorkItem]:
    """All that waits for the actor, in no order."""
    return [item for source in SOURCES for item in source(asking)]


def _to_freeze(asking: Asking) -> Iterable[WorkItem]:
    """Months of reporting that are over and that the office has not frozen."""
    return periods_to_freeze(asking.actor, cycles=asking.cycles, today=asking.today)


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
