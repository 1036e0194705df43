"""Run the benchmark of the ledger on both databases and several sizes: `python benchmarks/ledger_homes.py FOLDER [TASKS …] [--only sqlite|postgresql] [--write] [--fill]`.

FOLDER keeps what was filled, so that the next run begins at once and an interrupted one goes on where it was: a home for each size on
SQLite, and a cluster of PostgreSQL with a database for each size, started for the run and ended with it. `--fill` only fills.
How much slower pages are at the larger sizes is told by `python benchmarks/ledger_growth.py`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from cluster import Cluster, cluster_at, find_binaries

SIZES = (10_000, 100_000)
ENTRIES = 10
USUAL = Path("/tmp/bench-ledger")


def main() -> None:
    """Run every size on every database that was asked for."""
    words = sys.argv[1:]
    folder = next((Path(word) for word in words if "/" in word), USUAL)
    sizes = tuple(int(word) for word in words if word.isdigit()) or SIZES
    wanted = ("sqlite", "postgresql")
    if "--only" in words:
        wanted = (words[words.index("--only") + 1],)
    passed = [word for word in words if word in {"--write", "--fill"}]
    folder.mkdir(parents=True, exist_ok=True)
    if "sqlite" in wanted:
        for size in sizes:
            home = folder / f"sqlite-{size}"
            run(size, home, {}, passed)
    if "postgresql" in wanted:
        with cluster(folder / "postgresql") as running:
            for size in sizes:
                run(size, folder / f"postgresql-{size}", database(running, f"tasks{size}"), passed)


def run(size: int, home: Path, variables: dict[str, str], words: list[str]) -> None:
    """One size on one database, in a process of its own; a home that was not filled to its end is filled anew."""
    home.mkdir(parents=True, exist_ok=True)
    known = {name: value for name, value in os.environ.items() if not name.startswith(("ZHENGGAI_", "PG", "DATABASE_"))}
    command = [sys.executable, str(ROOT / "benchmarks" / "ledger.py"), str(size), str(ENTRIES), *words]
    subprocess.run(command, env={**known, **variables, "ZHENGGAI_HOME": str(home)}, check=True)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """The cluster of this folder, made if it is not there, running for the time being."""
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("no PostgreSQL found")
    running = cluster_at(binaries, folder)
    try:
        yield running
    finally:
        running.go_away("fast")


def database(running: Cluster, name: str) -> dict[str, str]:
    """A database of the cluster, made if it is not there, as variables for the product."""
    known = {**os.environ, **running.variables()}
    psql = shutil.which("psql") or str(running.binaries / "psql")
    found = subprocess.run(
        [psql, "-Atc", "SELECT datname FROM pg_database"], env=known, capture_output=True, text=True, check=True
    )
    if name not in found.stdout.split():
        subprocess.run([psql, "-qc", f"CREATE DATABASE {name}"], env=known, check=True)
    return {**running.variables(), "ZHENGGAI_DB": "postgres", "PGDATABASE": name}


if __name__ == "__main__":
    main()
