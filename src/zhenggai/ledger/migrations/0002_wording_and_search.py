"""The wording of problems is locked by the database, and every text is indexed by single characters."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LOCKED = "number, label, title, description, parent, first, last, pieces, aspect_id, cycle_id, position"

# Every printable character counts, punctuation and symbols too, so that a phrase matches exactly what is printed.
SQLITE_INSTALL = (
    f"""CREATE TRIGGER ledger_problem_wording_locked BEFORE UPDATE OF {LOCKED} ON ledger_problem
        BEGIN SELECT RAISE(ABORT, 'the wording of a problem is locked'); END""",
    """CREATE VIRTUAL TABLE ledger_search USING fts5(
         words, task_id UNINDEXED, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'")""",
)
SQLITE_REMOVE = ("DROP TRIGGER ledger_problem_wording_locked", "DROP TABLE ledger_search")

POSTGRES_INSTALL = (
    """CREATE FUNCTION ledger_refuse_rewording() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the wording of a problem is locked'; END $$""",
    f"""CREATE TRIGGER ledger_problem_wording_locked BEFORE UPDATE OF {LOCKED} ON ledger_problem
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse_rewording()""",
    """CREATE TABLE ledger_search (
         id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, task_id bigint NOT NULL, words tsvector NOT NULL)""",
    "CREATE INDEX ledger_search_words ON ledger_search USING gin (words)",
)
POSTGRES_REMOVE = (
    "DROP TABLE ledger_search",
    "DROP TRIGGER ledger_problem_wording_locked ON ledger_problem",
    "DROP FUNCTION ledger_refuse_rewording()",
)


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    run(schema_editor, {"sqlite": SQLITE_INSTALL, "postgresql": POSTGRES_INSTALL})


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    run(schema_editor, {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRES_REMOVE})


def run(schema_editor: BaseDatabaseSchemaEditor, statements: dict[str, tuple[str, ...]]) -> None:
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_ledger")]

    operations = [migrations.RunPython(install, remove)]
