"""A task goes on for long only from where the table of moves leads there: it is asked for before the task is over."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Into each of these states only from these.
BEFORE = {
    "closing": ("ongoing", "long_term"),
    "done": ("closing",),
    "stable": ("done",),
    "not_applicable": ("ongoing",),
}
AFTER = {**BEFORE, "long_term": ("not_started", "ongoing", "closing")}
NO_MOVE = "the table of moves does not lead there"
REMOVE = {
    "sqlite": "DROP TRIGGER ledger_task_moves_by_table",
    "postgresql": "DROP TRIGGER ledger_task_moves_by_table ON ledger_task",
}
INSTALL = {
    "sqlite": f"""CREATE TRIGGER ledger_task_moves_by_table BEFORE UPDATE OF state ON ledger_task WHEN {{}}
    BEGIN SELECT RAISE(ABORT, '{NO_MOVE}'); END""",
    "postgresql": """CREATE TRIGGER ledger_task_moves_by_table BEFORE UPDATE OF state ON ledger_task
    FOR EACH ROW WHEN ({}) EXECUTE FUNCTION ledger_refuse_move()""",
}


def guard_by(into: dict[str, tuple[str, ...]], schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let rows move only into these states from those."""
    wrong = " OR ".join(
        f"(NEW.state = '{state}' AND OLD.state NOT IN ({', '.join(repr(one) for one in (state, *sources))}))"
        for state, sources in into.items()
    )
    vendor = schema_editor.connection.vendor
    for statement in (REMOVE[vendor], INSTALL[vendor].format(wrong)):
        schema_editor.execute(statement, params=None)


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Guard long-term work as well."""
    guard_by(AFTER, schema_editor)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Guard what was guarded before."""
    guard_by(BEFORE, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0034_counts_of_rounds")]

    operations = [migrations.RunPython(install, remove)]
