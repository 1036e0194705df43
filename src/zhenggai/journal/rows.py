"""Entries as plain rows, a piece at a time, straight from the database: the checker sees what is stored, not what a model makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

from zhenggai.chain.auditing import SEQUENCE, Row

# Few enough to stay near the processor until they are looked at.
PIECE = 400
# The instant as text and the body as bytes: far cheaper than a datetime, or a text, and back.
_INSTANT = {
    "sqlite": "at || ''",
    "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
}
_BODY = {"sqlite": "CAST(body AS BLOB)", "postgresql": "convert_to(body, 'UTF8')"}


def stored_rows(*, after: int = 0, upto: int | None = None) -> Iterator[list[Row]]:
    """The entries behind the number `after`, in order, in pieces; at most up to the number `upto`."""
    last = after
    while True:
        piece = _fetch(last, upto)
        if not piece:
            return
        yield piece
        last = piece[-1][SEQUENCE]


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


def _fetch(last: int, upto: int | None) -> list[Row]:
    bound, values = ("AND sequence <= %s ", [upto]) if upto is not None else ("", [])
    with _cursor() as cursor:
        cursor.execute(
            f"SELECT sequence, {_INSTANT[connection.vendor]}, actor_id, actor_name, actor_role, verb, subject_kind,"  # noqa: S608
            f" subject_id, cycle_id, {_BODY[connection.vendor]}, salt, leaf FROM journal_entry"
            f" WHERE sequence > %s {bound}ORDER BY sequence LIMIT %s",
            [last, *values, PIECE],
        )
        found: list[Row] = cursor.fetchall()
    return found


def _cursor() -> Any:
    """A cursor to which PostgreSQL sends bytes as they are, and not written out in digits."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    # Not there where SQLite is all there is.
    from psycopg import Cursor
    from psycopg.pq import Format

    connection.ensure_connection()
    cursor: Any = Cursor(connection.connection)
    cursor.format = Format.BINARY
    return cursor
