"""What is planned of tasks and measures; a task keeps the number it had by its place.

The number arrives in three steps: added empty, filled, then demanded.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q

CLASSES = (
    "",
    "meeting",
    "document",
    "inspection",
    "construction",
    "funds",
    "accountability",
    "institution",
    "training",
    "other",
)


def number_tasks(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("ledger", "Task").objects.update(number=F("position"))


def text(name: str, default: str = "") -> migrations.AddField:
    return migrations.AddField("task", name, models.TextField(default=default))


def short(model: str, name: str, length: int) -> migrations.AddField:
    return migrations.AddField(model, name, models.CharField(default="", max_length=length))


class Migration(migrations.Migration):
    # Filling and altering one table in one transaction is refused by PostgreSQL while its triggers are pending.
    atomic = False
    dependencies = [("ledger", "0003_rules_of_a_cycle")]

    operations = [
        migrations.AddField("task", "number", models.PositiveIntegerField(null=True)),
        migrations.RunPython(number_tasks, migrations.RunPython.noop),
        migrations.AlterField("task", "number", models.PositiveIntegerField()),
        text("target"),
        text("co_units", "[]"),
        text("standard"),
        short("task", "person", 200),
        short("task", "risk", 6),
        migrations.AddConstraint(
            "task", models.UniqueConstraint(fields=["cycle", "number"], name="task_number_is_its_own")
        ),
        migrations.AddConstraint(
            "task",
            models.CheckConstraint(condition=Q(risk__in=("", "high", "medium", "low")), name="task_risk_is_known"),
        ),
        short("measure", "measure_class", 16),
        short("measure", "unit_name", 200),
        migrations.AddField("measure", "deliverable", models.TextField(default="")),
        migrations.AddField("measure", "deadline", models.DateField(null=True)),
        short("measure", "term", 8),
        migrations.AddField("measure", "times", models.PositiveIntegerField(null=True)),
        short("measure", "per", 10),
        migrations.AddConstraint(
            "measure", models.CheckConstraint(condition=Q(measure_class__in=CLASSES), name="measure_class_is_known")
        ),
        migrations.AddConstraint(
            "measure", models.CheckConstraint(condition=Q(term__in=("", "now", "lasting")), name="measure_term_is_known")
        ),
        migrations.AddConstraint(
            "measure",
            models.CheckConstraint(
                condition=Q(times__isnull=True, per="")
                | Q(times__gte=1, per__in=("week", "month", "quarter", "half_year", "year")),
                name="measure_frequency_is_whole",
            ),
        ),
    ]
