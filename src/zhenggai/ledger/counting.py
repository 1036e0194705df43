"""Several questions in one query: counts over rows of their own, by values of their own, and short lists of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONObject

Counts = dict[object, int]
Row = dict[str, Any]


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


def gathered(lists: Mapping[str, tuple[QuerySet[Any], Sequence[str]]]) -> dict[str, list[Row]]:
    """The named columns of several short lists of rows, by the name of the list, in no order; days come as text."""
    found: dict[str, list[Row]] = {name: [] for name in lists}
    parts = [
        rows.order_by().values(
            by_list=Value(name, output_field=TextField()), by_row=JSONObject(**{column: column for column in columns})
        )
        for name, (rows, columns) in lists.items()
    ]
    for row in parts[0].union(*parts[1:], all=True):
        found[row["by_list"]].append(row["by_row"])
    return found
