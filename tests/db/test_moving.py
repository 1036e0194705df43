"""Moving a home from SQLite to PostgreSQL and back: not a row, not an entry is lost or changed."""

from __future__ import annotations

import os
import sys
import uuid
from pathlib import Path

import psycopg
import pytest

from unit.cli.test_cli_backup import REPORT, call, rows_of

pytestmark = pytest.mark.skipif(
    os.environ.get("ZHENGGAI_DB") != "postgres", reason="moving needs a PostgreSQL, which this run has not"
)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The settings of a process on SQLite."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHENGGAI_", "DATABASE"))}
    return {
        **kept,
        "ZHENGGAI_HOME": str(tmp_path / "home"),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LC_ALL": "C.UTF-8",
    }


def address() -> str:
    """The address of a new empty database of this run's cluster."""
    name = f"moved_{uuid.uuid4().hex}"
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    # Where the server is, the client's own variables say.
    return f"postgres:///{name}"


def test_there_and_back_everything_is_the_same(tmp_path: Path, environment: dict[str, str]) -> None:
    path = tmp_path / "通报.txt"
    path.write_text(REPORT, encoding="utf-8")
    call(environment, "admin", "create", "wang", typed="correct-horse-9\n")
    call(environment, "adopt", str(path))
    before = rows_of(tmp_path / "home")
    shared = {**environment, "ZHENGGAI_DB": "postgres", "DATABASE_URL": address()}

    there = call(environment, "move", "--to", shared["DATABASE_URL"])
    added = call(shared, "admin", "create", "chen", typed="correct-horse-9\n")
    (tmp_path / "home" / "zhenggai.sqlite3").rename(tmp_path / "old.sqlite3")
    for beside in (tmp_path / "home").glob("zhenggai.sqlite3-*"):
        beside.unlink()
    back = call(shared, "move", "--to", "sqlite")

    assert (there.returncode, added.returncode, back.returncode) == (0, 0, 0), there.stderr + added.stderr + back.stderr
    after = rows_of(tmp_path / "home")
    assert after["ledger_task"] == before["ledger_task"]
    assert after["journal_entry"][:-1] == before["journal_entry"]
    assert len(after["people_account"]) == len(before["people_account"]) + 1


def test_a_database_that_holds_something_is_not_overwritten(tmp_path: Path, environment: dict[str, str]) -> None:
    call(environment, "admin", "create", "wang", typed="correct-horse-9\n")
    place = address()
    call(environment, "move", "--to", place)

    again = call(environment, "move", "--to", place)

    assert again.returncode == 2
    assert "已有账号" in again.stderr
