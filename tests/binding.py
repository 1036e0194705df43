"""Binders as they leave through the product's own door, and what can become of them on the way."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from people import NOON, WANG
from zhenggai.domain.binders import SUMS, read_part
from zhenggai.domain.rights import Actor
from zhenggai.ledger.operations.binding import Bound, bind_evidence


def a_binder(cycle: int, folder: Path, *, part: str = "", actor: Actor = WANG) -> tuple[Bound, Path]:
    """A binder, written to its end."""
    bound = bind_evidence(cycle_id=cycle, part=read_part(part), actor=actor, at=NOON)
    path = folder / bound.name
    with path.open("wb") as file:
        file.writelines(bound.stream)
    return bound, path


def unpacked(path: Path) -> Path:
    """The folder that a zip was unpacked into."""
    folder = path.with_suffix("")
    with zipfile.ZipFile(path) as container:
        container.extractall(folder)
    return folder


def repacked(folder: Path) -> Path:
    """The folder as a zip again."""
    return Path(shutil.make_archive(str(folder) + "-again", "zip", folder))


def changed(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Write what the change makes of a file."""
    path.write_bytes(change(path.read_bytes()))


def relisted(folder: Path, place: str, change: Callable[[bytes], bytes]) -> None:
    """Write what the change makes of a file, and its new digest into the list of sums."""
    old = sha256((folder / place).read_bytes()).hexdigest()
    changed(folder / place, change)
    new = sha256((folder / place).read_bytes()).hexdigest()
    changed(folder / SUMS, lambda data: data.replace(f"{old}  {place}".encode(), f"{new}  {place}".encode()))
