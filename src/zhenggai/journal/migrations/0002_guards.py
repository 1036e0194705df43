"""The journal refuses to be changed: the database itself says no to UPDATE, DELETE and TRUNCATE."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE_INSTALL = (
    """CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry
       BEGIN SELECT RAISE(ABORT, 'journal entries are never changed'); END""",
    """CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry
       BEGIN SELECT RAISE(ABORT, 'journal entries are never removed'); END""",
    """CREATE TRIGGER journal_head_no_delete BEFORE DELETE ON journal_head
       BEGIN SELECT RAISE(ABORT, 'the journal head is never removed'); END""",
    """CREATE TRIGGER journal_head_only_next BEFORE UPDATE ON journal_head
       WHEN NEW.sequence <> OLD.sequence + 1
       BEGIN SELECT RAISE(ABORT, 'the journal head moves by one'); END""",
)
SQLITE_REMOVE = (
    "DROP TRIGGER journal_entry_no_update",
    "DROP TRIGGER journal_entry_no_delete",
    "DROP TRIGGER journal_head_no_delete",
    "DROP TRIGGER journal_head_only_next",
)

# Row triggers let TRUNCATE through, hence the triggers per statement.
POSTGRES_INSTALL = (
    """CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the journal is never changed: % on %', TG_OP, TG_TABLE_NAME; END $$""",
    """CREATE TRIGGER journal_entry_no_change BEFORE UPDATE OR DELETE ON journal_entry
       FOR EACH ROW EXECUTE FUNCTION journal_refuse()""",
    """CREATE TRIGGER journal_entry_no_truncate BEFORE TRUNCATE ON journal_entry
       FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()""",
    """CREATE TRIGGER journal_head_no_delete BEFORE DELETE ON journal_head
       FOR EACH ROW EXECUTE FUNCTION journal_refuse()""",
    """CREATE TRIGGER journal_head_no_truncate BEFORE TRUNCATE ON journal_head
       FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()""",
    """CREATE TRIGGER journal_head_only_next BEFORE UPDATE ON journal_head
       FOR EACH ROW WHEN (NEW.sequence <> OLD.sequence + 1) EXECUTE FUNCTION journal_refuse()""",
)
POSTGRES_REMOVE = (
    "DROP TRIGGER journal_entry_no_change ON journal_entry",
    "DROP TRIGGER journal_entry_no_truncate ON journal_entry",
    "DROP TRIGGER journal_head_no_delete ON journal_head",
    "DROP TRIGGER journal_head_no_truncate ON journal_head",
    "DROP TRIGGER journal_head_only_next ON journal_head",
    "DROP FUNCTION journal_refuse()",
)


def place_head(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("journal", "Head").objects.create(id=1, sequence=0)


def remove_head(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("journal", "Head").objects.all().delete()


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    run(schema_editor, {"sqlite": SQLITE_INSTALL, "postgresql": POSTGRES_INSTALL})


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    run(schema_editor, {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRES_REMOVE})


def run(schema_editor: BaseDatabaseSchemaEditor, statements: dict[str, tuple[str, ...]]) -> None:
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_entries")]

    operations = [
        migrations.RunPython(place_head, remove_head),
        migrations.RunPython(install, remove),
    ]
