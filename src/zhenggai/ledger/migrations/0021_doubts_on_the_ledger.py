"""Doubts on the ledger, what is said of them, which rules are on, and how far the rules have looked."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0020_guards_of_closing'),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerLook',
            fields=[
                ('cycle', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='ledger_look', serialize=False, to='ledger.cycle')),
                ('quick_upto', models.BigIntegerField(default=0)),
                ('whole_upto', models.BigIntegerField(default=0)),
                ('day', models.DateField(null=True)),
                ('quick_at', models.DateTimeField(null=True)),
                ('whole_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='LedgerDoubt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=10)),
                ('rule', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=64)),
                ('severity', models.CharField(max_length=8)),
                ('rank', models.PositiveSmallIntegerField()),
                ('message', models.TextField()),
                ('places', models.TextField(default='[]')),
                ('state', models.CharField(default='open', max_length=10)),
                ('was', models.CharField(default='', max_length=10)),
                ('settled', models.CharField(default='', max_length=10)),
                ('gone_why', models.CharField(default='', max_length=8)),
                ('explained_at', models.DateTimeField(null=True)),
                ('found_at', models.DateTimeField()),
                ('gone_at', models.DateTimeField(null=True)),
                ('returns', models.PositiveIntegerField(default=0)),
                ('counted', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('cycle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='ledger_doubts', to='ledger.cycle')),
                ('task', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='ledger_doubts', to='ledger.task')),
            ],
        ),
        migrations.CreateModel(
            name='DoubtWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(max_length=10)),
                ('why', models.TextField()),
                ('message', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
                ('by_id', models.BigIntegerField()),
                ('role', models.CharField(max_length=20)),
                ('doubt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='ledger.ledgerdoubt')),
            ],
        ),
        migrations.CreateModel(
            name='RuleSwitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=60)),
                ('number', models.PositiveIntegerField()),
                ('what', models.CharField(max_length=10)),
                ('threshold', models.CharField(default='', max_length=40)),
                ('before', models.CharField(default='', max_length=40)),
                ('after', models.CharField(default='', max_length=40)),
                ('why', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
                ('by_id', models.BigIntegerField()),
                ('cycle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rule_switches', to='ledger.cycle')),
            ],
        ),
        migrations.AddIndex(
            model_name='ledgerdoubt',
            index=models.Index(fields=['cycle', 'state', 'rank', '-id'], name='ledger_doubt_by_state'),
        ),
        migrations.AddIndex(
            model_name='ledgerdoubt',
            index=models.Index(fields=['cycle', 'rule', 'rank', '-id'], name='ledger_doubt_by_rule'),
        ),
        migrations.AddIndex(
            model_name='ledgerdoubt',
            index=models.Index(fields=['cycle', 'rank', '-id'], name='ledger_doubt_by_rank'),
        ),
        migrations.AddIndex(
            model_name='ledgerdoubt',
            index=models.Index(fields=['task', 'state'], name='ledger_doubt_by_task'),
        ),
        migrations.AddConstraint(
            model_name='ledgerdoubt',
            constraint=models.UniqueConstraint(fields=('cycle', 'rule', 'key'), name='ledger_doubt_is_found_once'),
        ),
        migrations.AddConstraint(
            model_name='ledgerdoubt',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ('ledger', 'text'))), name='ledger_doubt_source_is_known'),
        ),
        migrations.AddConstraint(
            model_name='ledgerdoubt',
            constraint=models.CheckConstraint(condition=models.Q(('severity__in', ('error', 'warning', 'info'))), name='ledger_doubt_severity_is_known'),
        ),
        migrations.AddConstraint(
            model_name='ledgerdoubt',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('open', 'upheld', 'explained', 'mistaken', 'gone'))), name='ledger_doubt_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='ledgerdoubt',
            constraint=models.CheckConstraint(condition=models.Q(('settled__in', ('', 'upheld', 'explained', 'mistaken'))), name='ledger_doubt_verdict_is_known'),
        ),
        migrations.AddConstraint(
            model_name='ledgerdoubt',
            constraint=models.CheckConstraint(condition=models.Q(('gone_why__in', ('', 'mended', 'off'))), name='ledger_doubt_goes_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='ledgerdoubt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('gone_at__isnull', False), ('state', 'gone')), models.Q(models.Q(('state', 'gone'), _negated=True), ('gone_at', None)), _connector='OR'), name='ledger_doubt_goes_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='ledgerdoubt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('upheld', 'explained', 'mistaken')), _negated=True), ('settled', models.F('state')), _connector='OR'), name='ledger_doubt_state_was_said'),
        ),
        migrations.AddConstraint(
            model_name='doubtword',
            constraint=models.CheckConstraint(condition=models.Q(('how__in', ('explain', 'upheld', 'explained', 'mistaken'))), name='doubt_word_is_known'),
        ),
        migrations.AddConstraint(
            model_name='doubtword',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='doubt_word_has_reasons'),
        ),
        migrations.AddConstraint(
            model_name='ruleswitch',
            constraint=models.UniqueConstraint(fields=('cycle', 'rule', 'number'), name='rule_switch_number_is_its_own'),
        ),
        migrations.AddConstraint(
            model_name='ruleswitch',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ('off', 'on', 'threshold'))), name='rule_switch_is_known'),
        ),
        migrations.AddConstraint(
            model_name='ruleswitch',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='rule_switch_has_reasons'),
        ),
        migrations.AddConstraint(
            model_name='ruleswitch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('what', 'threshold'), models.Q(('threshold', ''), _negated=True)), models.Q(models.Q(('what', 'threshold'), _negated=True), ('threshold', '')), _connector='OR'), name='rule_switch_names_a_threshold'),
        ),
    ]
