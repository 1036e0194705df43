"""A checkpoint is never changed: the database itself says no to UPDATE, DELETE and TRUNCATE."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE_INSTALL = (
    """CREATE TRIGGER journal_checkpoint_no_update BEFORE UPDATE ON journal_checkpoint
       BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END""",
    """CREATE TRIGGER journal_checkpoint_no_delete BEFORE DELETE ON journal_checkpoint
       BEGIN SELECT RAISE(ABORT, 'checkpoints are never removed'); END""",
)
SQLITE_REMOVE = ("DROP TRIGGER journal_checkpoint_no_update", "DROP TRIGGER journal_checkpoint_no_delete")

POSTGRES_INSTALL = (
    """CREATE TRIGGER journal_checkpoint_no_change BEFORE UPDATE OR DELETE ON journal_checkpoint
       FOR EACH ROW EXECUTE FUNCTION journal_refuse()""",
    """CREATE TRIGGER journal_checkpoint_no_truncate BEFORE TRUNCATE ON journal_checkpoint
       FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()""",
)
POSTGRES_REMOVE = (
    "DROP TRIGGER journal_checkpoint_no_change ON journal_checkpoint",
    "DROP TRIGGER journal_checkpoint_no_truncate ON journal_checkpoint",
)


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    run(schema_editor, {"sqlite": SQLITE_INSTALL, "postgresql": POSTGRES_INSTALL})


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    run(schema_editor, {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRES_REMOVE})


def run(schema_editor: BaseDatabaseSchemaEditor, statements: dict[str, tuple[str, ...]]) -> None:
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_checkpoints")]

    operations = [migrations.RunPython(install, remove)]
