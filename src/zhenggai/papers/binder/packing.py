"""A zip that is written while it is read: never more than a piece of it in memory, however many gigabytes it has."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

# What is compressed already gains nothing by being compressed again.
_COMPRESSIBLE = frozenset({"txt", "csv", "html", "json", "xml", "svg", "bmp", "doc", "xls", "ppt", "wps", "et", "log"})
# Beyond this a member has 64-bit lengths; what is said to be shorter may not grow.
_LONG = 1 << 31
# Pieces smaller than this wait for the next one.
_ENOUGH = 1 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the zip: where it stands, how long it is, and its content piece by piece."""

    path: str
    size: int
    pieces: Iterable[bytes]


def packed(members: Iterable[Member], *, at: datetime) -> Iterator[bytes]:
    """The zip, piece by piece; whatever goes wrong with a member breaks it off, so that it cannot pass for whole."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", allowZip64=True) as container:
        for member in members:
            with container.open(_info(member, at), "w", force_zip64=member.size >= _LONG) as target:
                for piece in member.pieces:
                    target.write(piece)
                    if pipe.length >= _ENOUGH:
                        yield pipe.take()
    yield pipe.take()


def _info(member: Member, at: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(member.path, at.timetuple()[:6])
    ending = member.path.rpartition(".")[2].lower()
    info.compress_type = zipfile.ZIP_DEFLATED if ending in _COMPRESSIBLE else zipfile.ZIP_STORED
    info.external_attr = 0o644 << 16
    info.file_size = member.size
    return info


class _Pipe(io.RawIOBase):
    """What is written waits here until it is taken; nobody can go back in it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.length = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(data)  # type: ignore[call-overload]
        self._parts.append(part)
        self.length += len(part)
        return len(part)

    def take(self) -> bytes:
        """Everything that waits."""
        taken = b"".join(self._parts)
        self._parts.clear()
        self.length = 0
        return taken
