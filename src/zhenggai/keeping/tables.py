"""The rows of every table as lines of JSON, and back; the same on both databases."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from zhenggai.keeping.faults import NoBackup

# Made by migrating alone, or worth nothing on another machine.
LEFT_OUT = frozenset({"contenttypes", "auth", "sessions", "usersessions"})
ROWS_AT_ONCE = 2000
Model = type[models.Model]


def tables_of(apps: Apps) -> dict[str, Model]:
    """Every table that is kept, by its name."""
    found = (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)
    kept = (model for model in found if model._meta.app_label not in LEFT_OUT and not model._meta.proxy)
    return {model._meta.label_lower: model for model in kept}


def columns_of(model: Model) -> list[models.Field[Any, Any]]:
    """The columns that are stored, those that the database computes left out."""
    return [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]


def lines_of_table(model: Model, *, using: str) -> Iterator[bytes]:
    """The rows of a table, one line each, by primary key."""
    names = [field.attname for field in columns_of(model)]
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False).encode("utf-8") + b"\n"


def load_table(model: Model, lines: Iterable[bytes], *, names: list[str]) -> int:
    """Put rows into an empty table and return how many; part of the caller's transaction.

    :raises NoBackup: where a line does not fit the table.
    """
    fields = {field.attname: field for field in columns_of(model)}
    if unknown := [name for name in names if name not in fields]:
        raise NoBackup("备份里有这个版本不认识的内容：$names。", names="、".join(unknown))
    source, count = iter(lines), 0
    while batch := list(islice(source, ROWS_AT_ONCE)):
        model._base_manager.bulk_create([_row(model, line, names, fields) for line in batch], batch_size=500)
        count += len(batch)
    return count


@contextmanager
def without_triggers(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Inside, rows are loaded as they were; the triggers that guard them stand again at the end, in the same transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = list(cursor.fetchall())
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
            yield
            for _name, sql in triggers:
                cursor.execute(sql)
        else:
            tables = connection.introspection.table_names(cursor)
            for table in tables:
                cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} DISABLE TRIGGER USER")
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} ENABLE TRIGGER USER")


def empty_tables(tables: Iterable[Model], connection: BaseDatabaseWrapper) -> None:
    """Take out the rows that migrating put in."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def set_sequences(tables: Iterable[Model], connection: BaseDatabaseWrapper) -> None:
    """Let the next rows be numbered behind those that were loaded."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def _row(model: Model, line: bytes, names: list[str], fields: dict[str, models.Field[Any, Any]]) -> models.Model:
    try:
        values = dict(zip(names, json.loads(line), strict=True))
        return model(**{name: fields[name].to_python(value) for name, value in values.items()})
    except (ValueError, TypeError) as fault:
        raise NoBackup("备份里 $table 的一行读不出来。", table=model._meta.label_lower) from fault


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode("ascii")
    return value
