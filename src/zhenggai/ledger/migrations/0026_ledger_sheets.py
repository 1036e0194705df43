"""Ledgers that offices keep in workbooks of their own, handed in to be merged."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0025_evidence_found_by_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('state', models.CharField(default='received', max_length=8)),
                ('heads', models.CharField(db_index=True, default='', max_length=64)),
                ('sheets', models.TextField(default='[]')),
                ('mapping', models.TextField(default='')),
                ('pairs', models.TextField(default='{}')),
                ('decisions', models.TextField(default='{}')),
                ('counts', models.TextField(default='{}')),
                ('version', models.PositiveIntegerField(default=1)),
                ('received_at', models.DateTimeField()),
                ('received_by', models.CharField(max_length=200)),
                ('cycle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='ledger.cycle')),
            ],
        ),
        migrations.CreateModel(
            name='LedgerSheetCells',
            fields=[
                ('sheet', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='cells', serialize=False, to='ledger.ledgersheet')),
                ('content', models.TextField()),
            ],
        ),
        migrations.AddIndex(
            model_name='ledgersheet',
            index=models.Index(fields=['cycle', 'id'], name='ledger_sheet_by_cycle'),
        ),
        migrations.AddConstraint(
            model_name='ledgersheet',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('received', 'mapped', 'settled', 'dropped'))), name='ledger_sheet_state_is_known'),
        ),
    ]
