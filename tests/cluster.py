"""A private PostgreSQL cluster for one run of the tests: made, used over a socket, thrown away."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

UNPRIVILEGED = ("postgres", "nobody")
# A socket's path has to fit into about a hundred bytes.
LONGEST_FOLDER = 80
OPTIONS = {
    "listen_addresses": "''",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "80",
    "shared_buffers": "64MB",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running cluster; `folder` holds its data and its socket."""

    binaries: Path
    folder: Path

    def variables(self) -> dict[str, str]:
        """What a client needs in its environment."""
        return {"PGHOST": str(self.folder), "PGPORT": "5432", "PGUSER": "zhenggai", "PGDATABASE": "postgres"}

    def go_away(self, manner: str = "immediate") -> None:
        """End the server, at once unless told otherwise; what it holds stays."""
        stop = [self.binaries / "pg_ctl", "-D", self.folder / "data", "-m", manner, "stop"]
        _run(stop, folder=self.folder)

    def come_back(self) -> None:
        """Start the server again."""
        _start(self)

    def stop(self) -> None:
        """End the server and remove everything."""
        self.go_away()
        shutil.rmtree(self.folder, ignore_errors=True)


def find_binaries() -> Path | None:
    """The folder of initdb and pg_ctl: by PATH, by pg_config, or where Debian keeps them, the newest first."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    candidates = [*_by_pg_config(), *sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)]
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


def start_cluster(binaries: Path) -> Cluster:
    """Make a cluster and start it, as an unprivileged user where we are root, because initdb refuses root."""
    return cluster_at(binaries, Path(tempfile.mkdtemp(prefix="zgpg-", dir=_short_folder())))


def cluster_at(binaries: Path, folder: Path) -> Cluster:
    """Start the cluster of this folder, made there unless it is one already."""
    cluster = Cluster(binaries, folder)
    if not (folder / "data" / "PG_VERSION").exists():
        _make(cluster)
    _start(cluster)
    return cluster


def _make(cluster: Cluster) -> None:
    binaries, folder = cluster.binaries, cluster.folder
    folder.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        owner = _unprivileged()
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data = folder / "data"
    make = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "zhenggai",
        "--auth=trust",
        "--no-locale",
        "--encoding=UTF8",
        "--no-sync",
    ]
    _run(make, folder=folder, check=True)


def _start(cluster: Cluster) -> None:
    folder = cluster.folder
    options = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
    options += f" -c unix_socket_directories='{folder}'"
    start = [cluster.binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-o", options, "start"]
    _run(start, folder=folder, check=True)


def _run(command: list[Path | str], *, folder: Path, check: bool = False) -> None:
    # Output goes to a file: the server inherits it and would hold a pipe open.
    with (folder / "set-up.log").open("ab") as log:
        done = subprocess.run(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder, **_as_whom())
    if check and done.returncode:
        raise RuntimeError((folder / "set-up.log").read_text(encoding="utf-8", errors="replace"))


def _as_whom() -> dict[str, object]:
    if os.geteuid() != 0:
        return {}
    owner = _unprivileged()
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _unprivileged() -> pwd.struct_passwd:
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in UNPRIVILEGED if name in known)


def _by_pg_config() -> list[Path]:
    asked = shutil.which("pg_config")
    if not asked:
        return []
    return [Path(subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=True).stdout.strip())]


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _short_folder() -> str:
    folder = tempfile.gettempdir()
    return folder if len(folder) <= LONGEST_FOLDER else "/tmp"
