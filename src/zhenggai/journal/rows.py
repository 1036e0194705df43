"""Entries as plain rows, a piece at a time, straight from the database: the checker sees what is stored, not what a model makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

from zhenggai.chain.auditing import Row

PIECE = 10_000
# The instant as the body writes it, made by the database: far cheaper than a datetime and back.
_INSTANT = {
    "sqlite": (
        "substr(at, 1, 10) || 'T' || substr(at, 12, 8) || '.' || substr(substr(at, 21) || '000000', 1, 6) || 'Z'"
    ),
    "postgresql": """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
}


def stored_rows(*, after: int = 0, upto: int | None = None) -> Iterator[list[Row]]:
    """The entries behind the number `after`, in order, in pieces; at most up to the number `upto`."""
    last = after
    while True:
        piece = [Row(*row) for row in _fetch(last, upto)]
        if not piece:
            return
        yield piece
        last = piece[-1].sequence


def stored_leaves(*, after: int, upto: int) -> Iterator[list[bytes]]:
    """The stored leaf hashes of the entries behind `after` up to `upto`, in order, in pieces."""
    last = after
    while last < upto:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sequence, leaf FROM journal_entry WHERE sequence > %s AND sequence <= %s"
                " ORDER BY sequence LIMIT %s",
                [last, upto, PIECE],
            )
            piece = cursor.fetchall()
        if not piece:
            return
        yield [bytes(leaf) for _, leaf in piece]
        last = piece[-1][0]


def _fetch(last: int, upto: int | None) -> list[tuple[Any, ...]]:
    bound, values = ("AND sequence <= %s ", [upto]) if upto is not None else ("", [])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT sequence, {_INSTANT[connection.vendor]}, actor_id, actor_name, actor_role, verb, subject_kind,"  # noqa: S608
            " subject_id, cycle_id, body, salt, leaf FROM journal_entry"
            f" WHERE sequence > %s {bound}ORDER BY sequence LIMIT %s",
            [last, *values, PIECE],
        )
        return list(cursor.fetchall())
