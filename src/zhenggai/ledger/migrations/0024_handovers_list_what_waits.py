"""A handover lists what waited for its giver beside their tasks: promises, reviews, acceptances, decisions, signatures."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0023_workbooks'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='handoveritem',
            name='task_is_handed_over_once',
        ),
        migrations.RemoveConstraint(
            model_name='handoveritem',
            name='handover_item_kind_is_known',
        ),
        migrations.AddField(
            model_name='handoveritem',
            name='door',
            field=models.CharField(default='', max_length=60),
        ),
        migrations.AddField(
            model_name='handoveritem',
            name='what',
            field=models.CharField(default='', max_length=300),
        ),
        migrations.AlterField(
            model_name='handoveritem',
            name='kind',
            field=models.CharField(max_length=12),
        ),
        migrations.AlterField(
            model_name='handoveritem',
            name='task',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handed_over', to='ledger.task'),
        ),
        migrations.AddConstraint(
            model_name='handoveritem',
            constraint=models.UniqueConstraint(fields=('handover', 'task', 'kind', 'what'), name='task_is_handed_over_once'),
        ),
        migrations.AddConstraint(
            model_name='handoveritem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('leader', 'person', 'unit', 'promise', 'accept', 'sign', 'review', 'decide', 'judge', 'returned', 'refused', 'sent_back', 'doubt', 'to_explain'))), name='handover_item_kind_is_known'),
        ),
    ]
