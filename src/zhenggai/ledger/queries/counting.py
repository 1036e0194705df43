"""Several counts in one query: each over rows of its own, by values of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

Counts = dict[object, int]


def counted(groups: Mapping[str, tuple[QuerySet[Any], str | Combinable]]) -> dict[str, Counts]:
    """How many rows there are of each value, by the name of the group; a column's values come as text, whatever they are."""
    counts: dict[str, Counts] = {name: {} for name in groups}
    parts = [
        rows.order_by()
        .values(by_group=Value(name, output_field=TextField()), by_value=Cast(by, TextField()))
        .annotate(by_count=Count("pk"))
        for name, (rows, by) in groups.items()
    ]
    for row in parts[0].union(*parts[1:], all=True):
        counts[row["by_group"]][row["by_value"]] = row["by_count"]
    return counts
