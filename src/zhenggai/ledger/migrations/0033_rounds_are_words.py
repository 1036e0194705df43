"""The index of texts knows the round of each task, so that a search need not look at those of others."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

OF_TASK = "FROM ledger_task WHERE ledger_task.id = ledger_search.task_id"
SQLITE = f"""UPDATE ledger_search SET words = 'c' || (SELECT cycle_id {OF_TASK}) || ' ' || words
    WHERE EXISTS (SELECT 1 {OF_TASK})"""
POSTGRES = f"UPDATE ledger_search SET words = words || array_to_tsvector(ARRAY['c' || cycle_id]) {OF_TASK}"
SQLITE_REMOVE = "UPDATE ledger_search SET words = substr(words, instr(words, ' ') + 1) WHERE words GLOB 'c[0-9]*'"
POSTGRES_REMOVE = f"UPDATE ledger_search SET words = ts_delete(words, 'c' || cycle_id) {OF_TASK}"


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the word of its round before each text."""
    schema_editor.execute(POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE, params=None)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the words of rounds away."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRES_REMOVE if postgresql else SQLITE_REMOVE, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0032_guards_of_arrivals")]

    operations = [migrations.RunPython(add, remove)]
