"""A round comes into a home that knows nobody of it, on its own machine and database, by the command line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from arrivals import compared
from homes import Home, a_home, without_settings

FILL = """
from zhenggai.cli.house import opened_house
with opened_house():
    from zhenggai.cli.commands import demo
    demo._fill()
"""
CYCLE = "2"


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The home of the demonstration, on SQLite whatever this run is about."""
    folder = tmp_path_factory.mktemp("theirs")
    home = Home(
        folder, {**a_home(folder).environment, **without_settings(), "ZHENGGAI_DB": "sqlite", "ZHENGGAI_DEMO": "yes"}
    )
    home.run("-c", FILL)
    return home


@pytest.fixture(scope="module")
def export(theirs: Home) -> Path:
    """The living round, taken out."""
    path = theirs.folder / "round.zip"
    assert theirs.command("cycle", "out", CYCLE, str(path)).returncode == 0
    return path


def test_there_and_back_and_every_row_is_the_same(theirs: Home, export: Path, tmp_path: Path) -> None:
    """From SQLite into a home on the database that this run is about, and from there into the first one again."""
    ours, out, again = a_home(tmp_path / "ours"), tmp_path / "out.zip", tmp_path / "again.zip"

    seen = ours.command("cycle", "in", str(export), "--dry-run")
    came = ours.command("cycle", "in", str(export))
    left = ours.command("cycle", "out", "3", str(out))
    back = theirs.command("cycle", "in", str(out))
    number = back.stdout.partition("轮次编号 ")[2].partition("：")[0]
    twice = theirs.command("cycle", "out", number, str(again))
    checks = [ours.command("verify"), theirs.command("verify")]

    assert [one.returncode for one in (seen, came, left, back, twice, *checks)] == [0] * 7, came.stderr + back.stderr
    assert "+ unit-" in seen.stdout
    assert "建停用的账号" in seen.stdout
    assert "= unit-" not in seen.stdout
    assert "迁入的记录" in checks[0].stdout
    assert compared(out) == compared(export)
    assert compared(again) == compared(export)


def test_a_second_time_is_refused_and_leaves_nothing(export: Path, tmp_path: Path) -> None:
    ours = a_home(tmp_path / "ours")
    ours.command("cycle", "in", str(export))
    before = sorted(path for path in (tmp_path / "ours" / "files").rglob("*") if path.is_file())

    second = ours.command("cycle", "in", str(export))
    asked = ours.command("cycle", "in", str(export), "--again")

    assert second.returncode == 2
    assert "已经迁入过" in second.stderr
    assert asked.returncode == 0, asked.stderr
    assert before == sorted(path for path in (tmp_path / "ours" / "files").rglob("*") if path.is_file())
    assert ours.command("verify").returncode == 0


def test_nobody_who_came_along_can_log_in_or_reaches_anything(export: Path, tmp_path: Path) -> None:
    ours = a_home(tmp_path / "ours")
    ours.command("cycle", "in", str(export))

    told = ours.run(
        "-c",
        """
from zhenggai.cli.house import opened_house
with opened_house():
    from zhenggai.people.models import Account
    for one in Account.objects.all():
        print(one.is_active, one.has_usable_password(), one.unit_id, one.person_id)
""",
    )

    assert set(told.splitlines()) == {"False False None None"}


@pytest.mark.skipif(os.environ.get("ZHENGGAI_DB") == "postgres", reason="the same on either database")
def test_a_file_of_pairs_says_who_is_who(export: Path, tmp_path: Path) -> None:
    ours = a_home(tmp_path / "ours")
    for login in ("wangmin", "wang2"):
        made = ours.tried(
            "-c",
            f"""
from zhenggai.cli.house import opened_house, now
with opened_house():
    from zhenggai.people.operations import create_account
    from zhenggai.domain.rights import CONSOLE
    from zhenggai.domain.roles import Role
    create_account(login="{login}", name="王敏", role=Role.OFFICE_CLERK, unit=None,
                   password="correct-horse-9", actor=CONSOLE, at=now())
""",
        )
        assert made.returncode == 0, made.stderr
    pairs = tmp_path / "pairs.csv"

    unclear = ours.command("cycle", "in", str(export), "--dry-run")
    refused = ours.command("cycle", "in", str(export))
    pairs.write_text("account-1,wang2\n", encoding="utf-8")
    came = ours.command("cycle", "in", str(export), "--pairs", str(pairs))
    pairs.write_text("account-1,nobody\n", encoding="utf-8")
    wrong = ours.command("cycle", "in", str(export), "--pairs", str(pairs), "--again")

    assert (unclear.returncode, refused.returncode, came.returncode, wrong.returncode) == (1, 2, 0, 2)
    assert "? account-1  王敏" in unclear.stdout
    assert "账号 1 王敏" in refused.stderr
    assert "nobody" in wrong.stderr
