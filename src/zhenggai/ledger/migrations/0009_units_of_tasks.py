"""Which units take part in a task, filled from what its plan names."""

import json

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    unit_of = dict(apps.get_model("people", "Unit").objects.values_list("name", "pk"))
    part_of = apps.get_model("ledger", "TaskUnit")
    measures = apps.get_model("ledger", "Measure").objects.exclude(unit_name="").values_list("task_id", "unit_name")
    found = {(task_id, unit_of[name], "measure") for task_id, name in measures if name in unit_of}
    for task in apps.get_model("ledger", "Task").objects.only("unit_id", "co_units").iterator():
        if task.unit_id:
            found.add((task.pk, task.unit_id, "lead"))
        found |= {(task.pk, unit_of[name], "co") for name in json.loads(task.co_units) if name in unit_of}
    part_of.objects.bulk_create(
        [part_of(task_id=task, unit_id=unit, part=part) for task, unit, part in sorted(found)], batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0008_reconciliations"),
        ("people", "0004_more_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="TaskUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=8)),
                ("task", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="ledger.task")),
                ("unit", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="people.unit")),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "task"], name="part_by_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("task", "unit", "part"), name="unit_has_its_part_once"),
                    models.CheckConstraint(condition=models.Q(("part__in", ("lead", "co", "measure"))), name="unit_part_is_known"),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
