"""The journal: it counts without gaps, stands or falls with its change, and cannot be altered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from people import NOON, WANG, ZHAO
from zhenggai.chain.hashing import leaf_hash
from zhenggai.journal.models import Entry, Head
from zhenggai.journal.operations import OutsideTransaction, Subject, UnknownVerb, append, fresh_salt
from zhenggai.journal.queries import list_timeline


def write(*, subject: int = 1, verb: str = "draft.retitle", cycle: int | None = None, why: str = "") -> int:
    with transaction.atomic():
        return append(
            actor=WANG,
            verb=verb,
            subject=Subject("draft", subject),
            before={"title": "旧", "problem": "甲"},
            after={"title": "新", "problem": "甲"},
            why=why,
            at=NOON,
            salt=fresh_salt(),
            cycle=cycle,
        )


@pytest.mark.django_db
def test_entries_are_numbered_from_one_without_gaps():
    numbers = [write() for _ in range(3)]

    assert numbers == [1, 2, 3]


@pytest.mark.django_db
def test_an_entry_commits_to_its_body_through_its_salt():
    write(why="笔误")

    entry = Entry.objects.get()
    assert bytes(entry.leaf) == leaf_hash(bytes(entry.salt), entry.body.encode())
    assert json.loads(entry.body)["why"] == "笔误"
    assert json.loads(entry.body)["at"] == "2026-03-02T04:00:00.000000Z"


@pytest.mark.django_db
def test_append_demands_its_callers_transaction():
    with pytest.raises(OutsideTransaction):
        append(
            actor=WANG,
            verb="draft.drop",
            subject=Subject("draft", 1),
            before=None,
            after=None,
            why="",
            at=NOON,
            salt=b"1" * 32,
        )

    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_append_refuses_a_verb_outside_the_table():
    with pytest.raises(UnknownVerb):
        write(verb="draft.explode")


@pytest.mark.django_db
def test_a_change_that_fails_takes_its_entry_with_it_and_leaves_no_gap():
    def fail() -> None:
        write()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail()

    assert write() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "alter",
    [
        lambda: Entry.objects.update(body="{}"),
        lambda: Entry.objects.all().delete(),
        lambda: Head.objects.all().delete(),
        lambda: Head.objects.update(sequence=F("sequence") - 1),
        lambda: Head.objects.update(sequence=F("sequence") + 2),
    ],
    ids=["update", "delete", "delete head", "set head back", "let head skip"],
)
def test_the_database_refuses_to_alter_the_journal(alter):
    write()

    with pytest.raises(DatabaseError), transaction.atomic():
        alter()

    assert Entry.objects.get().sequence == Head.objects.get().sequence == 1


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", ["journal_entry", "journal_head", "journal_entry, journal_head"])
def test_the_database_refuses_truncate(table):
    write()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table}")

    assert Entry.objects.count() == 1


def test_racing_appends_lose_nothing_and_leave_no_gap(committing_db):
    def write_many(worker: int) -> None:
        for _ in range(20):
            write(subject=worker)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write_many, range(1, 9)))

    assert list(Entry.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 161))
    assert Head.objects.get().sequence == 160


WRITER = """
import django
django.setup()
from django.db import transaction
from people import NOON, WANG
from zhenggai.journal.operations import Subject, append, fresh_salt
for turn in range(15):
    with transaction.atomic():
        append(actor=WANG, verb="draft.drop", subject=Subject("draft", turn), before=None, after=None, why="", at=NOON,
               salt=fresh_salt())
"""


def test_racing_processes_lose_nothing_and_leave_no_gap(committing_db, tmp_path):
    database = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        (tmp_path / "zhenggai.sqlite3").symlink_to(database)
    environment = {
        **os.environ,
        "ZHENGGAI_HOME": str(tmp_path),
        "PGDATABASE": database,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }

    writers = [subprocess.Popen([sys.executable, "-c", WRITER], env=environment) for _ in range(4)]
    codes = [writer.wait(timeout=120) for writer in writers]

    assert codes == [0] * 4
    assert list(Entry.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 61))


@pytest.mark.django_db
def test_a_timeline_shows_its_subjects_newest_first():
    write(subject=1)
    write(subject=2)
    write(subject=1)

    timeline = list_timeline(subjects=[Subject("draft", 1)])

    assert [row.sequence for row in timeline.rows] == [3, 1]
    assert timeline.older is None


@pytest.mark.django_db
def test_a_timeline_says_who_did_what_from_which_to_which():
    write(why="按原文")

    row = list_timeline(subjects=[Subject("draft", 1)]).rows[0]

    assert (row.actor, row.did, row.about, row.why) == ("王敏", "修改了问题标题", "甲", "按原文")
    assert [(change.label, change.before, change.after) for change in row.changes] == [("标题", "旧", "新")]


@pytest.mark.django_db
def test_a_timeline_is_paged_by_key_until_its_end():
    for _ in range(5):
        write()

    pages, before = [], None
    while True:
        timeline = list_timeline(subjects=[Subject("draft", 1)], before=before, limit=2)
        pages.append([row.sequence for row in timeline.rows])
        before = timeline.older
        if before is None:
            break

    assert pages == [[5, 4], [3, 2], [1]]


@pytest.mark.django_db
def test_a_cycles_timeline_holds_everything_within_it():
    write(subject=1, cycle=9)
    write(subject=2, cycle=9)
    write(subject=3, cycle=8)

    assert [row.sequence for row in list_timeline(cycle=9).rows] == [2, 1]
    assert list_timeline().rows == ()


def test_zhao_can_be_named_in_an_entry(committing_db):
    with transaction.atomic():
        append(
            actor=ZHAO,
            verb="draft.keep",
            subject=Subject("draft", 1),
            before=None,
            after={},
            why="",
            at=NOON,
            salt=fresh_salt(),
        )

    assert list_timeline(subjects=[Subject("draft", 1)]).rows[0].role == "unit_clerk"
