"""An empty database gets its tables at once, and is what it would be by way of every migration."""

from __future__ import annotations

import json
from pathlib import Path

from homes import Home, a_home

SCHEMA = str(Path(__file__).with_name("schema.py"))


def another_home(folder: Path) -> Home:
    folder.mkdir()
    return a_home(folder)


def test_made_at_once_it_is_what_the_migrations_make_of_it_step_by_step(tmp_path):
    at_once = json.loads(another_home(tmp_path / "at-once").run(SCHEMA, "at-once"))

    by_steps = json.loads(another_home(tmp_path / "by-steps").run(SCHEMA, "by-steps"))

    assert len(by_steps["django_migrations"]) > 40
    for what, told in by_steps.items():
        assert at_once[what] == told


def test_a_database_that_holds_something_foreign_is_not_taken_for_empty(tmp_path):
    home = another_home(tmp_path / "home")
    home.run("-c", f"{SET_UP}connection.cursor().execute('CREATE TABLE accounts (id integer)')")

    made = home.run("-c", f"{SET_UP}print(start_database(connection))")

    assert made.strip() == "False"
    assert home.run("-c", f"{SET_UP}print(connection.introspection.table_names())").strip() == "['accounts']"


def test_what_goes_wrong_half_way_leaves_nothing_behind(tmp_path):
    home = another_home(tmp_path / "home")
    broken = "from zhenggai.keeping import starting; starting._record = lambda *_: 1 / 0;"

    fallen = home.tried("-c", f"{SET_UP}{broken}start_database(connection)")

    assert "ZeroDivisionError" in fallen.stderr
    assert home.run("-c", f"{SET_UP}print(connection.introspection.table_names())").strip() == "[]"


SET_UP = (
    "import django; django.setup(); from django.db import connection; "
    "from zhenggai.keeping.starting import start_database; "
)
