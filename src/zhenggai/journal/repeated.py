"""Statements that are asked again and again, each time for other numbers.

PostgreSQL plans a statement whenever it is asked, and for one that asks forty tables for a row or two of each, planning takes
ten times as long as answering. There it is prepared when a connection asks it first and only executed from then on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

# A plan for many numbers takes much memory in each connection, and answering takes longer than planning.
MOST_NUMBERS = 2
# What each connection has prepared, by its own name; a name is never given again, whatever became of a statement.
_PREPARED: WeakKeyDictionary[Any, dict[Repeated, str]] = WeakKeyDictionary()
_NAMES = count(1)


@dataclass(frozen=True, slots=True, eq=False)
class Repeated:
    """A statement with its values; `places` tells for those that only stand in for a number which number it is."""

    sql: str
    values: tuple[Any, ...]
    places: Mapping[Any, int]

    def rows(self, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
        """What the database answers for these numbers."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql" and len(numbers) <= MOST_NUMBERS:
                self._execute_prepared(cursor, numbers)
            else:
                cursor.execute(
                    self.sql, [numbers[self.places[one]] if one in self.places else one for one in self.values]
                )
            return list(cursor.fetchall())

    def _execute_prepared(self, cursor: Any, numbers: Sequence[int]) -> None:
        prepared = _PREPARED.setdefault(connection.connection, {})
        name, values = prepared.get(self), ", ".join(["%s"] * len(numbers))
        if name is not None:
            cursor.execute(f"EXECUTE {name} ({values})", numbers)
            return
        name, types = f"repeated_{next(_NAMES)}", ", ".join(["bigint"] * len(numbers))
        sql, left = self._numbered()
        # Both in one message, and the answer is that to the second.
        cursor.execute(f"PREPARE {name} ({types}) AS {sql}; EXECUTE {name} ({values})", [*left, *numbers])
        cursor.nextset()
        prepared[self] = name

    def _numbered(self) -> tuple[str, list[Any]]:
        """The statement with its numbers as PostgreSQL counts them, and the values that are left in it."""
        sql, *pieces = self.sql.split("%s")
        left = []
        for value, piece in zip(self.values, pieces, strict=True):
            if value in self.places:
                sql += f"${self.places[value] + 1}{piece}"
            else:
                sql += f"%s{piece}"
                left.append(value)
        return sql, left
