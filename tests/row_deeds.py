"""What somebody with rights on the database can do to a row: change a column, delete it, slip another one in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Field, ForeignKey, Model, QuerySet

import guards
from zhenggai.journal.tables import columns_of

MOST_TRIES = 40
_MADE_UP: dict[str, object] = {
    "BooleanField": True,
    "DateField": date(2026, 1, 1),
    "DateTimeField": datetime(2026, 1, 1, tzinfo=UTC),
    "DecimalField": Decimal(7),
    "FloatField": 7.5,
    "CharField": "补",
    "TextField": "补",
}


@contextmanager
def taken_back() -> Iterator[None]:
    """A turn of which nothing stays."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Neither triggers nor foreign keys hold somebody who owns the server.
                cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            guards.drop()
        yield
        transaction.set_rollback(True)


def change(rows: QuerySet[Any], left_out: frozenset[str], chance: Random) -> bool:
    """Change one column of one row that is told; false where the table let nothing through."""
    told = columns_of(rows.model, left_out)
    plain = [field for field in _plain_fields(rows.model) if field.attname in told]
    fields = plain or [field for field in rows.model._meta.concrete_fields if isinstance(field, ForeignKey)]
    for _ in range(MOST_TRIES if fields else 0):
        row, field = _some_row(rows, chance), chance.choice(fields)
        value = _other(field, getattr(row, field.attname), chance)
        if _went_through(partial(rows.filter(pk=row.pk).update, **{field.attname: value})):
            return True
    return False


def delete(rows: QuerySet[Any], left_out: frozenset[str], chance: Random) -> bool:
    """Delete one row, whatever hangs on it."""
    one = rows.model._base_manager.filter(pk=_some_row(rows, chance).pk)
    return _went_through(partial(one._raw_delete, one.db))


def slip_in(rows: QuerySet[Any], left_out: frozenset[str], chance: Random) -> bool:
    """Slip in a row much like another one; false where the table let nothing through."""
    fields = _plain_fields(rows.model)
    for turn in range(MOST_TRIES):
        row = _some_row(rows, chance)
        row.pk = rows.model._base_manager.order_by("-pk").values_list("pk", flat=True)[0] + 1
        for field in chance.sample(fields, min(len(fields), turn // 8 + 1)) if turn else ():
            setattr(row, field.attname, _other(field, getattr(row, field.attname), chance))
        if _went_through(partial(row.save_base, raw=True, force_insert=True)):
            return True
    return False


def _some_row(rows: QuerySet[Any], chance: Random) -> Any:
    return rows.get(pk=chance.choice(list(rows.order_by("pk").values_list("pk", flat=True))))


def _went_through(deed: Callable[..., object]) -> bool:
    try:
        with transaction.atomic():
            deed()
    except DatabaseError:
        return False
    return True


def _plain_fields(model: type[Model]) -> list[Field[Any, Any]]:
    fields = model._meta.concrete_fields
    return [field for field in fields if not (field.primary_key or field.generated or isinstance(field, ForeignKey))]


def _other(field: Field[Any, Any], value: Any, chance: Random) -> Any:
    if value is None:
        return _MADE_UP.get(field.get_internal_type(), 7)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float | Decimal):
        return value + chance.randint(1, 900)
    if isinstance(value, datetime | date):
        return value - timedelta(days=chance.randint(1, 400))
    return f"{value[:-1]}{chance.choice('甲乙丙丁')}" if value and chance.random() < 0.5 else f"{value}补"
