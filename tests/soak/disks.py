"""A folder on a disk of its own that can be filled and closed to writing while a server runs in it."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

MEGABYTES = 40
_PIECE = 1 << 16


@dataclass
class Disk:
    """A disk in memory where we may mount one; else the limits that the system sets a process and a folder."""

    folder: Path
    mounted: bool

    def fill(self, process: int) -> None:
        """Leave no room for another byte."""
        if not self.mounted:
            resource.prlimit(process, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
            return
        with (self.folder / "filler").open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(_PIECE))
        with (self.folder / "filler").open("ab", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"\0")

    def clear(self, process: int) -> None:
        """Make room again."""
        (self.folder / "filler").unlink(missing_ok=True)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def lock(self) -> None:
        """Let nobody write; no server may run in it."""
        if self.mounted:
            _remount(self.folder, "ro")
        else:
            self._chmod(0o500, 0o400)

    def unlock(self) -> None:
        """Let everybody write again."""
        if self.mounted:
            _remount(self.folder, "rw")
        else:
            self._chmod(0o700, 0o600)

    def _chmod(self, folder: int, file: int) -> None:
        self.folder.chmod(0o700)
        for path in sorted(self.folder.rglob("*")):
            path.chmod(folder if path.is_dir() else file)
        self.folder.chmod(folder)


@contextmanager
def a_disk(folder: Path) -> Iterator[Disk]:
    """A disk at the folder, gone afterwards."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=700", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    disk = Disk(folder, mounted)
    try:
        yield disk
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
        else:
            disk._chmod(0o700, 0o600)


def _remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)
