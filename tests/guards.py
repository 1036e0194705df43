"""Lifting and putting back the database's own guards, for the one moment in which a test cleans up."""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

# How each guard of SQLite is made, by its name.
_made: dict[str, str] = {}
# What migrations put into a new database, in the order in which it can be put back.
_born: list[Model] = []


def remember() -> None:
    """Keep what stands before the first test that commits: the guards, and the rows that migrations made."""
    if not _born:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                _made.update(cursor.fetchall())
        ours = (model for model in apps.get_models() if model.__module__.startswith("zhenggai."))
        _born.extend(row for model in ours for row in model._base_manager.all())


def lift() -> None:
    """Let tables be emptied."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_search")
        cursor.execute("DELETE FROM ledger_evidence_search")
        if connection.vendor == "postgresql":
            _switch(cursor, "DISABLE")
            return
        _drop_all(cursor)


def put_back() -> None:
    """Put back what migrations made, among it the head of an empty journal, and guard the tables again, whoever took the guards away."""
    for row in _born:
        row.save_base(raw=True)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _switch(cursor, "ENABLE")
            return
        _drop_all(cursor)
        for statement in _made.values():
            cursor.execute(statement)


def drop() -> None:
    """Take the guards away; the end of the test brings them back: what somebody with rights on the database can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _switch(cursor, "DISABLE")
            return
        _drop_all(cursor)


def _drop_all(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP TRIGGER {name}")


def _switch(cursor: CursorWrapper, way: str) -> None:
    """Switch the guards of every PostgreSQL table that has some; those of foreign keys are the database's own and stay."""
    cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
    for (table,) in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {table} {way} TRIGGER USER")
