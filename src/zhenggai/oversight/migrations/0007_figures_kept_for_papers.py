"""What the ledger would put into a paper is kept from one opening to the next; derived, so that it begins empty."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oversight", "0006_imprints_of_papers")]

    operations = [
        migrations.CreateModel(
            name="PaperFigures",
            fields=[
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="figures_kept",
                        serialize=False,
                        to="oversight.composedpaper",
                    ),
                ),
                ("upto", models.BigIntegerField()),
                ("day", models.DateField()),
                ("figures", models.TextField()),
            ],
        ),
    ]
