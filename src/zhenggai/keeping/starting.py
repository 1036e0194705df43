"""The tables of an empty database, made at once.

Every migration draws the models anew after each of its steps, which takes most of a first start. On an empty database the
steps between lead nowhere: the tables are made as the last migration leaves them, from the same migrations, and what these
run beside changing tables (guards, indexes of words, first rows) is run in their order. A test holds both ways together.
"""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


def start_database(connection: BaseDatabaseWrapper) -> bool:
    """Make every table in an empty database, in one transaction, and say whether that was done.

    A database that holds any table is left as it is: its migrations are for `migrate`.
    """
    executor = MigrationExecutor(connection)
    if executor.loader.applied_migrations:
        return False
    targets = executor.loader.graph.leaf_nodes()
    plan = [migration for migration, _ in executor.migration_plan(targets, clean_start=True)]
    state: ProjectState = executor.loader.project_state(targets)
    with connection.schema_editor(atomic=True) as editor:
        if connection.introspection.table_names():
            return False
        for model in _kept_models(state, executor.loader, connection):
            editor.create_model(model)
        for migration in plan:
            _run_beside(migration, state, editor)
        _record(plan, connection, editor)
    return True


def _kept_models(
    state: ProjectState, loader: MigrationLoader, connection: BaseDatabaseWrapper
) -> list[type[models.Model]]:
    """The models that migrations make tables for, in the order in which they were made."""
    found = (state.apps.get_model(*key) for key in state.models if key[0] in loader.migrated_apps)
    return [model for model in found if model._meta.can_migrate(connection)]


def _run_beside(migration: Migration, state: ProjectState, editor: BaseDatabaseSchemaEditor) -> None:
    for operation in migration.operations:
        if isinstance(operation, RunPython):
            operation.database_forwards(migration.app_label, editor, state, state)


def _record(plan: list[Migration], connection: BaseDatabaseWrapper, editor: BaseDatabaseSchemaEditor) -> None:
    recorder = MigrationRecorder(connection)
    editor.create_model(recorder.Migration)
    for migration in plan:
        recorder.record_applied(migration.app_label, migration.name)
