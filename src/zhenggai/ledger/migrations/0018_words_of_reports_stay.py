"""What was reported or said stays as it was, by triggers; promises find the tasks of their problems."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Min

KEPT = {
    "ledger_progress": (
        "measure_id, day, done, result, effect, next_step, phase, claims, explanation, percent, percent_source, "
        "corrects_id, token, actor_id, by, unit_name, on_behalf, at"
    ),
    "ledger_comment": "task_id, author_id, author, unit_name, text, reply_to_id, at",
    "ledger_promiseevent": "promise_id, kind, day, what, evidence, old_due, new_due, by, at",
}

SQLITE_INSTALL = tuple(
    f"""CREATE TRIGGER {table}_{name}_refused BEFORE {event} ON {table}
        BEGIN SELECT RAISE(ABORT, 'what was reported stays as it was'); END"""
    for table, columns in KEPT.items()
    for name, event in (("change", f"UPDATE OF {columns}"), ("delete", "DELETE"))
)
SQLITE_REMOVE = tuple(f"DROP TRIGGER {table}_{name}_refused" for table in KEPT for name in ("change", "delete"))

POSTGRES_INSTALL = (
    """CREATE FUNCTION ledger_refuse_changing_reports() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'what was reported stays as it was'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_{name}_refused BEFORE {event} ON {table}
            FOR EACH ROW EXECUTE FUNCTION ledger_refuse_changing_reports()"""
        for table, columns in KEPT.items()
        for name, event in (("change", f"UPDATE OF {columns}"), ("delete", "DELETE"))
    ),
)
POSTGRES_REMOVE = (
    *(f"DROP TRIGGER {table}_{name}_refused ON {table}" for table in KEPT for name in ("change", "delete")),
    "DROP FUNCTION ledger_refuse_changing_reports()",
)


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    run(schema_editor, {"sqlite": SQLITE_INSTALL, "postgresql": POSTGRES_INSTALL})


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    run(schema_editor, {"sqlite": SQLITE_REMOVE, "postgresql": POSTGRES_REMOVE})


def run(schema_editor: BaseDatabaseSchemaEditor, statements: dict[str, tuple[str, ...]]) -> None:
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def find_tasks(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each promise the first task of its problem."""
    promise = apps.get_model("ledger", "Promise")
    answers = apps.get_model("ledger", "TaskProblem").objects.values_list("problem_id").annotate(task=Min("task_id"))
    for problem_id, task_id in answers.order_by("problem_id"):
        promise.objects.filter(problem_id=problem_id, task=None).update(task_id=task_id)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0017_work_on_measures")]

    operations = [
        migrations.RunPython(find_tasks, migrations.RunPython.noop),
        migrations.RunPython(install, remove),
    ]
