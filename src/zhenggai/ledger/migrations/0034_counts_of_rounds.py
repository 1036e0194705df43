"""What was counted of a round is kept from page to page; derived, so that it begins empty."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("ledger", "0033_rounds_are_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptCounts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slot", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=64)),
                ("upto", models.BigIntegerField()),
                ("counts", models.TextField()),
                (
                    "cycle",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_counts",
                        to="ledger.cycle",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("cycle", "slot"), name="kept_counts_have_a_slot")],
            },
        ),
    ]
