"""Rounds that came from another home: what came, under which numbers, and what the old journal told."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0030_guards_of_periods'),
    ]

    operations = [
        migrations.CreateModel(
            name='Arrival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('repeated', models.BooleanField(default=False)),
                ('origin', models.CharField(max_length=200)),
                ('old', models.BigIntegerField()),
                ('product', models.CharField(max_length=40)),
                ('exported_at', models.DateTimeField()),
                ('exported_by', models.TextField()),
                ('checkpoint', models.TextField()),
                ('key', models.TextField()),
                ('key_given', models.BooleanField(default=False)),
                ('entries_count', models.PositiveIntegerField()),
                ('missing', models.TextField(default='[]')),
                ('pairs', models.TextField(default='{}')),
                ('settled', models.TextField(default='[]')),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
                ('cycle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='ledger.cycle')),
            ],
        ),
        migrations.CreateModel(
            name='ArrivedEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('actor_name', models.TextField()),
                ('actor_role', models.TextField()),
                ('verb', models.TextField()),
                ('subject_kind', models.TextField()),
                ('subject_id', models.BigIntegerField(null=True)),
                ('line', models.TextField()),
                ('arrival', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='ledger.arrival')),
            ],
            options={
                'verbose_name_plural': 'arrived entries',
            },
        ),
        migrations.CreateModel(
            name='ArrivedNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=60)),
                ('told', models.BigIntegerField()),
                ('here', models.BigIntegerField()),
                ('arrival', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='numbers', to='ledger.arrival')),
            ],
        ),
        migrations.AddIndex(
            model_name='arrival',
            index=models.Index(fields=['cycle'], name='arrival_by_cycle'),
        ),
        migrations.AddConstraint(
            model_name='arrival',
            constraint=models.UniqueConstraint(condition=models.Q(('repeated', False)), fields=('digest',), name='export_arrives_again_on_purpose_only'),
        ),
        migrations.AddConstraint(
            model_name='arrival',
            constraint=models.CheckConstraint(condition=models.Q(('digest', ''), _negated=True), name='arrival_names_its_export'),
        ),
        migrations.AddIndex(
            model_name='arrivedentry',
            index=models.Index(fields=['subject_kind', 'subject_id', '-id'], name='arrived_entry_by_subject'),
        ),
        migrations.AddConstraint(
            model_name='arrivedentry',
            constraint=models.UniqueConstraint(fields=('arrival', 'sequence'), name='arrived_entry_has_its_number'),
        ),
        migrations.AddConstraint(
            model_name='arrivednumber',
            constraint=models.UniqueConstraint(fields=('arrival', 'table', 'told'), name='told_number_means_one_row'),
        ),
        migrations.AddConstraint(
            model_name='arrivednumber',
            constraint=models.UniqueConstraint(fields=('table', 'here'), name='arrived_row_has_one_told_number'),
        ),
    ]
