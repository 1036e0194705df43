"""Months of reporting as they were frozen: the period with its counts, and the rows of its ledger."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("ledger", "0028_what_is_missing_of_tasks"),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.CharField(max_length=7)),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('due', models.DateField()),
                ('instant', models.DateTimeField()),
                ('sequence', models.BigIntegerField()),
                ('frozen_at', models.DateTimeField()),
                ('frozen_by', models.CharField(max_length=200)),
                ('frozen_by_id', models.BigIntegerField()),
                ('skipped', models.TextField(default='')),
                ('rows_count', models.PositiveIntegerField()),
                ('totals', models.TextField()),
                ('units', models.TextField()),
                ('left', models.TextField()),
                ('checkpoint_size', models.BigIntegerField(default=0)),
                ('checkpoint_note', models.TextField(default='')),
                ('digest', models.CharField(max_length=64)),
                ('cycle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='ledger.cycle')),
            ],
        ),
        migrations.CreateModel(
            name='PeriodRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('task_id', models.BigIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('cited', models.TextField()),
                ('title', models.TextField()),
                ('kind_name', models.TextField(default='')),
                ('state', models.CharField(max_length=14)),
                ('unit_name', models.CharField(default='', max_length=200)),
                ('leader', models.CharField(default='', max_length=200)),
                ('deadline', models.DateField(null=True)),
                ('light', models.CharField(max_length=12)),
                ('gated', models.BooleanField(default=False)),
                ('staged', models.BooleanField(default=False)),
                ('moved', models.BooleanField(default=False)),
                ('on_time', models.BooleanField(default=False)),
                ('closed_on', models.DateField(null=True)),
                ('reports', models.PositiveIntegerField(default=0)),
                ('returns', models.PositiveIntegerField(default=0)),
                ('figures', models.TextField(default='[]')),
                ('period', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='ledger.reportperiod')),
            ],
        ),
        migrations.AddConstraint(
            model_name='reportperiod',
            constraint=models.UniqueConstraint(fields=('cycle', 'month'), name='period_is_frozen_once'),
        ),
        migrations.AddConstraint(
            model_name='reportperiod',
            constraint=models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='period_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='reportperiod',
            constraint=models.CheckConstraint(condition=models.Q(('frozen_at__gte', models.F('instant'))), name='period_is_over_when_frozen'),
        ),
        migrations.AddConstraint(
            model_name='reportperiod',
            constraint=models.CheckConstraint(condition=models.Q(('digest', ''), _negated=True), name='period_has_a_digest'),
        ),
        migrations.AddIndex(
            model_name='periodrow',
            index=models.Index(fields=['period', 'state', 'place'], name='period_row_by_state'),
        ),
        migrations.AddIndex(
            model_name='periodrow',
            index=models.Index(fields=['period', 'unit_name', 'place'], name='period_row_by_unit'),
        ),
        migrations.AddIndex(
            model_name='periodrow',
            index=models.Index(fields=['period', 'light', 'place'], name='period_row_by_light'),
        ),
        migrations.AddIndex(
            model_name='periodrow',
            index=models.Index(fields=['period', 'moved', 'place'], name='period_row_by_moved'),
        ),
        migrations.AddConstraint(
            model_name='periodrow',
            constraint=models.UniqueConstraint(fields=('period', 'place'), name='period_row_place_is_its_own'),
        ),
        migrations.AddConstraint(
            model_name='periodrow',
            constraint=models.UniqueConstraint(fields=('period', 'task_id'), name='period_row_is_one_per_task'),
        ),
        migrations.AddConstraint(
            model_name='periodrow',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('not_started', 'ongoing', 'closing', 'long_term', 'done', 'stable', 'not_applicable'))), name='period_row_state_is_known'),
        ),
    ]
