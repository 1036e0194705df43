"""Handovers and what they hand over."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0010_local_days'),
        ('people', '0005_appointments'),
    ]

    operations = [
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('giver_name', models.CharField(max_length=64)),
                ('cause', models.CharField(max_length=12)),
                ('about', models.CharField(max_length=320)),
                ('opened_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('named_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='ledger.cycle')),
                ('giver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handed_over', to='people.person')),
                ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='takes_over', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='HandoverItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('named', models.CharField(max_length=200)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('accepted_by', models.CharField(default='', max_length=200)),
                ('remark', models.TextField(default='')),
                ('handover', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='ledger.handover')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handed_over', to='ledger.task')),
            ],
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(fields=['cycle', 'done_at', 'due_at'], name='handover_by_due'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('cause__in', ('post', 'appointment', 'account', 'office'))), name='handover_cause_is_known'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('opened_at'))), name='handover_is_due_after_it_opens'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('done_at', None), ('successor__isnull', False), _connector='OR'), name='handover_done_has_a_successor'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('giver', None), models.Q(('giver', models.F('successor')), _negated=True), _connector='OR'), name='nobody_takes_over_from_themselves'),
        ),
        migrations.AddConstraint(
            model_name='handoveritem',
            constraint=models.UniqueConstraint(fields=('handover', 'task', 'kind'), name='task_is_handed_over_once'),
        ),
        migrations.AddConstraint(
            model_name='handoveritem',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('leader', 'person', 'unit'))), name='handover_item_kind_is_known'),
        ),
    ]
