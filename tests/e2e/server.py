"""The product itself, started on a free port with a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from homes import free_port, fresh_database, without_settings

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
        **without_settings(),
        "ZHENGGAI_HOME": str(home),
        "ZHENGGAI_DEMO": "yes",
        "DJANGO_SETTINGS_MODULE": "zhenggai.settings",
        **fresh_database(),
        **variables,
    }
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True)
    port = free_port()
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
    environment = {**without_settings(), "ZHENGGAI_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    port = free_port()
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
