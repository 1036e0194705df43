"""Applications to close with their signatures, samples, visits, calls, stages, vouchers and reopenings."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0018_words_of_reports_stay'),
    ]

    operations = [
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('outcome', models.CharField(max_length=14)),
                ('state', models.CharField(default='open', max_length=10)),
                ('came_from', models.CharField(max_length=14)),
                ('statement', models.TextField(default='')),
                ('unit_name', models.CharField(default='', max_length=200)),
                ('applied_at', models.DateTimeField()),
                ('applied_by', models.CharField(max_length=200)),
                ('applied_by_id', models.BigIntegerField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(default='', max_length=200)),
                ('why', models.TextField(default='')),
                ('digest', models.CharField(default='', max_length=64)),
                ('watch_until', models.DateField(null=True)),
                ('stable_at', models.DateTimeField(null=True)),
                ('stable_by', models.CharField(default='', max_length=200)),
                ('version', models.PositiveIntegerField(default=1)),
                ('cycle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='ledger.cycle')),
                ('task', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='ledger.task')),
            ],
        ),
        migrations.CreateModel(
            name='CallBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('roster', models.CharField(max_length=200)),
                ('roster_id', models.BigIntegerField(null=True)),
                ('who', models.CharField(max_length=200)),
                ('result', models.CharField(max_length=10)),
                ('said', models.TextField(default='')),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
                ('by_id', models.BigIntegerField()),
                ('task', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='ledger.task')),
                ('closing', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='ledger.closing')),
            ],
        ),
        migrations.CreateModel(
            name='MeetingList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('meeting_id', models.BigIntegerField(null=True)),
                ('meeting', models.CharField(max_length=200)),
                ('held_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
                ('cycle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='meeting_lists', to='ledger.cycle')),
            ],
        ),
        migrations.CreateModel(
            name='Recurrence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recurred', to='ledger.task')),
                ('task', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='recurs', to='ledger.task')),
            ],
        ),
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('cause', models.CharField(max_length=12)),
                ('what', models.TextField()),
                ('came_from', models.CharField(max_length=14)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
                ('by_id', models.BigIntegerField()),
                ('closing', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='ledger.closing')),
                ('task', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='ledger.task')),
            ],
        ),
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('purpose', models.CharField(max_length=10)),
                ('seed', models.CharField(max_length=64)),
                ('percent', models.PositiveSmallIntegerField()),
                ('frame', models.TextField()),
                ('by_lot', models.TextField()),
                ('by_risk', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
                ('cycle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='ledger.cycle')),
            ],
        ),
        migrations.CreateModel(
            name='SampleTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('drawn', models.BooleanField()),
                ('closing', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='ledger.closing')),
                ('sample', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='ledger.sample')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='ledger.task')),
            ],
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=12)),
                ('by_id', models.BigIntegerField()),
                ('by', models.CharField(max_length=200)),
                ('role', models.CharField(max_length=20)),
                ('on_behalf', models.CharField(default='', max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('closing', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='ledger.closing')),
                ('listed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='ledger.meetinglist')),
            ],
        ),
        migrations.CreateModel(
            name='StagedTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('target', models.TextField()),
                ('due', models.DateField()),
                ('reached', models.TextField(default='')),
                ('reached_on', models.DateField(null=True)),
                ('accepted_by', models.CharField(default='', max_length=200)),
                ('closing', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='stages', to='ledger.closing')),
            ],
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('place', models.CharField(default='', max_length=200)),
                ('met', models.CharField(default='', max_length=200)),
                ('passed', models.BooleanField()),
                ('found', models.TextField()),
                ('token', models.CharField(max_length=40, unique=True)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
                ('by_id', models.BigIntegerField()),
                ('closing', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='ledger.closing')),
                ('task', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='ledger.task')),
            ],
        ),
        migrations.CreateModel(
            name='VisitPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visit_photos', to='ledger.evidence')),
                ('visit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='ledger.visit')),
            ],
        ),
        migrations.CreateModel(
            name='Voucher',
            fields=[
                ('evidence', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='voucher', serialize=False, to='ledger.evidence')),
                ('number', models.CharField(max_length=60)),
                ('amount', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=200)),
                ('cycle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='vouchers', to='ledger.cycle')),
            ],
        ),
        migrations.AddIndex(
            model_name='closing',
            index=models.Index(fields=['cycle', 'state', 'id'], name='closing_by_state'),
        ),
        migrations.AddIndex(
            model_name='closing',
            index=models.Index(fields=['state', 'watch_until'], name='closing_by_watch'),
        ),
        migrations.AddConstraint(
            model_name='closing',
            constraint=models.UniqueConstraint(fields=('task', 'number'), name='closing_number_is_its_own'),
        ),
        migrations.AddConstraint(
            model_name='closing',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('task',), name='closing_is_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='closing',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ('done', 'long_term', 'not_applicable'))), name='closing_outcome_is_known'),
        ),
        migrations.AddConstraint(
            model_name='closing',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('open', 'closed', 'returned', 'refused', 'withdrawn'))), name='closing_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='closing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='closing_ends_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='closing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('returned', 'refused')), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='closing_is_returned_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='closing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'done'), ('state', 'closed'), _negated=True), models.Q(('digest', ''), _negated=True), _connector='OR'), name='closing_keeps_what_was_signed'),
        ),
        migrations.AddIndex(
            model_name='callback',
            index=models.Index(fields=['task', '-day', '-id'], name='call_by_task'),
        ),
        migrations.AddConstraint(
            model_name='callback',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ('confirmed', 'denied', 'unreached'))), name='call_result_is_known'),
        ),
        migrations.AddConstraint(
            model_name='callback',
            constraint=models.CheckConstraint(condition=models.Q(('who', ''), _negated=True), name='call_names_somebody'),
        ),
        migrations.AddConstraint(
            model_name='callback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('result', 'denied'), _negated=True), models.Q(('said', ''), _negated=True), _connector='OR'), name='call_denied_says_what'),
        ),
        migrations.AddConstraint(
            model_name='meetinglist',
            constraint=models.UniqueConstraint(fields=('cycle', 'number'), name='meeting_list_number_is_its_own'),
        ),
        migrations.AddConstraint(
            model_name='meetinglist',
            constraint=models.CheckConstraint(condition=models.Q(('meeting', ''), _negated=True), name='meeting_list_names_a_meeting'),
        ),
        migrations.AddConstraint(
            model_name='recurrence',
            constraint=models.UniqueConstraint(fields=('task', 'old'), name='recurrence_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='recurrence',
            constraint=models.CheckConstraint(condition=models.Q(('task', models.F('old')), _negated=True), name='recurrence_is_of_another_task'),
        ),
        migrations.AddConstraint(
            model_name='recurrence',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='recurrence_says_why'),
        ),
        migrations.AddConstraint(
            model_name='reopening',
            constraint=models.UniqueConstraint(fields=('task', 'number'), name='reopening_number_is_its_own'),
        ),
        migrations.AddConstraint(
            model_name='reopening',
            constraint=models.CheckConstraint(condition=models.Q(('cause__in', ('relapse', 'complaint', 'sample', 'untrue', 'other'))), name='reopening_cause_is_known'),
        ),
        migrations.AddConstraint(
            model_name='reopening',
            constraint=models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='reopening_says_what'),
        ),
        migrations.AddConstraint(
            model_name='sample',
            constraint=models.UniqueConstraint(fields=('cycle', 'number'), name='sample_number_is_its_own'),
        ),
        migrations.AddConstraint(
            model_name='sample',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ('closing', 'look_back'))), name='sample_purpose_is_known'),
        ),
        migrations.AddConstraint(
            model_name='sample',
            constraint=models.CheckConstraint(condition=models.Q(('seed', ''), _negated=True), name='sample_has_a_seed'),
        ),
        migrations.AddConstraint(
            model_name='sample',
            constraint=models.CheckConstraint(condition=models.Q(('percent__gte', 10), ('percent__lte', 100)), name='sample_is_a_tenth_or_more'),
        ),
        migrations.AddConstraint(
            model_name='sampletask',
            constraint=models.UniqueConstraint(fields=('sample', 'task'), name='task_stands_in_a_frame_once'),
        ),
        migrations.AddIndex(
            model_name='signature',
            index=models.Index(fields=['by_id', 'at'], name='signature_by_person'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('closing', 'step', 'digest', 'by_id'), name='signature_is_given_once'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ('unit', 'leader', 'supervisor', 'office', 'group', 'first'))), name='signature_step_is_known'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('digest', ''), _negated=True), name='signature_names_what_was_signed'),
        ),
        migrations.AddIndex(
            model_name='stagedtarget',
            index=models.Index(fields=['reached_on', 'due'], name='stage_by_due'),
        ),
        migrations.AddConstraint(
            model_name='stagedtarget',
            constraint=models.UniqueConstraint(fields=('closing', 'position'), name='stage_place_is_its_own'),
        ),
        migrations.AddConstraint(
            model_name='stagedtarget',
            constraint=models.CheckConstraint(condition=models.Q(('target', ''), _negated=True), name='stage_has_a_target'),
        ),
        migrations.AddConstraint(
            model_name='stagedtarget',
            constraint=models.CheckConstraint(condition=models.Q(('reached_on', None), models.Q(('reached', ''), _negated=True), _connector='OR'), name='stage_reached_says_what'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['task', '-day', '-id'], name='visit_by_task'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('found', ''), _negated=True), name='visit_says_what_was_found'),
        ),
        migrations.AddConstraint(
            model_name='visitphoto',
            constraint=models.UniqueConstraint(fields=('visit', 'evidence'), name='photo_is_of_a_visit_once'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.UniqueConstraint(fields=('cycle', 'number'), name='voucher_number_is_its_own'),
        ),
        migrations.AddConstraint(
            model_name='voucher',
            constraint=models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='voucher_has_a_number'),
        ),
    ]
