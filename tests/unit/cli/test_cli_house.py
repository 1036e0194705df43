"""`demo`, `serve`, `adopt` and `admin create`, each in a process and a home of its own."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
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


@pytest.fixture
def environment(new_home: dict[str, str], ready_database: Path) -> dict[str, str]:
    """A home whose database is there and empty."""
    home = Path(new_home["ZHENGGAI_HOME"])
    home.mkdir()
    shutil.copy(ready_database, home)
    return new_home


@pytest.fixture
def new_home(tmp_path: Path) -> dict[str, str]:
    """A home in which nothing has been started yet."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHENGGAI_", "PG", "DATABASE"))}
    home = {"ZHENGGAI_HOME": str(tmp_path / "home"), "PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8"}
    return {**kept, **home}


def call(environment: dict[str, str], *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", MAIN, *arguments],
        env=environment, input=typed, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@contextmanager
def started(environment: dict[str, str], *arguments: str) -> Iterator[tuple[str, str]]:
    """The address that a server prints when it is ready, and all it printed before it was ended."""
    command = [sys.executable, "-u", "-c", MAIN, *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = next(line for line in process.stdout if line.startswith("ready: "))
        try:
            yield line.removeprefix("ready: ").strip(), line
        finally:
            process.terminate()
            process.stdout.read()
            process.wait(timeout=20)


def test_a_file_is_adopted_once(tmp_path: Path, new_home: dict[str, str]) -> None:
    path = tmp_path / "通报.txt"
    path.write_text(REPORT, encoding="utf-8")

    first = call(new_home, "adopt", str(path))
    second = call(new_home, "adopt", str(path))
    again = call(new_home, "adopt", "--again", str(path))

    assert (first.returncode, first.stdout) == (0, "已收入台账，编号 1。\n")
    assert (second.returncode, second.stderr) == (2, "这份文件已收入台账，编号 1。要再收入一次，请加 --again。\n")
    assert (again.returncode, again.stdout) == (0, "已收入台账，编号 2。\n")


def test_a_file_that_cannot_be_read_is_not_adopted(tmp_path: Path, environment: dict[str, str]) -> None:
    path = tmp_path / "空.txt"
    path.write_bytes(b"")

    done = call(environment, "adopt", str(path))

    assert (done.returncode, done.stdout) == (2, "")
    assert "空文件" in done.stderr


def test_reminders_are_told_before_they_are_given_and_given_once(tmp_path: Path, environment: dict[str, str]) -> None:
    path = tmp_path / "通报.txt"
    path.write_text(REPORT, encoding="utf-8")
    call(environment, "adopt", str(path))

    look = call(environment, "remind", "--dry-run")
    done = call(environment, "remind", "--cycle", "1")
    nowhere = call(environment, "remind", "--cycle", "9")

    assert (look.returncode, look.stdout) == (0, "将发出 0 条提醒，0 人有待办；没有写入，也没有寄出。\n")
    assert (done.returncode, done.stdout) == (0, "已发出 0 条提醒，寄出 0 封邮件。\n")
    assert (nowhere.returncode, nowhere.stdout) == (2, "")
    assert "没有编号为 9 的整改轮次" in nowhere.stderr


def test_an_account_is_made_with_a_password_from_a_pipe(environment: dict[str, str]) -> None:
    good = call(environment, "admin", "create", "gao", "--name", "高远", typed="correct-horse-9\n")
    taken = call(environment, "admin", "create", "gao", typed="correct-horse-9\n")
    weak = call(environment, "admin", "create", "he", typed="short\n")

    assert (good.returncode, good.stdout) == (0, "账号 gao 已建好。\n")
    assert (taken.returncode, weak.returncode) == (2, 2)
    assert "已有人使用" in taken.stderr
    assert "密码不合要求" in weak.stderr
    assert "too short" not in weak.stderr


def test_a_lost_password_is_set_anew_at_the_machine(environment: dict[str, str]) -> None:
    call(environment, "admin", "create", "gao", typed="correct-horse-9\n")

    good = call(environment, "admin", "password", "gao", typed="another-horse-10\n")
    weak = call(environment, "admin", "password", "gao", typed="short\n")
    nobody = call(environment, "admin", "password", "he", typed="another-horse-10\n")

    assert (good.returncode, good.stdout) == (0, "账号 gao 的密码已重设，各处的登录都已结束。\n")
    assert (weak.returncode, nobody.returncode) == (2, 2)
    assert "密码不合要求" in weak.stderr
    assert nobody.stderr == "没有登录名是“he”的账号。\n"


def test_lost_second_steps_are_cleared_at_the_machine(environment: dict[str, str]) -> None:
    call(environment, "admin", "create", "gao", typed="correct-horse-9\n")

    good = call(environment, "admin", "reset-factors", "gao")
    nobody = call(environment, "admin", "reset-factors", "he")

    assert (good.returncode, good.stdout) == (0, "账号 gao 的两步验证已清除（0 种），凭密码登录后重新设置。\n")
    assert (nobody.returncode, nobody.stderr) == (2, "没有登录名是“he”的账号。\n")


def test_the_demonstration_starts_twice_on_what_was_entered(environment: dict[str, str]) -> None:
    for _time in range(2):
        with (
            started(environment, "demo", "--port", "0") as (address, _line),
            urllib.request.urlopen(f"{address}/login/") as page,
        ):
            assert page.status == 200
            assert "rectify-2026-demo" in page.read().decode()
    adopted = call(environment, "demo", "--port", "x")
    assert adopted.returncode == 2


@pytest.mark.parametrize("login", ["gao", "wang"])
def test_a_home_with_real_accounts_is_no_place_to_demonstrate(environment: dict[str, str], login: str) -> None:
    call(environment, "admin", "create", login, typed="correct-horse-9\n")

    done = call(environment, "demo", "--port", "0")

    assert done.returncode == 2
    assert "有正式账号" in done.stderr


def test_behind_a_proxy_the_address_is_the_persons_own(environment: dict[str, str]) -> None:
    proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    with started(environment | {"ZHENGGAI_HTTPS": "yes"}, "serve", "--port", "0") as (address, _line):
        page = urllib.request.urlopen(urllib.request.Request(f"{address}/login/", headers=proxied))
        token = page.headers["Set-Cookie"].split(";")[0]
        form = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
        assert form is not None
        body = f"csrfmiddlewaretoken={form[1]}&login=nobody&password=wrong-password".encode()
        told = {**proxied, "Cookie": token, "Referer": address.replace("http:", "https:") + "/login/"}
        with pytest.raises(urllib.error.HTTPError, match="422"):
            urllib.request.urlopen(urllib.request.Request(f"{address}/login/", data=body, headers=told))

    with closing(sqlite3.connect(Path(environment["ZHENGGAI_HOME"]) / "zhenggai.sqlite3")) as database:
        (entry,) = database.execute("SELECT body FROM journal_entry WHERE verb = 'account.log_in_failed'").fetchone()
    assert '"address":"203.0.113.9"' in entry
    assert "nobody" not in entry


def test_a_taken_port_is_told_and_another_is_found_unless_one_was_asked_for(environment: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = call(environment, "serve", "--port", str(port))

    assert (done.returncode, done.stderr) == (2, f"端口 {port} 用不了：可能已被别的程序占用，请用 --port 换一个。\n")


def test_a_wrong_setting_is_one_sentence(environment: dict[str, str]) -> None:
    done = call({**environment, "ZHENGGAI_DB": "oracle"}, "serve")

    assert done.returncode == 2
    assert done.stderr == "ZHENGGAI_DB 只能是postgres、sqlite，现在是“oracle”。\n"


def test_workbooks_go_out_and_come_back(tmp_path: Path, environment: dict[str, str]) -> None:
    path = tmp_path / "通报.txt"
    path.write_text(REPORT, encoding="utf-8")
    call(environment, "adopt", str(path))
    (tmp_path / "回").mkdir()
    (tmp_path / "回" / "坏.xlsx").write_bytes(b"PK\x03\x04")

    nobody = call(environment, "workbook", "out", "--cycle", "1", "--out", str(tmp_path / "出"))
    stranger = call(environment, "workbook", "out", "--cycle", "1", "--unit", "无此局", "--out", str(tmp_path / "出"))
    broken = call(environment, "workbook", "in", "--cycle", "1", str(tmp_path / "回"))
    empty = call(environment, "workbook", "in", "--cycle", "1", str(path))

    assert (nobody.returncode, stranger.returncode, broken.returncode, empty.returncode) == (2, 2, 1, 2)
    assert "没有还在办理的任务" in nobody.stderr
    assert "请写单位的全称" in stranger.stderr
    assert "已损坏" in broken.stdout
    assert "没有找到 xlsx" in empty.stderr


def test_kept_counts_are_thrown_away_by_hand(environment: dict[str, str]) -> None:
    done = call(environment, "recount")

    assert (done.returncode, done.stdout) == (0, "丢掉了留存的统计 0 份，下次打开页面时重新数。\n")
