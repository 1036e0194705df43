"""Writing very many rows of a table at once; part of its caller's transaction.

A model instance for each of 100,000 rows costs more than everything else together, so these rows go to the database as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, models

Value = str | int | bool | None


def write_rows(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    same: Sequence[str] = (),
    update: Sequence[str] = (),
) -> None:
    """Insert rows; one that is the `same` in these columns is updated in the `update` columns instead."""
    quote = connection.ops.quote_name
    places = ", ".join(["%s"] * len(columns))
    names = ", ".join(quote(column) for column in columns)
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608  names of our own
    if same:
        keys = ", ".join(quote(column) for column in same)
        changes = ", ".join(f"{quote(column)} = excluded.{quote(column)}" for column in update)
        statement += f" ON CONFLICT ({keys}) DO UPDATE SET {changes}"
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))
