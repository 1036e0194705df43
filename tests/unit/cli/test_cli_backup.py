"""`backup`, `restore` and `move` between real homes, each in a process of its own."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from unit.cli.test_cli_house import REPORT, call

PASSPHRASE = "four-rivers-meet-42\n"
TABLES = (
    "journal_entry",
    "journal_head",
    "ledger_task",
    "ledger_measure",
    "ledger_problem",
    "people_unit",
    "people_account",
    "ledger_taskunit",
)


def settings_of(home: Path) -> dict[str, str]:
    """The settings of a process with this home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHENGGAI_", "PG", "DATABASE"))}
    return {**kept, "ZHENGGAI_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8"}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The settings of a process whose home is the folder `home`."""
    return settings_of(tmp_path / "home")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, ready_database: Path) -> Path:
    """A folder with a home that has an account and a cycle, and its backup `one.zgb`; tests take copies."""
    folder = tmp_path_factory.mktemp("original")
    path = folder / "通报.txt"
    path.write_text(REPORT, encoding="utf-8")
    (folder / "home").mkdir()
    shutil.copy(ready_database, folder / "home")
    settings = settings_of(folder / "home")
    call(settings, "admin", "create", "wang", typed="correct-horse-9\n")
    assert call(settings, "adopt", str(path)).returncode == 0
    backed_up(settings, folder / "one.zgb")
    return folder


@pytest.fixture
def filled(tmp_path: Path, original: Path) -> Path:
    """A home with an account and a cycle; its backup lies beside it."""
    shutil.copytree(original / "home", tmp_path / "home")
    shutil.copy(original / "one.zgb", tmp_path / "one.zgb")
    return tmp_path / "home"


def rows_of(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the tables that tell what a home holds."""
    with closing(sqlite3.connect(home / "zhenggai.sqlite3")) as database:
        return {name: list(database.execute(f"SELECT * FROM {name} ORDER BY 1")) for name in TABLES}


def files_of(home: Path) -> dict[str, bytes]:
    """The files and keys of a home."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for folder in ("files", "keys")
        for path in (home / folder).rglob("*")
        if path.is_file()
    }


def at(environment: dict[str, str], home: Path) -> dict[str, str]:
    """The settings of a process with another home."""
    return {**environment, "ZHENGGAI_HOME": str(home)}


def backed_up(environment: dict[str, str], path: Path, *options: str) -> None:
    """A backup that must succeed."""
    done = call(environment, "backup", str(path), *options, typed=PASSPHRASE)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_restored_home_holds_the_same_rows_files_and_keys(
    tmp_path: Path, environment: dict[str, str], filled: Path
) -> None:
    again = tmp_path / "again"

    done = call(at(environment, again), "restore", str(tmp_path / "one.zgb"), typed=PASSPHRASE)

    assert done.returncode == 0, done.stderr
    assert rows_of(again) == rows_of(filled)
    assert files_of(again) == files_of(filled)


def test_a_restored_home_goes_on_working_and_its_journal_still_refuses(
    tmp_path: Path, environment: dict[str, str], filled: Path
) -> None:
    again = at(environment, tmp_path / "again")
    call(again, "restore", str(tmp_path / "one.zgb"), typed=PASSPHRASE)
    entries = len(rows_of(tmp_path / "again")["journal_entry"])

    opened = call(again, "admin", "create", "chen", typed="correct-horse-9\n")

    assert opened.returncode == 0
    assert [row[0] for row in rows_of(tmp_path / "again")["journal_entry"]] == list(range(1, entries + 2))
    with closing(sqlite3.connect(tmp_path / "again" / "zhenggai.sqlite3")) as database:
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            database.execute("UPDATE journal_entry SET verb = 'x'")
        assert database.execute("SELECT count(*) FROM ledger_search").fetchone()[0] > 0


def test_nothing_readable_stands_in_the_file(tmp_path: Path, environment: dict[str, str], filled: Path) -> None:
    content = (tmp_path / "one.zgb").read_bytes()

    assert "县委".encode() not in content
    assert b"ledger_task" not in content
    assert b"wang" not in content


@pytest.mark.parametrize("passphrase", ["another-passphrase\n", "\n"])
def test_another_passphrase_opens_nothing(
    tmp_path: Path, environment: dict[str, str], filled: Path, passphrase: str
) -> None:

    done = call(at(environment, tmp_path / "again"), "restore", str(tmp_path / "one.zgb"), typed=passphrase)

    assert done.returncode == 2
    assert "口令不对" in done.stderr


def test_a_short_passphrase_makes_no_backup(tmp_path: Path, environment: dict[str, str], filled: Path) -> None:
    done = call(environment, "backup", str(tmp_path / "two.zgb"), typed="short\n")

    assert done.returncode == 2
    assert "至少 10 个字符" in done.stderr
    assert not (tmp_path / "two.zgb").exists()
    assert list(tmp_path.glob(".backup-*")) == []


@pytest.mark.parametrize("damage", ["cut", "flipped", "swapped", "longer", "other"])
def test_a_damaged_backup_is_told_and_leaves_the_database_empty(
    tmp_path: Path, environment: dict[str, str], filled: Path, damage: str
) -> None:
    good = (tmp_path / "one.zgb").read_bytes()
    middle = len(good) // 2
    bad = {
        "cut": good[:-40],
        "flipped": good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :],
        "swapped": good[: middle - 64] + good[middle : middle + 64] + good[middle - 64 : middle] + good[middle + 64 :],
        "longer": good[:200] + b"\xff\xff\xff\xff" + good[204:],
        "other": b"PK\x03\x04" + good,
    }[damage]
    (tmp_path / "bad.zgb").write_bytes(bad)

    done = call(at(environment, tmp_path / "again"), "restore", str(tmp_path / "bad.zgb"), typed=PASSPHRASE)

    assert done.returncode == 2
    assert "备份" in done.stderr
    assert "Traceback" not in done.stderr
    with closing(sqlite3.connect(tmp_path / "again" / "zhenggai.sqlite3")) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert (
            "people_account" not in tables
            or database.execute("SELECT count(*) FROM people_account").fetchone()[0] == 0
            or damage == "cut"
        )


def test_a_home_that_holds_something_is_not_overwritten(
    tmp_path: Path, environment: dict[str, str], filled: Path
) -> None:
    before = rows_of(filled)

    done = call(environment, "restore", str(tmp_path / "one.zgb"), typed=PASSPHRASE)

    assert done.returncode == 2
    assert "已有账号" in done.stderr
    assert rows_of(filled) == before


def test_a_second_backup_leaves_files_to_the_first_and_both_together_restore_all(
    tmp_path: Path, environment: dict[str, str], filled: Path
) -> None:
    (tmp_path / "另一份.txt").write_text(REPORT.replace("学习计划", "值班制度") * 2, encoding="utf-8")
    call(environment, "adopt", str(tmp_path / "另一份.txt"))
    backed_up(environment, tmp_path / "two.zgb", "--since", str(tmp_path / "one.zgb"))
    alone, both = tmp_path / "alone", tmp_path / "both"

    lacking = call(at(environment, alone), "restore", str(tmp_path / "two.zgb"), typed=PASSPHRASE)
    whole = call(
        at(environment, both),
        "restore", str(tmp_path / "two.zgb"), "--with", str(tmp_path / "one.zgb"), typed=PASSPHRASE,
    )  # fmt: skip

    assert (lacking.returncode, "还缺" in lacking.stdout) == (1, True)
    assert whole.returncode == 0, whole.stderr
    assert rows_of(both) == rows_of(filled)
    assert files_of(both) == files_of(filled)


def test_a_backup_is_of_one_moment_while_people_write(
    tmp_path: Path, environment: dict[str, str], filled: Path
) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            call(environment, "admin", "create", f"p{number}", typed="correct-horse-9\n")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backed_up(environment, tmp_path / "now.zgb")
    finally:
        stop.set()
        writer.join()
    again = tmp_path / "again"
    done = call(at(environment, again), "restore", str(tmp_path / "now.zgb"), typed=PASSPHRASE)

    assert done.returncode == 0, done.stderr
    rows = rows_of(again)
    assert rows["journal_head"][0][1] == len(rows["journal_entry"])
    created = [row for row in rows["journal_entry"] if "account.create" in row]
    assert len(created) == len(rows["people_account"])


def test_moving_to_the_database_that_is_in_use_is_no_move(environment: dict[str, str], filled: Path) -> None:
    done = call(environment, "move", "--to", "sqlite")

    assert (done.returncode, done.stderr) == (2, "现在用的就是数据目录里的 SQLite，不用搬。\n")


def test_moving_asks_for_a_database_that_it_knows(environment: dict[str, str], filled: Path) -> None:
    done = call(environment, "move", "--to", "mysql://localhost/x")

    assert done.returncode == 2
    assert "sqlite" in done.stderr
