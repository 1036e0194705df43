"""The tasks of a cycle as the journal leaves them at an entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhenggai.journal.as_of import rows_left, rows_touched_after
from zhenggai.ledger.models import Task
from zhenggai.ledger.told_rows import task_rows

Row = Mapping[str, Any]


def tasks_at(*, cycle_id: int, entry: int) -> dict[int, Row]:
    """The rows of the tasks as they stood then, of which the measures are left out.

    What nothing spoke of since stands in the tables as it stood; only the others are looked up in the journal.
    """
    touched = {name for name in rows_touched_after(cycle=cycle_id, entry=entry) if name.startswith("task/")}
    here = set(Task.objects.filter(cycle=cycle_id).values_list("pk", flat=True))
    still = here - {_number(name) for name in touched}
    told = {**task_rows(still, measures=False), **rows_left(cycle=cycle_id, upto=entry, names=touched)}
    return {_number(name): row for name, row in told.items() if row}


def _number(name: str) -> int:
    return int(name.split("/")[1])
