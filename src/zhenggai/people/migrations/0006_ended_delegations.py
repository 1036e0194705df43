"""A delegation may be taken back before its last day."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_appointments'),
    ]

    operations = [
        migrations.AddField(
            model_name='delegation',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
    ]
