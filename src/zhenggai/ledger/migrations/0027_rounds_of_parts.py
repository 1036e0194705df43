"""The cycle of a task stands beside the units that take part in it."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FILL = """UPDATE ledger_taskunit SET cycle_id =
(SELECT cycle_id FROM ledger_task WHERE ledger_task.id = ledger_taskunit.task_id)"""


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(FILL, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0026_ledger_sheets")]

    operations = [
        migrations.AddIndex(
            model_name="cycle", index=models.Index(fields=["-adopted_at", "-id"], name="cycle_by_adoption")
        ),
        migrations.AddField(
            model_name="taskunit",
            name="cycle",
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="ledger.cycle"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="taskunit",
            name="cycle",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="ledger.cycle"),
        ),
        migrations.RemoveIndex(model_name="taskunit", name="part_by_unit"),
        migrations.AddIndex(
            model_name="taskunit", index=models.Index(fields=["unit", "cycle", "task"], name="part_by_unit")
        ),
    ]
