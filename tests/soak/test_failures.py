"""What we stand on fails while the server runs: a clear page, nothing lost, and it goes on without anybody's hands.

`SOAK_AWAY` says for how many seconds the database is gone: `make soak` a minute, `make test` a moment.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import requests
from browsing import Browser
from disks import a_disk

import cluster
from homes import PROGRAM, Home, a_home, free_port

AWAY = float(os.environ.get("SOAK_AWAY", "3"))
HOUR = 3600
SQLITE = os.environ.get("ZHENGGAI_TEST_DB", "sqlite") == "sqlite"
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Office:
    """A home that is served, with somebody who has come in."""

    home: Home
    made: dict[str, Any]
    process: int
    wang: Browser

    @property
    def task(self) -> str:
        """Where the task stands that is worked on."""
        return f"/cycles/{self.made['cycle']}/tasks/{self.made['busy']}"

    def plan(self, target: str) -> requests.Response:
        """Say what the task must reach."""
        action, values = self.wang.form(f"{self.task}/?edit", "/plan/") or ("", {})
        return self.wang.post(action, {**values, "target": target})

    def report(self, number: int) -> requests.Response:
        """Report what was done, on a day that has come by a clock that is late, too."""
        day = (datetime.now() - timedelta(seconds=2 * HOUR)).date()
        typed = {
            "claims": "ongoing", "day": day.isoformat(), "done": f"第{number}次：巡查河道{number}次。",
            "next_step": "再查。", "explanation": "每天巡查。", "token": f"failure-report-{number:06d}",
        }  # fmt: skip
        return self.wang.post(f"{self.task}/progress/{self.made['measures'][0]}/", typed)

    def bring(self, name: str, size: int = 20_000) -> requests.Response:
        """Bring a file in one piece and finish it; the first answer that is not as it should be."""
        begun = self.wang.post(f"{self.task}/evidence/uploads/", {"name": name, "size": size})
        if begun.status_code != 201:
            return begun
        content = (name * size).encode()[:size]
        piece = self.wang.patch(begun.json()["url"], 0, content)
        if piece.status_code != 200:
            return piece
        finish = f"{self.task}/evidence/uploads/{begun.json()['key']}/finish/"
        return self.wang.post(finish, {"kind": "other", "measures": self.made["measures"][:1]})

    def told(self) -> dict[str, Any]:
        """What the journal, the rows and the files say."""
        return json.loads(self.home.run(str(HERE / "telling.py")))

    def demand_whole(self) -> str:
        """What verifying says; it must find nothing."""
        verified = self.home.command("verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        return verified.stdout


def words(answer: requests.Response) -> str:
    """The words of a page."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", answer.text)))


@contextmanager
def served(home: Home, made: dict[str, Any], *, command: tuple[str, ...] = ("-c", PROGRAM)) -> Iterator[Office]:
    """The home with a server of its own, as anybody starts it; the end of it is orderly."""
    port = free_port()
    with (home.folder.parent / "server.log").open("ab") as log:
        process = home.start(*command, "serve", "--port", str(port), errors=log)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("ready"), process.poll()
        wang = Browser(f"http://127.0.0.1:{port}")
        wang.log_in("wang", made["password"])
        yield Office(home, made, process.pid, wang)
    finally:
        process.terminate()
        process.communicate(timeout=60)


def peopled(home: Home) -> dict[str, Any]:
    return json.loads(home.run(str(HERE / "peopling.py")))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Office, Any]]:
    folder = tmp_path / "home"
    folder.mkdir()
    with a_disk(folder) as disk:
        home = a_home(folder)
        with served(home, peopled(home)) as found:
            yield found, disk


def test_a_full_disk_is_said_and_forgotten_when_there_is_room(office):
    found, disk = office
    assert (found.plan("目标1").status_code, found.bring("材料1.txt").status_code) == (302, 200)

    disk.fill(found.process)
    file, plan = found.bring("材料2.txt"), found.plan("目标2")
    disk.clear(found.process)

    assert file.status_code == 503
    assert "服务器的磁盘满了" in words(file)
    if SQLITE:
        assert plan.status_code == 503
        assert "服务器的磁盘满了" in words(plan)
        assert 'name="target" value="目标2"' in plan.text
        assert "再提交一次" in words(plan)
    assert (found.plan("目标3").status_code, found.bring("材料3.txt").status_code) == (302, 200)
    told = found.told()
    assert told["plan"] == (["目标1", "目标3"] if SQLITE else ["目标1", "目标2", "目标3"])
    assert told["evidence"] == told["upload"] == ["材料1.txt", "材料3.txt"]
    found.demand_whole()


def test_a_home_that_is_read_only_is_said_and_nothing_of_it_is_lost(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    with a_disk(folder) as disk:
        home = a_home(folder)
        made = peopled(home)
        before = json.loads(home.run(str(HERE / "telling.py")))

        disk.lock()
        if SQLITE:
            refused = home.command("serve", "--port", str(free_port()))
            assert refused.returncode == 2
            assert "ZHENGGAI_HOME" in refused.stderr
            assert "Traceback" not in refused.stderr
        else:
            with served(home, made) as office:
                file = office.bring("材料1.txt")
                assert (office.wang.get(f"{office.task}/").status_code, file.status_code) == (200, 503)
                assert "服务器的数据目录写不进去" in words(file)
        disk.unlock()

        with served(home, made) as office:
            assert (office.plan("目标2").status_code, office.bring("材料2.txt").status_code) == (302, 200)
            told = office.told()
            office.demand_whole()
    assert told["numbers"][: len(before["numbers"])] == before["numbers"]
    assert (told["plan"], told["evidence"]) == (["目标2"], ["材料2.txt"])


def test_a_clock_that_is_set_back_loses_nothing_and_is_told(tmp_path):
    home = a_home(tmp_path)
    made = peopled(home)
    with served(home, made) as office:
        assert (office.report(1).status_code, office.plan("目标1").status_code) == (302, 302)
        assert office.bring("材料1.txt").status_code == 200
    assert home.command("checkpoint").returncode == 0

    with served(home, made, command=(str(HERE / "earlier.py"), str(HOUR))) as office:
        assert (office.report(2).status_code, office.plan("目标2").status_code) == (302, 302)
        assert office.bring("材料2.txt").status_code == 200
        assert office.wang.get(f"{office.task}/").status_code == 200
        told, said = office.told(), office.demand_whole()

    assert told["plan"] == ["目标1", "目标2"]
    assert told["report"] == ["第1次", "第2次"]
    assert told["evidence"] == ["材料1.txt", "材料2.txt"]
    assert "时间早于前一条" in said
    with served(home, made) as office:
        assert office.plan("目标3").status_code == 302
        office.demand_whole()


def test_a_database_that_is_gone_is_said_and_comes_back(tmp_path, monkeypatch):
    with a_server_of_databases(monkeypatch) as database:
        home = a_home(tmp_path)
        with served(home, peopled(home)) as office:
            assert office.plan("目标1").status_code == 302
            action, values = office.wang.form(f"{office.task}/?edit", "/plan/") or ("", {})

            database.go_away()
            page = office.wang.get(f"{office.task}/")
            plan = office.wang.post(action, {**values, "target": "目标2"})
            time.sleep(AWAY)
            later = office.wang.get("/work/")
            database.come_back()

            for answer in (page, plan, later):
                assert answer.status_code == 503
                assert "数据库暂时连不上" in words(answer)
            assert 'name="target" value="目标2"' in plan.text
            assert office.wang.get(f"{office.task}/").status_code == 200
            assert office.wang.post(action, {**values, "target": "目标2"}).status_code == 302
            assert office.told()["plan"] == ["目标1", "目标2"]
            office.demand_whole()


@contextmanager
def a_server_of_databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[cluster.Cluster]:
    """A PostgreSQL of one's own, which nobody else misses."""
    binaries = cluster.find_binaries()
    assert binaries, "PostgreSQL was not found"
    started = cluster.start_cluster(binaries)
    try:
        for name, value in {**started.variables(), "ZHENGGAI_DB": "postgres"}.items():
            monkeypatch.setenv(name, value)
        yield started
    finally:
        started.stop()
