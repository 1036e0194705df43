"""The journal up to a past instant: which entry was the last one then, and what it and those before it left of the rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Max

from zhenggai.journal.models import Entry


def last_entry_at(*, cycle: int, at: datetime) -> int | None:
    """The number of the last entry about a cycle that is dated at or before an instant; None where there was none."""
    found = Entry.objects.filter(cycle_id=cycle, at__lte=at).aggregate(last=Max("sequence"))
    last: int | None = found["last"]
    return last


def rows_left(*, cycle: int, upto: int, names: Collection[str] | None = None) -> dict[str, Any]:
    """What the entries about a cycle up to this number left of each row that they spoke of; None for one that is gone.

    With `names`, of those rows alone: it looks no further back than it must.
    """
    rows: dict[str, Any] = {}
    wanted = None if names is None else set(names)
    if wanted is not None and not wanted:
        return rows
    for body in _bodies(cycle, upto):
        for name, row in (json.loads(body).get("rows") or {}).items():
            if wanted is None or name in wanted:
                rows.setdefault(name, row)
        if wanted is not None and len(rows) == len(wanted):
            break
    return rows


def rows_touched_after(*, cycle: int, entry: int) -> frozenset[str]:
    """The names of the rows that entries about a cycle behind this number spoke of."""
    later = Entry.objects.filter(cycle_id=cycle, sequence__gt=entry, body__contains='"rows":{"')
    bodies = later.order_by().values_list("body", flat=True).iterator(chunk_size=500)
    return frozenset(name for body in bodies for name in json.loads(body).get("rows") or {})


def _bodies(cycle: int, upto: int) -> Iterator[str]:
    told = Entry.objects.filter(cycle_id=cycle, sequence__lte=upto, body__contains='"rows":{"')
    return told.order_by("-sequence").values_list("body", flat=True).iterator(chunk_size=500)
