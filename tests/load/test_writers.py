"""Eight processes move the same tasks at the same time: each move is done exactly once, and the journal tells each once.

`WRITER_MOVES` says how many moves each of them makes; `make soak` makes 500, `make test` fewer.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from homes import Home, a_home

WRITERS, MOVES = 8, int(os.environ.get("WRITER_MOVES", "25"))
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Played:
    """What happened in a home: what each writer says to have done, and what stands there now."""

    home: Home
    before: dict[str, Any]
    after: dict[str, Any]
    moves: list[dict[str, Any]]

    @cached_property
    def marks(self) -> dict[str, list[str]]:
        """The marks of all moves by kind."""
        found: dict[str, list[str]] = {"plan": [], "report": [], "comment": [], "close": []}
        for move in self.moves:
            found[move["kind"]].append(move["mark"])
        return found


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    home = a_home(tmp_path_factory.mktemp("home"))
    made = home.run(str(HERE / "preparing.py")).strip()
    before = json.loads(home.run(str(HERE / "reckoning.py"), made))
    writers = [home.start(str(HERE / "writer.py"), str(place), str(MOVES), made) for place in range(WRITERS)]
    said = [writer.communicate() for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, "\n".join(errors for _, errors in said)
    moves = [json.loads(line) for lines, _ in said for line in lines.splitlines()]
    after = json.loads(home.run(str(HERE / "reckoning.py"), made))
    return Played(home, before, after, moves)


def test_every_writer_did_every_move(played):
    assert len(played.moves) == WRITERS * MOVES
    assert all(played.marks.values())


def test_every_move_is_told_exactly_once(played):
    said = {
        "plan": Counter(played.after["plan"]),
        "report": Counter(text[text.rindex("(") + 1 : -1] for text in played.after["report"] if "(w" in text),
        "comment": Counter(played.after["comment"]),
    }

    assert said == {kind: Counter(played.marks[kind]) for kind in said}


def test_every_application_is_handed_in_and_taken_back_once(played):
    applied = [move["applied"] for move in played.moves if "applied" in move]
    withdrawn = [move["withdrawn"] for move in played.moves if "withdrawn" in move]

    assert Counter(played.after["applied"]) == Counter(applied)
    assert len(set(withdrawn)) == len(withdrawn) == played.after["withdrawn"]
    assert played.after["closings"] == len(applied)
    assert played.after["open"] == len(applied) - len(withdrawn)
    assert played.after["state"] == ("closing" if played.after["open"] else played.before["state"])


def test_no_entry_is_lost_and_none_is_too_many(played):
    numbers, already = played.after["numbers"], played.before["head"]

    assert numbers == list(range(1, len(numbers) + 1))
    assert played.after["head"] == len(numbers) == already + WRITERS * MOVES


def test_rows_are_what_the_last_move_left(played):
    assert played.after["target"] == played.after["plan"][-1]
    assert played.after["versions"]["planned"] == played.before["versions"]["planned"] + len(played.marks["plan"])
    assert played.after["versions"]["closing"] == played.before["versions"]["closing"] + len(played.marks["close"])
    assert len(played.after["reports"]) == len(played.marks["report"])
    assert len(played.after["comments"]) == played.after["count"] == len(played.marks["comment"])


def test_somebody_was_told_that_others_were_quicker(played):
    assert max(move["tries"] for move in played.moves) > 1


def test_the_home_verifies(played):
    sealed = played.home.command("checkpoint")
    verified = played.home.command("verify")

    assert (sealed.returncode, verified.returncode) == (0, 0), sealed.stderr + verified.stdout + verified.stderr
