"""Let a task be applied for, stable and no longer needed; the rank by which lists sort is made anew."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Case, Q, Value, When

STATES = ("not_started", "ongoing", "closing", "long_term", "done", "stable", "not_applicable")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0012_evidence")]

    operations = [
        migrations.RemoveConstraint("task", "task_state_is_known"),
        migrations.RemoveIndex("task", "task_by_state"),
        migrations.RemoveIndex("task", "task_by_deadline"),
        migrations.RemoveField("task", "state_rank"),
        migrations.AlterField("task", "state", models.CharField(max_length=14)),
        migrations.AddField(
            "task",
            "state_rank",
            models.GeneratedField(
                expression=Case(
                    *(When(state=state, then=Value(rank)) for rank, state in enumerate(STATES)), default=Value(9)
                ),
                output_field=models.PositiveSmallIntegerField(),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            "task", models.Index(fields=["cycle", "state_rank", "position"], name="task_by_state")
        ),
        migrations.AddIndex(
            "task",
            models.Index(fields=["cycle", "deadline_rank", "position", "state_rank"], name="task_by_deadline"),
        ),
        migrations.AddConstraint(
            "task", models.CheckConstraint(condition=Q(state__in=STATES), name="task_state_is_known")
        ),
    ]
