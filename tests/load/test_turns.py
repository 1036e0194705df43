"""Writers of SQLite take turns: nobody waits for ever because others write without a pause, and a long wait is no failure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from zhenggai.environment.databases import sqlite_database

BEGIN = """
import json, sys, time
from pathlib import Path
from django.conf import settings
from zhenggai.environment.databases import sqlite_database
settings.configure(DATABASES={"default": sqlite_database(Path(sys.argv[1]))})
import django
django.setup()
from django.db import connection, transaction
"""
# Writes again and again: between two turns nobody gets in who merely tries from time to time.
GREEDY = """
print("begun", flush=True)
while True:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS counted (number)")
        cursor.execute("INSERT INTO counted VALUES (1)")
        time.sleep(0.05)
"""
# Has far less patience with SQLite's own lock than the product, and says how often it had its turn.
MODEST = """
connection.settings_dict["OPTIONS"]["timeout"] = 0.2
for number in range(10):
    with transaction.atomic():
        pass
print(number + 1)
"""
DIES_WRITING = """
with transaction.atomic():
    print("begun", flush=True)
    time.sleep(600)
"""

IMPATIENT = """
from django.db.utils import OperationalError
from zhenggai.environment.sqlite import base
base.LONGEST_TURN = 0.5
connection.settings_dict["OPTIONS"]["timeout"] = 0.2
try:
    with transaction.atomic():
        pass
except OperationalError as fault:
    print(fault)
"""


def start(home: Path, code: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    words = [sys.executable, "-c", BEGIN + code, str(home)]
    return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def begun(process: subprocess.Popen[str]) -> subprocess.Popen[str]:
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


@pytest.mark.parametrize("others", [1, 3])
def test_nobody_is_sent_away_because_others_write_without_a_pause(tmp_path: Path, others: int) -> None:
    greedy = [begun(start(tmp_path, GREEDY)) for _ in range(others)]
    try:
        turns, faults = start(tmp_path, MODEST).communicate(timeout=300)
    finally:
        for one in greedy:
            end(one)

    assert (turns, faults) == ("10\n", "")


def test_whoever_dies_while_writing_lets_the_next_one_through(tmp_path: Path) -> None:
    end(begun(start(tmp_path, DIES_WRITING)))

    turns, faults = start(tmp_path, MODEST).communicate(timeout=300)

    assert (turns, faults) == ("10\n", "")


def test_a_home_in_which_no_queue_can_be_made_still_writes(tmp_path: Path) -> None:
    (Path(f"{sqlite_database(tmp_path)['NAME']}-next")).mkdir()
    (Path(f"{sqlite_database(tmp_path)['NAME']}-turn")).mkdir()

    turns, faults = start(tmp_path, MODEST).communicate(timeout=300)

    assert (turns, faults) == ("10\n", "")


def test_behind_somebody_who_hangs_nobody_waits_for_ever(tmp_path: Path) -> None:
    hanging = begun(start(tmp_path, DIES_WRITING))
    try:
        waiting = [start(tmp_path, IMPATIENT) for _ in range(3)]
        said = [one.communicate(timeout=60) for one in waiting]
    finally:
        end(hanging)

    assert said == [("database is locked\n", "")] * 3
