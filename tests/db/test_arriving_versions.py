"""Files of other versions: what an earlier one did not write is filled in, what a later one wrote is refused with a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from arrivals import taken
from binding import unpacked
from exhibits import a_round
from zhenggai.chain.boxes import opened_box
from zhenggai.chain.errors import Malformed, Mismatch
from zhenggai.keeping.rounds.reading import RoundRows, demand_known

pytestmark = pytest.mark.django_db
TASKS = "rows/ledger.task.jsonl"
Row = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An export, unpacked."""
    return unpacked(taken(a_round(), tmp_path / "round.zip"))


def rewritten(folder: Path, change: Callable[[Row], Row]) -> Row:
    """Every task changed as another version would have written it, and the list made to fit; what it says of itself."""
    rows = [change(json.loads(line)) for line in (folder / TASKS).read_bytes().splitlines()]
    data = b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
    (folder / TASKS).write_bytes(data)
    about: Row = json.loads((folder / "about.json").read_bytes())
    about["files"][TASKS] = sha256(data).hexdigest()
    return about


def read(folder: Path, about: Row) -> list[Row]:
    """The tasks as they are read."""
    with opened_box(folder) as box:
        return list(RoundRows(box, about).rows("ledger.task"))


def without(name: str) -> Callable[[Row], Row]:
    return lambda row: {key: value for key, value in row.items() if key != name}


def test_a_column_that_an_earlier_version_did_not_have_gets_its_first_value(folder: Path) -> None:
    rows = read(folder, rewritten(folder, without("comments_count")))

    assert {row["comments_count"] for row in rows} == {0}


def test_a_column_without_which_nothing_can_be_said_is_missed(folder: Path) -> None:
    about = rewritten(folder, without("problem_id"))

    with pytest.raises(Malformed, match=r"ledger\.task 的第 1 行读不懂"):
        read(folder, about)


def test_a_table_that_an_earlier_version_did_not_have_is_empty(folder: Path) -> None:
    about = json.loads((folder / "about.json").read_bytes())
    del about["tables"][TASKS]

    assert read(folder, about) == []


def test_a_column_or_a_table_of_a_later_version_is_refused(folder: Path) -> None:
    about = rewritten(folder, lambda row: {**row, "colour": "red"})

    with pytest.raises(Malformed, match=r"ledger\.task\.colour.*请先升级整改"):
        read(folder, about)
    with opened_box(folder) as box, pytest.raises(Malformed, match="请先升级整改"):
        demand_known(RoundRows(box, {**about, "tables": {"rows/ledger.mood.jsonl": 1}}))


@pytest.mark.parametrize(
    ("name", "value"),
    [("position", "many"), ("position", None), ("leader", "长" * 5_000), ("target", "\0"), ("id", 1 << 60)],
)
def test_a_value_that_fits_no_column_is_named_by_its_row(folder: Path, name: str, value: object) -> None:
    about = rewritten(folder, lambda row: {**row, name: value})

    with pytest.raises(Malformed, match="读不懂"):
        read(folder, about)


def test_rows_that_are_others_than_were_checked_are_found_at_their_end(folder: Path) -> None:
    about = json.loads((folder / "about.json").read_bytes())
    rewritten(folder, lambda row: {**row, "target": "另一个目标"})

    with pytest.raises(Mismatch, match="被改过或损坏"):
        read(folder, about)
