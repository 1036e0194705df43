"""Signatures stay as they were given, and a task comes to its end only along the table of moves."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Into each of these states only from these.
INTO = {
    "closing": ("ongoing", "long_term"),
    "done": ("closing",),
    "stable": ("done",),
    "not_applicable": ("ongoing",),
}
WRONG = " OR ".join(
    f"(NEW.state = '{state}' AND OLD.state NOT IN ({', '.join(repr(one) for one in (state, *sources))}))"
    for state, sources in INTO.items()
)
UNCHANGED = "a signature stays as it was given"
NO_MOVE = "the table of moves does not lead there"

SQLITE = (
    f"""CREATE TRIGGER ledger_signature_no_update BEFORE UPDATE ON ledger_signature
    BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""",
    f"""CREATE TRIGGER ledger_signature_no_delete BEFORE DELETE ON ledger_signature
    BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END""",
    f"""CREATE TRIGGER ledger_task_moves_by_table BEFORE UPDATE OF state ON ledger_task WHEN {WRONG}
    BEGIN SELECT RAISE(ABORT, '{NO_MOVE}'); END""",
)
SQLITE_REMOVE = (
    "DROP TRIGGER ledger_signature_no_update",
    "DROP TRIGGER ledger_signature_no_delete",
    "DROP TRIGGER ledger_task_moves_by_table",
)
POSTGRES = (
    f"""CREATE FUNCTION ledger_refuse_signature_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{UNCHANGED}'; END $$""",
    """CREATE TRIGGER ledger_signature_no_change BEFORE UPDATE OR DELETE ON ledger_signature
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_signature_change()""",
    """CREATE TRIGGER ledger_signature_no_truncate BEFORE TRUNCATE ON ledger_signature
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_signature_change()""",
    f"""CREATE FUNCTION ledger_refuse_move() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{NO_MOVE}'; END $$""",
    f"""CREATE TRIGGER ledger_task_moves_by_table BEFORE UPDATE OF state ON ledger_task
    FOR EACH ROW WHEN ({WRONG}) EXECUTE FUNCTION ledger_refuse_move()""",
)
POSTGRES_REMOVE = (
    "DROP TRIGGER ledger_signature_no_change ON ledger_signature",
    "DROP TRIGGER ledger_signature_no_truncate ON ledger_signature",
    "DROP TRIGGER ledger_task_moves_by_table ON ledger_task",
    "DROP FUNCTION ledger_refuse_signature_change()",
    "DROP FUNCTION ledger_refuse_move()",
)


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the guards up."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guards down."""
    for statement in POSTGRES_REMOVE if schema_editor.connection.vendor == "postgresql" else SQLITE_REMOVE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0019_closing")]

    operations = [migrations.RunPython(install, remove)]
