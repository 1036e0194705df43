"""A database that is ready made, so that a process of its own need not make one for every test."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

DATABASE = "zhenggai.sqlite3"
PREPARE = "import django; django.setup(); from django.core.management import call_command; call_command('migrate', verbosity=0)"


@pytest.fixture(scope="session")
def ready_database(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """An empty ledger in a file, made once for all workers of a run; homes take copies."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "ready-home"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHENGGAI_", "PG"))}
            settings = {"ZHENGGAI_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "zhenggai.settings"}
            path = {"PYTHONPATH": os.pathsep.join(sys.path)}
            subprocess.run([sys.executable, "-c", PREPARE], env={**kept, **settings, **path}, check=True)
            (folder / "done").touch()
    return folder / DATABASE
