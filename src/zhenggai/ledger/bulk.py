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
    taken = list(rows)
    if not taken:
        return
    names = ", ".join(quote(column) for column in columns)
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) {_source(model, columns)}"
    if same:
        keys = ", ".join(quote(column) for column in same)
        changes = ", ".join(f"{quote(column)} = excluded.{quote(column)}" for column in update)
        statement += f" ON CONFLICT ({keys}) DO UPDATE SET {changes}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(statement, [list(values) for values in zip(*taken, strict=True)])
        else:
            cursor.executemany(statement, taken)


def _source(model: type[models.Model], columns: Sequence[str]) -> str:
    """Where the rows come from: PostgreSQL takes whole columns at once, SQLite takes row after row."""
    if connection.vendor != "postgresql":
        return f"VALUES ({', '.join(['%s'] * len(columns))})"
    types = {field.column: field.db_type(connection) or "" for field in model._meta.local_fields}
    arrays = (f"%s::{types[column].partition('(')[0]}[]" for column in columns)
    return f"SELECT * FROM unnest({', '.join(arrays)})"  # noqa: S608  types of our own
