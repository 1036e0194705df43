"""What django-import-export needs for the same rows; runs in an environment with requirements/bench.txt.

Reads a workbook (the first argument) into a table of a database (the second) that holds all of its rows, every tenth of
them otherwise, in one of the library's modes (the third); prints processor and other seconds of both steps as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[2]}},
    INSTALLED_APPS=["import_export"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

import tablib
from django.db import connection, models
from import_export import resources
from import_export.instance_loaders import CachedInstanceLoader


class Company(models.Model):
    """A row of the register, with its key unique as ours is."""

    code = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200)
    town = models.TextField()
    state = models.CharField(max_length=60)
    owed = models.TextField()
    day = models.TextField()
    contact = models.TextField()
    note = models.TextField()

    class Meta:
        app_label = "import_export"

    def __str__(self) -> str:
        return self.code


COLUMNS = ("code", "name", "town", "state", "owed", "day", "contact", "note")


class Defaults(resources.ModelResource):
    """The library as its documentation begins."""

    class Meta:
        model = Company
        fields = COLUMNS
        import_id_fields = ("code",)


class Bulk(Defaults):
    """Its bulk mode, which writes every row anew, because without differences it cannot tell which have changed."""

    class Meta(Defaults.Meta):
        use_bulk = True
        batch_size = 1_000
        skip_diff = True
        skip_html_diff = True


class Careful(Defaults):
    """All that its documentation offers for speed: bulk mode, rows loaded at once, those without a change left out."""

    class Meta(Defaults.Meta):
        use_bulk = True
        batch_size = 1_000
        skip_unchanged = True
        skip_html_diff = True
        report_skipped = False
        instance_loader_class = CachedInstanceLoader


MODES = {"defaults": Defaults, "bulk": Bulk, "careful": Careful}


def main() -> None:
    """Measure reading and one mode of importing."""
    start = _now()
    read = tablib.Dataset().load(Path(sys.argv[1]).read_bytes(), format="xlsx")
    found = {"read": _since(start)}
    with connection.schema_editor() as editor:
        editor.create_model(Company)
    rows = [dict(zip(COLUMNS, row, strict=False)) for row in read]
    Company.objects.bulk_create((Company(**{**row, "note": "已公告"}) for row in rows), batch_size=500)
    data = tablib.Dataset(*(tuple(row.values()) for row in rows), headers=COLUMNS)
    start = _now()
    result = MODES[sys.argv[3]]().import_data(data, dry_run=False, raise_errors=True)
    found["import"] = _since(start)
    if result.has_errors() or Company.objects.count() != len(rows):
        raise SystemExit("the library imported something else")
    print(json.dumps(found))


def _now() -> tuple[float, float]:
    return time.process_time(), time.perf_counter()


def _since(start: tuple[float, float]) -> tuple[float, float]:
    return time.process_time() - start[0], time.perf_counter() - start[1]


if __name__ == "__main__":
    main()
