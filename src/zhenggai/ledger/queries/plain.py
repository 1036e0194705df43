"""What the mapper would ask, as a statement of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

# A question that no row can answer has no text of its own.
_NOTHING = "SELECT 1 AS pk WHERE 1 = 0"


def as_text(rows: QuerySet[Any, Any]) -> tuple[str, Sequence[Any]]:
    """The statement and its values; one that finds nothing where the mapper sees without asking that nothing can be found."""
    try:
        statement, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return _NOTHING, ()
    return statement, values
