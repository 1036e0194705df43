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

from django.db import DatabaseError, connection

# A plan for many numbers takes much memory in each connection, and answering takes longer than planning.
MOST_NUMBERS = 3
# A statement that is written for as many values as there are is seldom asked again with just as many.
MOST_VALUES = 12
# A connection keeps those that were asked last.
MOST_PREPARED = 100
# What each connection has prepared, by its own name, the last asked at the end; a name is never given again, whatever became of a statement.
_PREPARED: WeakKeyDictionary[Any, dict[Repeated | str, str]] = WeakKeyDictionary()
_NAMES = count(1)
# How PostgreSQL says that it knows no statement of that name.
_UNKNOWN = "26000"


@dataclass(frozen=True, slots=True, eq=False)
class Repeated:
    """A statement with its values; `places` tells for those that only stand in for a number which number it is."""

    sql: str
    values: tuple[Any, ...]
    places: Mapping[Any, int]

    def rows(self, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
        """What the database answers for these numbers."""
        if connection.vendor == "postgresql" and len(numbers) <= MOST_NUMBERS:
            return _prepared_rows(self, numbers)
        return ask_plainly(self.sql, [numbers[self.places[one]] if one in self.places else one for one in self.values])

    def numbered(self) -> tuple[str, list[Any]]:
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


def ask_repeated(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What the database answers to a statement that stands as text, for these values."""
    if connection.vendor == "postgresql" and len(values) <= MOST_VALUES:
        return _prepared_rows(statement, values)
    return ask_plainly(statement, values)


def ask_plainly(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What the database answers to a statement that it plans for these values."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _prepared_rows(asked: Repeated | str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    try:
        return _executed(asked, values)
    except DatabaseError as fault:
        if getattr(fault.__cause__, "sqlstate", "") != _UNKNOWN:
            raise
        # Behind a pooler, this may be another connection than the last time.
        del _PREPARED[connection.connection]
        if connection.in_atomic_block:
            raise
    return _executed(asked, values)


def _executed(asked: Repeated | str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        prepared = _PREPARED.setdefault(connection.connection, {})
        name, places = prepared.pop(asked, ""), f"({', '.join(['%s'] * len(values))})" if values else ""
        if name:
            cursor.execute(f"EXECUTE {name} {places}", values)
        else:
            name = f"repeated_{next(_NAMES)}"
            told, left = _as_prepared(asked, values)
            # Both in one message, and the answer is that to the last.
            cursor.execute(f"{_room(prepared)}PREPARE {name} {told}; EXECUTE {name} {places}", [*left, *values])
            while cursor.description is None and cursor.nextset():
                pass
        prepared[asked] = name
        return list(cursor.fetchall())


def _as_prepared(asked: Repeated | str, values: Sequence[Any]) -> tuple[str, list[Any]]:
    """The statement behind its name, and the values that are left in it; of a text PostgreSQL finds out itself what kind its values are."""
    if isinstance(asked, Repeated):
        sql, left = asked.numbered()
        return f"({', '.join(['bigint'] * len(values))}) AS {sql}", left
    first, *pieces = asked.split("%s")
    return "AS " + first + "".join(f"${place}{piece}" for place, piece in enumerate(pieces, start=1)), []


def _room(prepared: dict[Repeated | str, str]) -> str:
    """What is said first where a connection keeps enough: the one that was asked longest ago goes."""
    return f"DEALLOCATE {prepared.pop(next(iter(prepared)))}; " if len(prepared) >= MOST_PREPARED else ""
