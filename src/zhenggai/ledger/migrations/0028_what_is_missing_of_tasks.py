"""What is missing of a task is kept from page to page; derived, so that it begins empty."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("ledger", "0027_rounds_of_parts"),
    ]

    operations = [
        migrations.CreateModel(
            name="TaskReadiness",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="readiness",
                        serialize=False,
                        to="ledger.task",
                    ),
                ),
                ("upto", models.BigIntegerField()),
                ("day", models.DateField()),
                ("missing", models.TextField()),
                ("doubts", models.PositiveIntegerField()),
            ],
        ),
    ]
