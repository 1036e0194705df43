"""Homes of earlier times are opened by the product of today: they migrate, verify, and no entry of theirs has changed."""

from __future__ import annotations

import os
import sqlite3
import tarfile
from base64 import b64encode
from contextlib import closing
from pathlib import Path

import pytest

from homes import Home, a_home, fresh_database
from zhenggai.chain.hashing import TreeHash
from zhenggai.chain.tree import Edge

RELEASES = sorted((Path(__file__).parents[1] / "releases").glob("*.tar.gz"))
MOST_BYTES = 200_000
Entries = list[tuple[int, str, bytes]]


@pytest.fixture(params=RELEASES, ids=lambda path: path.name.split(".")[0])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """The home of an earlier time, unpacked."""
    with tarfile.open(request.param) as archive:
        archive.extractall(tmp_path, filter="data")
    return a_home(tmp_path, ZHENGGAI_DB="sqlite")


def entries(home: Home) -> Entries:
    with closing(sqlite3.connect(home.folder / "zhenggai.sqlite3")) as database:
        return database.execute("SELECT sequence, body, leaf FROM journal_entry ORDER BY sequence").fetchall()


def kept_notes(home: Home) -> list[str]:
    with closing(sqlite3.connect(home.folder / "zhenggai.sqlite3")) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
        if "journal_checkpoint" not in tables:
            return []
        return [note for (note,) in database.execute("SELECT note FROM journal_checkpoint ORDER BY size")]


def head_of(before: Entries) -> str:
    """The root of the tree over these entries, as a checkpoint writes it."""
    edge = Edge(TreeHash.SHA256)
    edge.extend([bytes(leaf) for _, _, leaf in before])
    return b64encode(edge.root()).decode()


def test_a_home_of_an_earlier_time_migrates_verifies_and_keeps_its_head(home, tmp_path):
    before, notes = entries(home), kept_notes(home)
    kept = []
    for place, note in enumerate(notes):
        (tmp_path / f"kept-{place}.txt").write_text(note, encoding="utf-8")
        kept += ["--against", str(tmp_path / f"kept-{place}.txt")]

    sealed = home.command("checkpoint")
    verified = home.command("verify", *kept)

    assert sealed.returncode == 0, sealed.stderr
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert entries(home) == before
    assert sealed.stdout.splitlines()[1:3] == [str(len(before)), head_of(before)]


def test_its_texts_are_found_in_their_rounds(home):
    assert home.command("checkpoint").returncode == 0

    with closing(sqlite3.connect(home.folder / "zhenggai.sqlite3")) as database:
        firsts = database.execute("SELECT substr(words, 1, instr(words, ' ') - 1), task_id FROM ledger_search")
        rounds = dict(database.execute("SELECT id, 'c' || cycle_id FROM ledger_task"))
        told = {task: word for word, task in firsts}

    assert told == rounds
    assert told


@pytest.mark.skipif(os.environ.get("ZHENGGAI_DB") != "postgres", reason="moving needs a PostgreSQL")
def test_it_can_be_moved_to_the_other_database_and_verifies_there(home):
    database = fresh_database()
    shared = Home(home.folder, {**home.environment, **database})
    assert home.command("checkpoint").returncode == 0

    moved = home.command("move", "--to", f"postgres:///{database['PGDATABASE']}", **_where(database))

    assert moved.returncode == 0, moved.stderr
    verified = shared.command("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_each_is_small():
    assert RELEASES
    assert all(path.stat().st_size < MOST_BYTES for path in RELEASES)


def _where(database: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in database.items() if name in {"PGHOST", "PGPORT", "PGUSER"}}
