"""The product itself, started on a free port with a home of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

START_SECONDS = 60
# A whole cycle happens before it answers.
LIVING_SECONDS = 600

PREPARE = """
from datetime import datetime, timezone
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from zhenggai.people.operations import ensure_demo_people
ensure_demo_people(at=datetime.now(timezone.utc))
"""

SERVE = """
import sys
import waitress
from zhenggai.wsgi import application
waitress.serve(application, listen="127.0.0.1:" + sys.argv[1], threads=4)
"""


class ServerDidNotStart(RuntimeError):
    """The server process ended or stayed silent."""


@contextmanager
def running_server(home: Path, **variables: str) -> Iterator[str]:
    """Yield the address of a server on a fresh database in `home`, with the people of the demonstration."""
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ZHENGGAI_", "PG", "DATABASE_URL"))
        },
        "ZHENGGAI_HOME": str(home),
        "ZHENGGAI_DEMO": "yes",
        "DJANGO_SETTINGS_MODULE": "zhenggai.settings",
        **_fresh_database(),
        **variables,
    }
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True)
    port = _free_port()
    log = (home / "server.log").open("wb")
    with (
        log,
        subprocess.Popen([sys.executable, "-c", SERVE, str(port)], env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def living_demonstration(home: Path) -> Iterator[str]:
    """Yield the address of `zhenggai demo` as anybody starts it, in a home of its own."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ZHENGGAI_", "PG", "DATABASE_URL"))
    }
    environment = {**kept, "ZHENGGAI_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    port = _free_port()
    command = [sys.executable, "-c", "from zhenggai.cli import main; main()", "demo", "--port", str(port)]
    with (
        (home / "server.log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process, seconds=LIVING_SECONDS)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def _fresh_database() -> dict[str, str]:
    """The settings of a database of its own where this run of the tests is on PostgreSQL; none for SQLite in the home."""
    if os.environ.get("ZHENGGAI_DB") != "postgres":
        return {}
    name = f"browser_{uuid.uuid4().hex}"
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    held = {key: value for key, value in os.environ.items() if key.startswith("PG")}
    return {**held, "ZHENGGAI_DB": "postgres", "PGDATABASE": name}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], *, seconds: int = START_SECONDS) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise ServerDidNotStart(f"exit code {process.returncode}")
        try:
            urllib.request.urlopen(f"{address}/login/", timeout=5).close()
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    raise ServerDidNotStart(f"no answer within {seconds} s")
