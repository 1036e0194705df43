"""A server of several processes: each answers, and none outlives the first."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from homes import PROGRAM, a_home, free_port

PATIENCE = 20
ESTABLISHED = "01"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def server(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """A server of three processes that answers."""
    with a_home(tmp_path).start("-c", PROGRAM, "serve", "--port", str(port), "--processes", "3") as started:
        assert started.stdout is not None
        assert "ready" in next(line for line in started.stdout if "ready" in line)
        yield started
        started.kill()


def helpers_of(process: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def asked(port: int, kept: ExitStack | None = None) -> int:
    """How a page is answered, on a connection that is `kept` open or closed again."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    with ExitStack() as soon:
        (kept or soon).enter_context(closing(connection))
        connection.request("GET", "/login/")
        answer = connection.getresponse()
        answer.read()
        return answer.status


def connections_of(process: int) -> int:
    """How many connections a process has open."""
    opened = {str(one.readlink()) for one in Path(f"/proc/{process}/fd").iterdir() if one.is_symlink()}
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(line[3] == ESTABLISHED and f"socket:[{line[9]}]" in opened for line in lines)


def is_gone(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def gone_in_time(processes: list[int]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if all(map(is_gone, processes)):
            return True
        time.sleep(0.05)
    return False


def test_each_of_them_answers(server: subprocess.Popen[str], port: int) -> None:
    everybody = [server.pid, *helpers_of(server.pid)]
    for others in ([one for one in everybody if one != answering] for answering in everybody):
        for other in others:
            os.kill(other, signal.SIGSTOP)
        try:
            assert asked(port) == 200
        finally:
            for other in others:
                os.kill(other, signal.SIGCONT)

    assert len(everybody) == 3


def test_they_share_the_open_connections_evenly(server: subprocess.Popen[str], port: int) -> None:
    with ExitStack() as kept:
        statuses = [asked(port, kept) for _ in range(12)]
        shares = [connections_of(process) for process in (server.pid, *helpers_of(server.pid))]

    assert statuses == [200] * 12
    assert shares == [4, 4, 4]


def test_one_that_died_holds_nobody_up(server: subprocess.Popen[str], port: int) -> None:
    os.kill(helpers_of(server.pid)[0], signal.SIGKILL)

    with ExitStack() as kept:
        statuses = [asked(port, kept) for _ in range(12)]

    assert statuses == [200] * 12


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_none_outlives_the_first(server: subprocess.Popen[str], port: int, how: signal.Signals) -> None:
    helpers = helpers_of(server.pid)

    server.send_signal(how)

    server.wait(PATIENCE)
    assert gone_in_time(helpers)
    with pytest.raises(ConnectionRefusedError):
        asked(port)
