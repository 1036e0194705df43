"""Reviews, issued plans, requests for changes and acceptances; what was issued or answered is guarded by triggers."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Each table with the columns that no UPDATE may touch, all of them where none is named; no row ever goes.
GUARDED = (
    ("ledger_planissue", ""),
    ("ledger_reviewanswer", ""),
    ("ledger_planreview", "OF cycle_id, number, parties, questions, frozen, digest, opened_at, opened_by "),
)
TRIGGERS = [
    trigger
    for table, columns in GUARDED
    for trigger in (
        (table, f"{table}_kept", f"BEFORE UPDATE {columns}ON {table}"),
        (table, f"{table}_stays", f"BEFORE DELETE ON {table}"),
    )
]


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    sqlite = schema_editor.connection.vendor == "sqlite"
    if not sqlite:
        schema_editor.execute(
            "CREATE FUNCTION ledger_refuse_reissuing() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'what was issued or answered is kept'; END $$",
            params=None,
        )
    body = (
        "BEGIN SELECT RAISE(ABORT, 'what was issued or answered is kept'); END"
        if sqlite
        else "FOR EACH ROW EXECUTE FUNCTION ledger_refuse_reissuing()"
    )
    for _table, name, when in TRIGGERS:
        schema_editor.execute(f"CREATE TRIGGER {name} {when} {body}", params=None)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    sqlite = schema_editor.connection.vendor == "sqlite"
    for table, name, _when in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER {name}" + ("" if sqlite else f" ON {table}"), params=None)
    if not sqlite:
        schema_editor.execute("DROP FUNCTION ledger_refuse_reissuing()", params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0014_handovers_of_nothing'),
    ]

    operations = [
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(max_length=6)),
                ('name', models.CharField(max_length=200)),
                ('state', models.CharField(default='waiting', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('due', models.DateTimeField()),
                ('insisted', models.TextField(default='')),
                ('at', models.DateTimeField(null=True)),
                ('by', models.TextField(default='')),
                ('reason', models.TextField(default='')),
            ],
        ),
        migrations.CreateModel(
            name='ChangeRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task_name', models.TextField()),
                ('kind', models.CharField(max_length=8)),
                ('wish', models.TextField()),
                ('before', models.TextField()),
                ('after', models.TextField()),
                ('level', models.CharField(max_length=8)),
                ('reason', models.TextField()),
                ('state', models.CharField(default='asked', max_length=10)),
                ('reassigned', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.TextField()),
                ('asked_by_id', models.BigIntegerField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.TextField(default='')),
                ('answer', models.TextField(default='')),
            ],
        ),
        migrations.CreateModel(
            name='PlanIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('document_number', models.CharField(max_length=60)),
                ('day', models.DateField()),
                ('frozen', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('by', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='PlanReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('state', models.CharField(default='open', max_length=8)),
                ('parties', models.TextField()),
                ('questions', models.TextField()),
                ('frozen', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.TextField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.TextField(default='')),
                ('reason', models.TextField(default='')),
            ],
        ),
        migrations.CreateModel(
            name='ReviewAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party', models.CharField(max_length=200)),
                ('agrees', models.BooleanField()),
                ('answers', models.TextField()),
                ('remarks', models.TextField(default='[]')),
                ('words', models.TextField(default='')),
                ('at', models.DateTimeField()),
                ('by', models.TextField()),
                ('scan', models.CharField(default='', max_length=64)),
                ('scan_name', models.TextField(default='')),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='planstep',
            name='plan_step_kind_is_known',
        ),
        migrations.AddConstraint(
            model_name='planstep',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('many', 'split', 'merge', 'move', 'accept'))), name='plan_step_kind_is_known'),
        ),
        migrations.AddField(
            model_name='acceptance',
            name='cycle',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='acceptances', to='ledger.cycle'),
        ),
        migrations.AddField(
            model_name='acceptance',
            name='task',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='acceptances', to='ledger.task'),
        ),
        migrations.AddField(
            model_name='changerequest',
            name='cycle',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='ledger.cycle'),
        ),
        migrations.AddField(
            model_name='changerequest',
            name='task',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='requests', to='ledger.task'),
        ),
        migrations.AddField(
            model_name='planissue',
            name='cycle',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='ledger.cycle'),
        ),
        migrations.AddField(
            model_name='planreview',
            name='cycle',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='ledger.cycle'),
        ),
        migrations.AddField(
            model_name='reviewanswer',
            name='review',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='given', to='ledger.planreview'),
        ),
        migrations.AddIndex(
            model_name='acceptance',
            index=models.Index(fields=['cycle', 'state', 'due', 'id'], name='acceptance_by_due'),
        ),
        migrations.AddIndex(
            model_name='acceptance',
            index=models.Index(fields=['task', 'id'], name='acceptance_by_task'),
        ),
        migrations.AddConstraint(
            model_name='acceptance',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'replaced'), _negated=True), fields=('task', 'side'), name='one_acceptance_is_in_force'),
        ),
        migrations.AddConstraint(
            model_name='acceptance',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('waiting', 'accepted', 'refused', 'replaced'))), name='acceptance_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='acceptance',
            constraint=models.CheckConstraint(condition=models.Q(('side__in', ('leader', 'unit'))), name='acceptance_side_is_known'),
        ),
        migrations.AddConstraint(
            model_name='acceptance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='refusal_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='acceptance',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='acceptance_is_asked_of_somebody'),
        ),
        migrations.AddIndex(
            model_name='changerequest',
            index=models.Index(fields=['cycle', 'state', 'id'], name='request_by_state'),
        ),
        migrations.AddConstraint(
            model_name='changerequest',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('asked', 'approved', 'refused', 'withdrawn'))), name='request_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='changerequest',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('plan', 'measure', 'add', 'drop', 'place', 'split', 'merge', 'move'))), name='request_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='changerequest',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ('leader', 'head', 'first'))), name='request_level_is_known'),
        ),
        migrations.AddConstraint(
            model_name='changerequest',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='request_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='changerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'asked')), models.Q(models.Q(('state', 'asked'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='request_is_decided_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='planissue',
            constraint=models.UniqueConstraint(fields=('cycle', 'number'), name='issue_number_is_its_own'),
        ),
        migrations.AddConstraint(
            model_name='planissue',
            constraint=models.UniqueConstraint(fields=('cycle', 'document_number'), name='document_number_is_its_own'),
        ),
        migrations.AddConstraint(
            model_name='planreview',
            constraint=models.UniqueConstraint(fields=('cycle', 'number'), name='review_number_is_its_own'),
        ),
        migrations.AddConstraint(
            model_name='planreview',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('cycle',), name='one_review_is_open'),
        ),
        migrations.AddConstraint(
            model_name='planreview',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('open', 'returned', 'passed'))), name='review_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='reviewanswer',
            constraint=models.UniqueConstraint(fields=('review', 'party'), name='party_answers_once'),
        ),
        migrations.RunPython(install, remove),
    ]
