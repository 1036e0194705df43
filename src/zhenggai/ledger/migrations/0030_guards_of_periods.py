"""What was frozen of a month stays: nothing of it is changed or taken away, and nothing is added to it later."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STAYS = "a frozen period stays as it was frozen"
TABLES = ("ledger_reportperiod", "ledger_periodrow")
ROWS = "ledger_periodrow"
# A period is told in the journal at the end of the transaction that keeps it; behind that no row slips in.
TOLD = "SELECT 1 FROM journal_entry WHERE subject_kind = 'report_period' AND subject_id = NEW.period_id"

SQLITE = (
    *(
        f"""CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table}
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END"""
        for table in TABLES
        for what in ("UPDATE", "DELETE")
    ),
    f"""CREATE TRIGGER {ROWS}_no_more BEFORE INSERT ON {ROWS}
    WHEN EXISTS ({TOLD})
    BEGIN SELECT RAISE(ABORT, '{STAYS}'); END""",
)
SQLITE_REMOVE = (
    *(f"DROP TRIGGER {table}_no_{what}" for table in TABLES for what in ("update", "delete")),
    f"DROP TRIGGER {ROWS}_no_more",
)
POSTGRES = (
    f"""CREATE FUNCTION ledger_refuse_period_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{STAYS}'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse_period_change()"""
        for table in TABLES
    ),
    *(
        f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_period_change()"""
        for table in TABLES
    ),
    f"""CREATE FUNCTION ledger_refuse_late_period_row() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF EXISTS ({TOLD}) THEN RAISE EXCEPTION '{STAYS}'; END IF;
      RETURN NEW;
    END $$""",
    f"""CREATE TRIGGER {ROWS}_no_more BEFORE INSERT ON {ROWS}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_late_period_row()""",
)
POSTGRES_REMOVE = (
    *(f"DROP TRIGGER {table}_no_change ON {table}" for table in TABLES),
    *(f"DROP TRIGGER {table}_no_truncate ON {table}" for table in TABLES),
    f"DROP TRIGGER {ROWS}_no_more ON {ROWS}",
    "DROP FUNCTION ledger_refuse_period_change()",
    "DROP FUNCTION ledger_refuse_late_period_row()",
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
    dependencies = [("ledger", "0029_report_periods"), ("journal", "0004_guards_of_checkpoints")]

    operations = [migrations.RunPython(install, remove)]
