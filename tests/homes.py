"""A home of its own with a database of its own, in which real processes of the product run."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg

LONGEST_SECONDS = 600
PROGRAM = "from zhenggai.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Home:
    """A folder and the environment in which a process of the product finds it."""

    folder: Path
    environment: dict[str, str]

    def start(
        self, *words: str, asked: bool = False, errors: IO[bytes] | int = subprocess.PIPE, **variables: str
    ) -> subprocess.Popen[str]:
        """Start Python with these words; `asked` where lines will be sent to it."""
        return subprocess.Popen(
            [sys.executable, *words],
            env={**self.environment, **variables},
            stdin=subprocess.PIPE if asked else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )

    def run(self, *words: str, **variables: str) -> str:
        """What Python prints with these words; it must end well."""
        done = self.tried(*words, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def tried(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """How Python ends with these words."""
        return subprocess.run(
            [sys.executable, *words],
            env={**self.environment, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST_SECONDS,
        )

    def command(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """How a command of the product ends."""
        return self.tried("-c", PROGRAM, *words, **variables)


def a_home(folder: Path, **variables: str) -> Home:
    """A home that nothing has been put into, on the database that this run of the tests is about."""
    return Home(
        folder,
        {
            **without_settings(),
            "PYTHONPATH": os.pathsep.join(sys.path),
            "DJANGO_SETTINGS_MODULE": "zhenggai.settings",
            "ZHENGGAI_HOME": str(folder),
            "ZHENGGAI_TWO_STEP_ROLES": "none",
            **fresh_database(),
            **variables,
        },
    )


def without_settings() -> dict[str, str]:
    """The environment without anybody's settings of the product."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("ZHENGGAI_", "PG", "DATABASE_URL"))
    }


def fresh_database() -> dict[str, str]:
    """The settings of a database of its own where this run of the tests is on PostgreSQL; none for SQLite in the home."""
    if os.environ.get("ZHENGGAI_DB") != "postgres":
        return {}
    name = f"home_{uuid.uuid4().hex}"
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    held = {key: value for key, value in os.environ.items() if key.startswith("PG")}
    return {**held, "ZHENGGAI_DB": "postgres", "PGDATABASE": name}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
