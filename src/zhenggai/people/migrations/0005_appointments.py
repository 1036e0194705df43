"""Groups, appointments and delegations; an account may be a person's."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_more_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=20)),
                ('cycle_id', models.BigIntegerField(null=True)),
                ('names', models.TextField(default='[]')),
                ('starts', models.DateField()),
                ('ends', models.DateField(null=True)),
                ('why', models.TextField(default='')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('acts', models.TextField(default='[]')),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('why', models.TextField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle_id', models.BigIntegerField()),
                ('key', models.CharField(default='', max_length=20)),
                ('name', models.CharField(max_length=100)),
                ('leading', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.AddField(
            model_name='account',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='people.person'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('person',), name='person_has_one_open_account'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='people.person'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='people.unit'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='giver',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegated', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='delegation',
            name='taker',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stands_in', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.UniqueConstraint(fields=('cycle_id', 'name'), name='group_name_is_its_own'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.UniqueConstraint(condition=models.Q(('leading', True)), fields=('cycle_id',), name='cycle_has_one_leading_group'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='group_has_a_name'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='group',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='people.group'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('giver', models.F('taker')), _negated=True), name='nobody_stands_in_for_themselves'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='delegation_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='delegation_has_a_reason'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(fields=['cycle_id', 'role'], name='appointment_by_cycle'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['first_responsible', 'group_head', 'group_member', 'working_head', 'working_member', 'leader', 'office_clerk', 'unit_head', 'unit_clerk', 'supervisor', 'upper_inspector'])), name='appointment_role_is_appointable'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='appointment_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['unit_clerk', 'unit_head']), ('unit__isnull', False)), models.Q(models.Q(('role__in', ['unit_clerk', 'unit_head']), _negated=True), ('unit__isnull', True)), _connector='OR'), name='appointment_of_a_unit_names_it'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cycle_id__isnull', False), ('group__isnull', False), ('role__in', ['group_head', 'group_member', 'working_head', 'working_member'])), models.Q(models.Q(('role__in', ['group_head', 'group_member', 'working_head', 'working_member']), _negated=True), ('group__isnull', True)), _connector='OR'), name='appointment_to_a_group_names_it'),
        ),
    ]
