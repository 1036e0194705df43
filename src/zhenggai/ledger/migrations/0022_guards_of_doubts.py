"""What was said of doubts and rules stays, and no doubt is settled without a word that says why."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STAYS = "what was said of a doubt or a rule stays as it was said"
FOUND = "what was found stays what it is"
UNSAID = "a doubt is settled by a word with reasons"
KEPT_TABLES = ("ledger_doubtword", "ledger_ruleswitch")
DOUBT = "ledger_ledgerdoubt"

# What identifies a doubt never changes; `IS NOT` and `IS DISTINCT FROM` say the same on the two databases.
SETTLED = "NEW.state IN ('upheld', 'explained', 'mistaken')"
SAID = "SELECT 1 FROM ledger_doubtword WHERE doubt_id = NEW.id AND how = NEW.state"

SQLITE = (
    *(
        f"""CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table}
        BEGIN SELECT RAISE(ABORT, '{STAYS}'); END"""
        for table in KEPT_TABLES
        for what in ("UPDATE", "DELETE")
    ),
    f"""CREATE TRIGGER {DOUBT}_stays BEFORE UPDATE ON {DOUBT}
    WHEN NEW.cycle_id IS NOT OLD.cycle_id OR NEW.rule IS NOT OLD.rule OR NEW.key IS NOT OLD.key
      OR NEW.found_at IS NOT OLD.found_at
    BEGIN SELECT RAISE(ABORT, '{FOUND}'); END""",
    f"""CREATE TRIGGER {DOUBT}_no_delete BEFORE DELETE ON {DOUBT}
    BEGIN SELECT RAISE(ABORT, '{FOUND}'); END""",
    f"""CREATE TRIGGER {DOUBT}_settled_by_word BEFORE UPDATE OF state ON {DOUBT}
    WHEN {SETTLED} AND NOT EXISTS ({SAID})
    BEGIN SELECT RAISE(ABORT, '{UNSAID}'); END""",
)
SQLITE_REMOVE = (
    *(f"DROP TRIGGER {table}_no_{what}" for table in KEPT_TABLES for what in ("update", "delete")),
    f"DROP TRIGGER {DOUBT}_stays",
    f"DROP TRIGGER {DOUBT}_no_delete",
    f"DROP TRIGGER {DOUBT}_settled_by_word",
)
POSTGRES = (
    f"""CREATE FUNCTION ledger_refuse_doubt_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{STAYS}'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION ledger_refuse_doubt_change()"""
        for table in KEPT_TABLES
    ),
    *(
        f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_doubt_change()"""
        for table in (*KEPT_TABLES, DOUBT)
    ),
    f"""CREATE TRIGGER {DOUBT}_stays BEFORE UPDATE ON {DOUBT} FOR EACH ROW
    WHEN (NEW.cycle_id IS DISTINCT FROM OLD.cycle_id OR NEW.rule IS DISTINCT FROM OLD.rule
      OR NEW.key IS DISTINCT FROM OLD.key OR NEW.found_at IS DISTINCT FROM OLD.found_at)
    EXECUTE FUNCTION ledger_refuse_doubt_change()""",
    f"""CREATE TRIGGER {DOUBT}_no_delete BEFORE DELETE ON {DOUBT}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_doubt_change()""",
    f"""CREATE FUNCTION ledger_refuse_unsaid() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF NOT EXISTS ({SAID}) THEN RAISE EXCEPTION '{UNSAID}'; END IF;
      RETURN NEW;
    END $$""",
    f"""CREATE TRIGGER {DOUBT}_settled_by_word BEFORE UPDATE OF state ON {DOUBT} FOR EACH ROW
    WHEN ({SETTLED}) EXECUTE FUNCTION ledger_refuse_unsaid()""",
)
POSTGRES_REMOVE = (
    *(f"DROP TRIGGER {table}_no_change ON {table}" for table in KEPT_TABLES),
    *(f"DROP TRIGGER {table}_no_truncate ON {table}" for table in (*KEPT_TABLES, DOUBT)),
    f"DROP TRIGGER {DOUBT}_stays ON {DOUBT}",
    f"DROP TRIGGER {DOUBT}_no_delete ON {DOUBT}",
    f"DROP TRIGGER {DOUBT}_settled_by_word ON {DOUBT}",
    "DROP FUNCTION ledger_refuse_doubt_change()",
    "DROP FUNCTION ledger_refuse_unsaid()",
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
    dependencies = [("ledger", "0021_doubts_on_the_ledger")]

    operations = [migrations.RunPython(install, remove)]
