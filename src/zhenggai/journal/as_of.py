"""The journal up to a past instant: which entry was the last one then, and what it and those before it left of the rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Max

from zhenggai.journal.models import Entry


def last_entry_at(*, cycle: int, at: datetime) -> int | None:
    """The number of the last entry about a cycle that is dated at or before an instant; None where there was none."""
    found = Entry.objects.filter(cycle_id=cycle, at__lte=at).aggregate(last=Max("sequence"))
    last: int | None = found["last"]
    return last


def rows_left(*, cycle: int, upto: int) -> dict[str, Any]:
    """What the entries about a cycle up to this number left of each row that they spoke of; None for one that is gone."""
    rows: dict[str, Any] = {}
    for body in _bodies(cycle, upto):
        for name, row in (json.loads(body).get("rows") or {}).items():
            rows.setdefault(name, row)
    return rows


def _bodies(cycle: int, upto: int) -> Iterator[str]:
    told = Entry.objects.filter(cycle_id=cycle, sequence__lte=upto, body__contains='"rows":{')
    return told.order_by("-sequence").values_list("body", flat=True).iterator(chunk_size=500)
