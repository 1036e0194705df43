"""A kept version of a paper stays as it was, by triggers."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

UNCHANGED = "a kept version of a paper stays as it was"

SQLITE = tuple(
    f"""CREATE TRIGGER oversight_paperversion_no_{event.lower()} BEFORE {event} ON oversight_paperversion
    BEGIN SELECT RAISE(ABORT, '{UNCHANGED}'); END"""
    for event in ("UPDATE", "DELETE")
)
SQLITE_REMOVE = tuple(f"DROP TRIGGER oversight_paperversion_no_{event}" for event in ("update", "delete"))
POSTGRES = (
    f"""CREATE FUNCTION oversight_refuse_paperversion_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{UNCHANGED}'; END $$""",
    """CREATE TRIGGER oversight_paperversion_no_change BEFORE UPDATE OR DELETE ON oversight_paperversion
    FOR EACH ROW EXECUTE FUNCTION oversight_refuse_paperversion_change()""",
    """CREATE TRIGGER oversight_paperversion_no_truncate BEFORE TRUNCATE ON oversight_paperversion
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_refuse_paperversion_change()""",
)
POSTGRES_REMOVE = (
    "DROP TRIGGER oversight_paperversion_no_change ON oversight_paperversion",
    "DROP TRIGGER oversight_paperversion_no_truncate ON oversight_paperversion",
    "DROP FUNCTION oversight_refuse_paperversion_change()",
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
    dependencies = [("oversight", "0003_composed_papers")]

    operations = [migrations.RunPython(install, remove)]
