"""Run in a home that is empty: migrate it, at once or step by step, and print all that its database then is, as JSON."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  Django comes first
from django.core.management.commands.migrate import Command as StepByStep  # noqa: E402
from django.db import connection  # noqa: E402

AT_ONCE = "at-once"
FIRST_ROWS = {
    "journal_head": "id, sequence",
    "people_unittype": "id, name",
    "django_migrations": "app, name",
    "django_content_type": "app_label, model",
}
POSTGRES = {
    "columns": """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,
        is_identity FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}


def main() -> None:
    """Print what the database is; the order of columns is left aside."""
    if sys.argv[1] == AT_ONCE:
        call_command("migrate", verbosity=0)
    else:
        call_command(StepByStep(), verbosity=0)
    shape = {name: rows(f"SELECT {columns} FROM {name}") for name, columns in FIRST_ROWS.items()}
    print(json.dumps(shape | tables()))  # noqa: T201  it is asked what it made


def tables() -> dict[str, Any]:
    """Tables, constraints, indexes and guards, in whatever way this database tells of them."""
    if connection.vendor == "postgresql":
        return {name: rows(question) for name, question in POSTGRES.items()}
    told = rows("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return {"sqlite_master": [[*names, parts(sql) if kind == "table" else sql] for kind, *names, sql in told]}


def parts(sql: str) -> list[str]:
    """What stands in the brackets of CREATE TABLE, part by part."""
    head, _, body = sql.partition("(")
    return [head, *sorted(re.split(r", (?=\"|CONSTRAINT)", body.removesuffix(")")))]


def rows(question: str) -> list[list[Any]]:
    """The answer, in an order of its own."""
    with connection.cursor() as cursor:
        cursor.execute(question)
        return sorted(([*row] for row in cursor.fetchall()), key=repr)


main()
