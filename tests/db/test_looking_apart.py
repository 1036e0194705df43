"""Several processes look at one journal: they find what one process finds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

import guards
from people import NOON, WANG
from zhenggai.chain.notes import make_signer
from zhenggai.journal.models import Entry
from zhenggai.journal.operations import Subject, append, fresh_salt
from zhenggai.journal.sealing import seal

SIGNER = make_signer("zhenggai.example/qingshui", bytes(range(32)))
LOOK = """
import sys
import django
django.setup()
from zhenggai.chain.auditing import Broken
from zhenggai.chain.notes import parse_verifier
from zhenggai.journal.verifying import verify_journal
from zhenggai.ledger.kept_files import KeptFiles
from zhenggai.journal.last_words import LastWords
from zhenggai.ledger.looking_apart import looks_apart
from pathlib import Path
looks = looks_apart(LastWords(), KeptFiles(Path(".")), processes=2, stretch=7)
try:
    print(verify_journal(verifier=parse_verifier(sys.argv[1]), looks=looks).entries)
except Broken as fault:
    print(fault)
"""


def look(home: Path) -> str:
    """What two processes of another program say of this test's database."""
    database = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not (home / "zhenggai.sqlite3").exists():
        (home / "zhenggai.sqlite3").symlink_to(database)
    environment = {
        **os.environ,
        "ZHENGGAI_HOME": str(home),
        "PGDATABASE": database,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(SIGNER.verifier)], env=environment, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def journal(committing_db: None) -> None:
    for number in range(40):
        with transaction.atomic():
            append(
                actor=WANG, verb="draft.drop", subject=Subject("draft", number), before=None, after=None, why="",
                at=NOON, salt=fresh_salt(),
            )  # fmt: skip
    seal(signer=SIGNER, at=NOON)


def test_they_find_a_journal_in_order(journal: None, tmp_path: Path) -> None:
    assert look(tmp_path) == "40"


def test_they_name_the_first_fault(journal: None, tmp_path: Path) -> None:
    guards.drop()
    Entry.objects.filter(pk__in=(17, 31)).update(actor_name="李建国")

    assert look(tmp_path) == "第 17 条记录的各栏与它的内容不符：有一栏被改过。"


def test_they_miss_no_entry_between_their_stretches(journal: None, tmp_path: Path) -> None:
    guards.drop()
    Entry.objects.filter(pk__in=(14, 21)).delete()

    assert look(tmp_path) == "第 14 条记录不见了。"


def test_after_those_who_took_the_guards_away_they_stand_again(journal: None) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=17).update(actor_name="李建国")
