"""What django-import-export needs for the same rows; runs in an environment with requirements/bench.txt.

Reads a workbook (the first argument) into a table of a database (the second) that holds all of its rows, every tenth of
them otherwise, once with the library's defaults and once in its bulk mode; prints processor seconds by name as JSON.
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


class Bulk(resources.ModelResource):
    """The library's fastest documented mode: no differences, no reports, nothing skipped."""

    class Meta:
        model = Company
        fields = COLUMNS
        import_id_fields = ("code",)
        use_bulk = True
        batch_size = 1_000
        skip_diff = True
        skip_html_diff = True


def main() -> None:
    """Measure reading, defaults and bulk."""
    start = time.process_time()
    read = tablib.Dataset().load(Path(sys.argv[1]).read_bytes(), format="xlsx")
    found = {"reading": time.process_time() - start}
    with connection.schema_editor() as editor:
        editor.create_model(Company)
    rows = [dict(zip(COLUMNS, row, strict=False)) for row in read]
    for name, resource in (("defaults", Defaults), ("bulk", Bulk)):
        Company.objects.all().delete()
        Company.objects.bulk_create((Company(**{**row, "note": "已公告"}) for row in rows), batch_size=500)
        data = tablib.Dataset(*(tuple(row.values()) for row in rows), headers=COLUMNS)
        start = time.process_time()
        result = resource().import_data(data, dry_run=False, raise_errors=True)
        found[name] = time.process_time() - start
        if result.has_errors() or Company.objects.count() != len(rows):
            raise SystemExit("the library imported something else")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
