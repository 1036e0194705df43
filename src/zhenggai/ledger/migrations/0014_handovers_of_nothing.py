"""A handover may turn out to hand over nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0013_states_of_closing'),
        ('people', '0006_ended_delegations'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='handover',
            name='handover_done_has_a_successor',
        ),
        migrations.AddField(
            model_name='handover',
            name='why_none',
            field=models.TextField(default=''),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('done_at', None), ('successor__isnull', False), models.Q(('why_none', ''), _negated=True), _connector='OR'), name='handover_done_has_a_successor'),
        ),
    ]
