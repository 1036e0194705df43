"""`checkpoint`, `verify`, `prove` and `verify-proof`, each in a process and a home of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

MAIN = "from zhenggai.cli import main; main()"
REPORT = """县委巡察办关于巡察整改进展情况的通报
2023年3月23日,县委第二巡察组反馈了巡察意见。
一、关于“学习教育不扎实”方面
1.关于学习计划不落实的问题。
一是4月7日,召开党组会议,学习文件3次。
2023年9月26日
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, ready_database: Path) -> dict[str, str]:
    """A home with an adopted report, one checkpoint and the public key kept beside it."""
    place = tmp_path_factory.mktemp("office")
    (place / "home").mkdir()
    shutil.copy(ready_database, place / "home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHENGGAI_", "PG", "DATABASE"))}
    home = {"ZHENGGAI_HOME": str(place / "home"), "PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8"}
    environment = {**kept, **home, "ZHENGGAI_ORIGIN": "zhenggai.example/qingshui"}
    (place / "通报.txt").write_text(REPORT, encoding="utf-8")
    assert call(environment, "adopt", str(place / "通报.txt")).returncode == 0
    (place / "kept.txt").write_bytes(call(environment, "checkpoint").stdout.encode())
    (place / "key.txt").write_text(call(environment, "checkpoint", "--key").stdout)
    return {**environment, "PLACE": str(place)}


def call(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", MAIN, *arguments], env=environment, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip


def place_of(environment: dict[str, str], name: str) -> str:
    return str(Path(environment["PLACE"]) / name)


def test_a_checkpoint_is_what_a_witness_can_hold(environment: dict[str, str]) -> None:
    lines = Path(place_of(environment, "kept.txt")).read_text(encoding="utf-8").splitlines()

    assert (lines[0], lines[1], lines[3]) == ("zhenggai.example/qingshui", "3", "")
    assert lines[4].startswith("— zhenggai.example/qingshui ")


def test_a_home_that_nobody_touched_is_in_order(environment: dict[str, str]) -> None:
    kept, key = place_of(environment, "kept.txt"), place_of(environment, "key.txt")

    done = call(environment, "verify", "--against", kept, "--key", key)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "全部对得上：记录 3 条，存证点 1 个，台账 5 行，文件 1 个。与保存的存证点一致。\n"


def test_a_proof_is_checked_in_another_folder_without_any_home(environment: dict[str, str], tmp_path: Path) -> None:
    proof = tmp_path / "proof.json"
    proof.write_bytes(call(environment, "prove", "1").stdout.encode())
    elsewhere = {**environment, "ZHENGGAI_HOME": "/proc/none", "ZHENGGAI_DB": "nonsense"}

    done = call(elsewhere, "verify-proof", str(proof), "--key", place_of(environment, "key.txt"))

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("证明有效：这是 zhenggai.example/qingshui 的第 1 条记录，在到第 3 条的存证点之内。\n")
    assert "上传了文件" in done.stdout


def test_growth_since_a_kept_checkpoint_is_proved(environment: dict[str, str], tmp_path: Path) -> None:
    proof = tmp_path / "growth.json"
    proof.write_bytes(call(environment, "prove", "--since", place_of(environment, "kept.txt")).stdout.encode())
    key = Path(place_of(environment, "key.txt")).read_text().strip()

    done = call(environment, "verify-proof", str(proof), "--key", key)

    assert (done.returncode, "前 3 条" in done.stdout) == (0, True)


def test_a_forged_proof_is_refused_in_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    plain = json.loads(call(environment, "prove", "1").stdout)
    proof = tmp_path / "forged.json"
    forged = {**plain, "body": plain["body"].replace('"why":""', '"why":"另有缘由"')}
    proof.write_bytes((json.dumps(forged, ensure_ascii=False, indent=1) + "\n").encode())

    done = call(environment, "verify-proof", str(proof), "--key", place_of(environment, "key.txt"))

    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (1, "", 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("prove",), ("prove", "1", "--since", "x"), ("prove", "99"), ("prove", "0"), ("prove", "--since", "/none"),
        ("prove", "--since", os.devnull), ("checkpoint", "--key", "--mail"), ("checkpoint", "--mail"),
        ("verify", "--against", "/none"), ("verify", "--key", "nonsense+"), ("verify-proof", "/none", "--key", "a+b+c"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_cannot_be_done_leaves_with_2_and_one_sentence(environment: dict[str, str], arguments: tuple[str]) -> None:
    done = call(environment, *arguments)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("language", ["C.UTF-8", "en_US.UTF-8"])
def test_a_tampered_home_leaves_with_1_and_names_the_first_fault(
    environment: dict[str, str], tmp_path: Path, language: str
) -> None:
    home = tmp_path / "home"
    subprocess.run(["cp", "-r", environment["ZHENGGAI_HOME"], home], check=True)
    with closing(sqlite3.connect(home / "zhenggai.sqlite3")) as database, database:
        database.execute("DROP TRIGGER journal_entry_no_update")
        database.execute("UPDATE journal_entry SET body = replace(body, '王敏', '李建国') || '' WHERE sequence = 2")
        database.execute("UPDATE journal_entry SET actor_name = '李建国' WHERE sequence = 2")

    done = call({**environment, "ZHENGGAI_HOME": str(home), "LC_ALL": language}, "verify")

    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (1, "", 1)
    assert re.search(r"\b2\b", done.stdout)
    assert ("条" in done.stdout) is (language == "C.UTF-8")
