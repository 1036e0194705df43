"""Evidence, what it proves, what it looks like, and files under way."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0011_handovers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task_number', models.PositiveIntegerField()),
                ('running', models.PositiveIntegerField()),
                ('number', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=255)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('type', models.CharField(max_length=8)),
                ('kind', models.CharField(max_length=16)),
                ('document_number', models.CharField(default='', max_length=60)),
                ('dated', models.DateField(null=True)),
                ('description', models.TextField(default='')),
                ('openable', models.BooleanField(default=True)),
                ('encrypted', models.BooleanField(default=False)),
                ('ending_agrees', models.BooleanField(default=True)),
                ('pages', models.PositiveIntegerField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('latitude', models.FloatField(null=True)),
                ('longitude', models.FloatField(null=True)),
                ('coarse', models.CharField(default='', max_length=16)),
                ('fine', models.CharField(default='', max_length=64)),
                ('words', models.CharField(default='', max_length=16)),
                ('scan', models.CharField(default='off', max_length=12)),
                ('uploaded_at', models.DateTimeField()),
                ('uploaded_by', models.TextField()),
                ('uploader_id', models.BigIntegerField()),
                ('uses_count', models.PositiveIntegerField(default=0)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.TextField(default='')),
                ('withdrawn_why', models.TextField(default='')),
                ('version', models.PositiveIntegerField(default=1)),
                ('cycle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='ledger.cycle')),
            ],
        ),
        migrations.CreateModel(
            name='EvidenceMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.PositiveIntegerField()),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='ledger.evidence')),
            ],
        ),
        migrations.CreateModel(
            name='EvidenceUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('linked_by', models.TextField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.TextField(default='')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='ledger.evidence')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_uses', to='ledger.measure')),
            ],
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('account_id', models.BigIntegerField()),
                ('task_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=255)),
                ('size', models.PositiveBigIntegerField()),
                ('received', models.PositiveBigIntegerField(default=0)),
                ('begun_at', models.DateTimeField()),
                ('touched_at', models.DateTimeField(db_index=True)),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uploads', to='ledger.evidence')),
            ],
        ),
        migrations.AddIndex(
            model_name='evidence',
            index=models.Index(fields=['cycle', 'kind', 'task_number', 'running'], name='evidence_by_kind'),
        ),
        migrations.AddIndex(
            model_name='evidence',
            index=models.Index(fields=['uploader_id'], name='evidence_by_uploader'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('cycle', 'task_number', 'running'), name='evidence_place_is_its_own'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('minutes', 'attendance', 'red_document', 'institution', 'voucher', 'photo', 'roster', 'acceptance', 'decision', 'record', 'ledger', 'video', 'other'))), name='evidence_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='evidence_is_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('scan__in', ('off', 'clean', 'unreachable'))), name='evidence_scan_is_known'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('withdrawn_why', ''), _negated=True), _connector='OR'), name='evidence_withdrawn_has_a_reason'),
        ),
        migrations.AddIndex(
            model_name='evidencemark',
            index=models.Index(fields=['key', 'evidence'], name='evidence_mark_by_key'),
        ),
        migrations.AddConstraint(
            model_name='evidenceuse',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('evidence', 'measure'), name='evidence_proves_once'),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(fields=['account_id', 'task_id'], name='upload_by_account'),
        ),
        migrations.AddConstraint(
            model_name='upload',
            constraint=models.CheckConstraint(condition=models.Q(('received__lte', models.F('size'))), name='upload_is_no_longer_than_said'),
        ),
        migrations.AddConstraint(
            model_name='upload',
            constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='upload_is_not_empty'),
        ),
    ]
