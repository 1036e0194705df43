"""More browsers than a hundred keep their connections open, and whoever comes next is answered all the same."""

from __future__ import annotations

import http.client
from contextlib import ExitStack, closing
from pathlib import Path

from homes import PROGRAM, a_home, free_port

OPEN = 150
PATIENCE = 20


def test_whoever_comes_after_a_hundred_and_fifty_open_connections_is_answered(tmp_path: Path) -> None:
    home, port = a_home(tmp_path), free_port()
    with ExitStack() as kept:
        server = home.start("-c", PROGRAM, "serve", "--port", str(port))
        kept.callback(server.communicate)
        kept.callback(server.terminate)
        assert server.stdout is not None
        server.stdout.readline()

        statuses = [_asked(kept, port) for _ in range(OPEN)]

    assert statuses == [200] * OPEN


def _asked(kept: ExitStack, port: int) -> int:
    """How a page is answered on a connection that stays open."""
    connection = kept.enter_context(closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)))
    connection.request("GET", "/login/")
    answer = connection.getresponse()
    answer.read()
    return answer.status
