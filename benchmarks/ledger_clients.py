"""The product's own server in a process of its own, people who are logged in, and how long they wait for their pages."""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from zhenggai.people.models import Account

PROGRAM = "from zhenggai.cli import main; main()"
FORM = "application/x-www-form-urlencoded"
TOKEN = "b" * 32


class WrongAnswer(RuntimeError):
    """A page that is not what was asked for; its time would mean nothing."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port and its process."""

    port: int
    pid: int

    def megabytes(self) -> float:
        """What the process has ever had in memory at once."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM"))


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds and bytes of each answer."""

    times: tuple[float, ...]
    sizes: tuple[int, ...]

    @property
    def p50(self) -> float:
        """The median."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """What nineteen of twenty stay below."""
        return sorted(self.times)[max(0, round(len(self.times) * 0.95) - 1)]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: as whom, where, and the form that goes with it."""

    cookie: str
    path: str
    form: str = ""


@contextmanager
def running_server() -> Iterator[Server]:
    """Serve this environment's home on a free port, a process for each core; sealing and looking around wait until it is over."""
    quiet = {"ZHENGGAI_SEAL_MINUTES": "0", "ZHENGGAI_LOOK_MINUTES": "0", "ZHENGGAI_TWO_STEP_ROLES": "none"}
    words = [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--processes", str(os.cpu_count() or 1)]
    with subprocess.Popen(words, env={**os.environ, **quiet}, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = next(line for line in process.stdout or () if line.startswith("ready"))
            yield Server(int(line.strip().rpartition(":")[2]), process.pid)
        finally:
            process.terminate()


def cookie_of(login: str) -> str:
    """The cookie of a new session of this account."""
    account = Account.objects.get(login=login)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def timed(server: Server, asked: Callable[[int], Asked], *, clients: int, times: int) -> Timed:
    """Ask `times` times in all, by so many clients at once; each has its own connection, and one turn goes uncounted."""
    numbers, found = count(), []

    def one(_client: int) -> list[tuple[float, int]]:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        try:
            return [_ask(connection, asked(next(numbers))) for _ in range(max(1, times // clients) + 1)][1:]
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        for answers in pool.map(one, range(clients)):
            found += answers
    return Timed(tuple(milliseconds for milliseconds, _ in found), tuple(size for _, size in found))


def form_of(**values: object) -> str:
    """A form as a browser sends it."""
    return urlencode({"csrfmiddlewaretoken": TOKEN, **values})


def _ask(connection: http.client.HTTPConnection, asked: Asked) -> tuple[float, int]:
    headers = {"Cookie": asked.cookie, **({"Content-Type": FORM} if asked.form else {})}
    start = time.perf_counter()
    connection.request("POST" if asked.form else "GET", asked.path, body=asked.form or None, headers=headers)
    answer = connection.getresponse()
    size = 0
    while piece := answer.read(1_000_000):
        size += len(piece)
    took = (time.perf_counter() - start) * 1000
    if answer.status != (302 if asked.form else 200):
        raise WrongAnswer(f"{asked.path}: {answer.status}")
    return took, size
