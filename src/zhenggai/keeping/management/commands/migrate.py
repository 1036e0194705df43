"""Migrate as ever, but give an empty database its tables at once."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from zhenggai.keeping.starting import start_database

PARTIAL = ("app_label", "migration_name", "plan", "check_unapplied", "fake", "fake_initial", "prune")


class Command(migrate.Command):
    """`migrate`; only a call that asks for all of it may start an empty database."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Start an empty database, then do what is left to do."""
        if not any(options.get(name) for name in PARTIAL):
            start_database(connections[options["database"]])
        super().handle(*args, **options)
