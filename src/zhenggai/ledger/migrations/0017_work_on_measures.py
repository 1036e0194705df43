"""Reports on measures, extensions, promises that live on, comments."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', "0016_figures_and_registers"),
        ('people', '0004_more_roles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author_id', models.BigIntegerField()),
                ('author', models.CharField(max_length=200)),
                ('unit_name', models.CharField(default='', max_length=200)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old', models.DateField()),
                ('new', models.DateField()),
                ('reason', models.TextField()),
                ('measures_follow', models.BooleanField(default=True)),
                ('late', models.BooleanField(default=False)),
                ('late_reason', models.TextField(default='')),
                ('level', models.CharField(max_length=20)),
                ('state', models.CharField(default='asked', max_length=10)),
                ('asked_by_id', models.BigIntegerField()),
                ('asked_by', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('decided_by', models.CharField(default='', max_length=200)),
                ('decided_at', models.DateTimeField(null=True)),
                ('why', models.TextField(default='')),
            ],
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('done', models.TextField()),
                ('result', models.TextField(default='')),
                ('effect', models.TextField(default='')),
                ('next_step', models.TextField(default='')),
                ('phase', models.CharField(default='', max_length=8)),
                ('claims', models.CharField(max_length=8)),
                ('explanation', models.TextField(default='')),
                ('percent', models.TextField(default='')),
                ('percent_source', models.TextField(default='')),
                ('same_run', models.PositiveIntegerField(default=0)),
                ('token', models.CharField(max_length=40, unique=True)),
                ('actor_id', models.BigIntegerField()),
                ('by', models.CharField(max_length=200)),
                ('unit_name', models.CharField(default='', max_length=200)),
                ('on_behalf', models.CharField(default='', max_length=200)),
                ('at', models.DateTimeField()),
                ('state', models.CharField(default='handed', max_length=8)),
                ('judged_by', models.CharField(default='', max_length=200)),
                ('judged_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(default='')),
            ],
        ),
        migrations.CreateModel(
            name='ProgressDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor_id', models.BigIntegerField()),
                ('texts', models.TextField(default='{}')),
                ('token', models.CharField(max_length=40)),
                ('saved_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PromiseEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=8)),
                ('day', models.DateField()),
                ('what', models.TextField()),
                ('evidence', models.TextField(default='')),
                ('old_due', models.DateField(null=True)),
                ('new_due', models.DateField(null=True)),
                ('by', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='measure',
            name='last_progress_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='measure',
            name='progress_count',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='measure',
            name='work_state',
            field=models.CharField(default='not_started', max_length=12),
        ),
        migrations.AddField(
            model_name='promise',
            name='task',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='ledger.task'),
        ),
        migrations.AddField(
            model_name='promise',
            name='unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='people.unit'),
        ),
        migrations.AddField(
            model_name='promise',
            name='extensions_count',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='promise',
            name='first_due',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='promise',
            name='leader',
            field=models.CharField(default='', max_length=200),
        ),
        migrations.AddField(
            model_name='promise',
            name='state',
            field=models.CharField(default='open', max_length=10),
        ),
        migrations.AddField(
            model_name='promise',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='task',
            name='comments_count',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='task',
            name='extended_days',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='task',
            name='extensions_count',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='promise',
            name='first',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='promise',
            name='last',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(('work_state__in', ('not_started', 'ongoing', 'done_claimed'))), name='measure_work_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='promise_says_something'),
        ),
        migrations.AddConstraint(
            model_name='promise',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('open', 'extended', 'kept', 'partly', 'broken'))), name='promise_state_is_known'),
        ),
        migrations.AddField(
            model_name='comment',
            name='reply_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='ledger.comment'),
        ),
        migrations.AddField(
            model_name='comment',
            name='task',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='ledger.task'),
        ),
        migrations.AddField(
            model_name='extension',
            name='cycle',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='ledger.cycle'),
        ),
        migrations.AddField(
            model_name='extension',
            name='task',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='ledger.task'),
        ),
        migrations.AddField(
            model_name='mention',
            name='account',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mention',
            name='comment',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='ledger.comment'),
        ),
        migrations.AddField(
            model_name='progress',
            name='corrects',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='ledger.progress'),
        ),
        migrations.AddField(
            model_name='progress',
            name='measure',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='ledger.measure'),
        ),
        migrations.AddField(
            model_name='progressdraft',
            name='measure',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='ledger.measure'),
        ),
        migrations.AddField(
            model_name='promiseevent',
            name='promise',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='ledger.promise'),
        ),
        migrations.AddField(
            model_name='promise',
            name='due_rank',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('due', models.Value('9999-12-31', output_field=models.DateField())), output_field=models.DateField()),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['task', 'id'], name='comment_by_task'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_says_something'),
        ),
        migrations.AddIndex(
            model_name='extension',
            index=models.Index(fields=['task', 'id'], name='extension_by_task'),
        ),
        migrations.AddIndex(
            model_name='extension',
            index=models.Index(fields=['cycle', 'state', 'id'], name='extension_by_state'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('new__gt', models.F('old'))), name='extension_is_later'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='extension_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ('leader', 'group_head', 'first_responsible'))), name='extension_level_is_known'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('asked', 'granted', 'refused', 'withdrawn'))), name='extension_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='extension_is_refused_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('late', False), models.Q(('late_reason', ''), _negated=True), _connector='OR'), name='extension_is_late_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('task',), name='extension_is_asked_once'),
        ),
        migrations.AddIndex(
            model_name='mention',
            index=models.Index(fields=['account', 'seen_at'], name='mention_by_account'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(fields=('comment', 'account'), name='comment_calls_somebody_once'),
        ),
        migrations.AddIndex(
            model_name='progress',
            index=models.Index(fields=['measure', 'id'], name='progress_by_measure'),
        ),
        migrations.AddIndex(
            model_name='progress',
            index=models.Index(fields=['state', 'id'], name='progress_by_state'),
        ),
        migrations.AddConstraint(
            model_name='progress',
            constraint=models.CheckConstraint(condition=models.Q(('done', ''), _negated=True), name='progress_says_what_was_done'),
        ),
        migrations.AddConstraint(
            model_name='progress',
            constraint=models.CheckConstraint(condition=models.Q(('phase__in', ('', 'during', 'earlier'))), name='progress_phase_is_known'),
        ),
        migrations.AddConstraint(
            model_name='progress',
            constraint=models.CheckConstraint(condition=models.Q(('claims__in', ('ongoing', 'done'))), name='progress_claim_is_known'),
        ),
        migrations.AddConstraint(
            model_name='progress',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('handed', 'accepted', 'returned'))), name='progress_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='progress',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='progress_is_returned_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='progressdraft',
            constraint=models.UniqueConstraint(fields=('measure', 'actor_id'), name='draft_of_progress_is_one_per_person'),
        ),
        migrations.AddIndex(
            model_name='promiseevent',
            index=models.Index(fields=['promise', 'id'], name='event_by_promise'),
        ),
        migrations.AddConstraint(
            model_name='promiseevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('noted', 'extended', 'kept', 'partly', 'broken'))), name='promise_event_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='promiseevent',
            constraint=models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='promise_event_says_what'),
        ),
        migrations.AddIndex(
            model_name='promise',
            index=models.Index(fields=['cycle', 'due_rank', 'id'], name='promise_by_due_rank'),
        ),
    ]
