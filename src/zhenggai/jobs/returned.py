"""Workbooks and parcels that come back, read in child processes with limits; many workbooks share one child.

No Django here: a child starts for every call.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhenggai.domain.workbooks.taking import Grid
from zhenggai.jobs.confined import ChildLimits, Unreadable, ask_child
from zhenggai.reading.formats import Limits

__all__ = ["Member", "Unreadable", "grids_confined", "unpack_confined"]

AT_ONCE = 40
BYTES_AT_ONCE = 40_000_000
MOST_UNPACKED = 2_000_000_000
_MEMORY = 2_000_000_000
_SECONDS = 40

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a parcel: its path there, where it lies now, and its size."""

    path: str
    place: Path
    size: int


def grids_confined(files: Sequence[File]) -> list[tuple[Grid, ...] | Unreadable]:
    """The sheets of each workbook, or why it cannot be read; one that breaks its child harms no other."""
    found: list[tuple[Grid, ...] | Unreadable] = []
    for batch in _batches(files):
        try:
            found.extend(_read(batch))
        except Unreadable as fault:
            found.extend([fault] if len(batch) == 1 else [_read_alone(file) for file in batch])
    return found


def unpack_confined(data: bytes, *, name: str, folder: Path) -> list[Member]:
    """The files of a parcel, unpacked into the folder under names that are ours.

    :raises Unreadable: for whatever stops that: no zip, damage, a bomb, a path that leads out of it.
    """
    limits = ChildLimits(memory=_MEMORY, cpu=_SECONDS, wall=2.0 * _SECONDS)
    task = {"wanted": "parcel", "folder": str(folder), "unpacked": min(MOST_UNPACKED, 20 * max(len(data), 1_000_000))}
    answer = ask_child(task, data, name=name, limits=limits, size=max(len(data), Limits().size))
    return [Member(path, folder / own, size) for path, own, size in answer["members"]]


def _batches(files: Sequence[File]) -> Iterator[list[File]]:
    batch: list[File] = []
    for file in files:
        if batch and (len(batch) == AT_ONCE or sum(len(data) for _, data in batch) + len(file[1]) > BYTES_AT_ONCE):
            yield batch
            batch = []
        batch.append(file)
    if batch:
        yield batch


def _read_alone(file: File) -> tuple[Grid, ...] | Unreadable:
    try:
        return _read([file])[0]
    except Unreadable as fault:
        return fault


def _read(files: Sequence[File]) -> list[tuple[Grid, ...] | Unreadable]:
    limits = ChildLimits(memory=_MEMORY, cpu=_SECONDS, wall=2.0 * _SECONDS)
    task = {"wanted": "returned", "files": json.dumps([(name, len(data)) for name, data in files])}
    data = b"".join(data for _name, data in files)
    answer = ask_child(task, data, name=files[0][0], limits=limits, size=Limits().size)
    return [
        Unreadable(book["unreadable"], **book["facts"])
        if "unreadable" in book
        else tuple(Grid(name, rows, tuple(tuple(area) for area in merged)) for name, rows, merged in book["sheets"])
        for book in answer["books"]
    ]
