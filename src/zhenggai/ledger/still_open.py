"""Whether tasks still take what is done to them, held so that nobody closes them meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

from zhenggai.domain.closed import Doing, demand_open
from zhenggai.domain.states import LedgerState
from zhenggai.ledger.models import Task


def hold_state(task_id: int) -> LedgerState:
    """The state of a task, which stays so until the transaction ends."""
    # PostgreSQL locks the row; on SQLite the transaction holds the file already.
    held = Task.objects.select_for_update(no_key=True).filter(pk=task_id)
    state: LedgerState = held.values_list("state", flat=True).get()  # type: ignore[assignment]  # a constraint keeps it
    return state


def demand_still_open(doing: Doing, task_ids: Iterable[int]) -> None:
    """Return where all these tasks still take this; part of the transaction that does it.

    :raises TaskClosed: where one of them is over.
    """
    for task_id in sorted(set(task_ids)):
        demand_open(doing, hold_state(task_id))
