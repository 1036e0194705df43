"""The server is killed at random moments while people report, upload, plan, sign and close and the journal is sealed.

`SOAK_KILLS` says how often: `make soak` 200 times, `make test` a few times.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import IO, Any

import pytest
from acting import People
from browsing import Browser

from homes import Home, a_home, free_port

KILLS = int(os.environ.get("SOAK_KILLS", "6"))
LOOKED_AFTER = 20
LIVES = (0.2, 3.0)
DAYS_AGO = 2 * 24 * 3600
HERE = Path(__file__).parent


@dataclass
class Nursery:
    """Servers, one after another, on one address."""

    commands: IO[str]
    answers: IO[str]
    address: str

    def born(self) -> int:
        """Start one and return its process when it answers."""
        print("go", file=self.commands, flush=True)
        number = int(self.answers.readline())
        Browser(self.address).get("/login/")
        return number

    def kill(self, number: int, sign: signal.Signals) -> None:
        """End it and wait until it is over."""
        os.kill(number, sign)
        assert self.answers.readline().strip() == "over"


@contextmanager
def a_nursery(home: Home) -> Iterator[Nursery]:
    port = free_port()
    with (home.folder / "server.log").open("ab") as log:
        process = home.start(str(HERE / "nursery.py"), str(port), asked=True, errors=log)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Nursery(process.stdin, process.stdout, f"http://127.0.0.1:{port}")
    finally:
        process.stdin.close()
        process.wait(timeout=60)
        process.stdout.close()


@dataclass(frozen=True)
class Soaked:
    """A home after many deaths, what people say of it and what it says itself."""

    home: Home
    people: People
    told: dict[str, Any]


@pytest.fixture(scope="module")
def soaked(tmp_path_factory: pytest.TempPathFactory, seed: int) -> Soaked:
    home = a_home(tmp_path_factory.mktemp("home"))
    made = json.loads(home.run(str(HERE / "peopling.py")))
    chance = Random(seed)
    with a_nursery(home) as nursery:
        people = People(nursery.address, made, seed)
        server = nursery.born()
        people.begin()
        try:
            for death in range(1, KILLS + 1):
                time.sleep(chance.uniform(*LIVES))
                nursery.kill(server, signal.SIGKILL)
                if death % LOOKED_AFTER == 0:
                    demand_whole(home)
                server = nursery.born()
        finally:
            people.end()
            nursery.kill(server, signal.SIGTERM)
    return Soaked(home, people, json.loads(home.run(str(HERE / "telling.py"))))


def demand_whole(home: Home) -> None:
    verified = home.command("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_nobody_saw_anything_strange(soaked):
    assert {name: notes.strange for name, notes in soaked.people.notes.items() if notes.strange} == {}
    assert all(notes.done for notes in soaked.people.notes.values()), soaked.people.notes


@pytest.mark.parametrize("kind", ["report", "upload", "plan"])
def test_what_was_acknowledged_is_there_once_and_what_is_unknown_at_most_once(soaked, kind):
    told, notes = Counter(soaked.told[kind]), soaked.people.notes[kind]

    assert set(told.values()) <= {1}
    assert set(notes.done) <= told.keys() <= {*notes.done, *notes.unknown}


def test_applications_signatures_and_returns_are_there_once(soaked):
    told, notes = soaked.told, soaked.people.notes["close"]
    marks = [*told["applied"], *told["returned"]]
    signed = [mark for mark in notes.done if mark.startswith("签字")]
    perhaps = [mark for mark in notes.unknown if mark.startswith("签字")]

    assert {mark for mark in notes.done if not mark.startswith("签字")} <= set(marks)
    assert set(marks) <= {*notes.done, *notes.unknown}
    assert len(set(marks)) == len(marks)
    assert len(signed) <= told["signed"] <= len(signed) + len(perhaps)


def test_no_act_is_half_done(soaked):
    told = soaked.told

    assert told["numbers"] == list(range(1, told["head"] + 1))
    assert told["reports"] == len(told["report"])
    assert sorted(told["evidence"]) == sorted(told["upload"])
    assert told["uses"] == len(told["upload"])
    assert (told["closings"], told["signatures"]) == (len(told["applied"]), told["signed"])
    assert told["open"] == len(told["applied"]) - len(told["returned"])
    assert told["states"]["1"] == ("closing" if told["open"] else "ongoing")


def test_it_was_sealed_meanwhile_and_verifies(soaked):
    assert soaked.told["checkpoints"] > 0
    demand_whole(soaked.home)


def test_orphan_files_are_swept_and_no_other(soaked):
    long_ago = time.time() - DAYS_AGO
    for path in (soaked.home.folder / "files").rglob("*"):
        if path.is_file():
            os.utime(path, (long_ago, long_ago))

    swept = soaked.home.command("sweep")

    after = json.loads(soaked.home.run(str(HERE / "telling.py")))
    assert swept.returncode == 0, swept.stderr
    assert set(after["files"]) <= set(after["digests"])
    assert after["halves"] == []
    demand_whole(soaked.home)
