"""Zip containers (docx, xlsx, ofd) unpacked part by part, every byte counted while it streams: headers lie."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable

from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.limits import MEGABYTE, Limits

_CHUNK = 1 << 18
# A small part may be tight without harm: styles and settings are full of repetition.
_HARMLESS = 2 * MEGABYTE
_ENCRYPTED = 0x1


class Archive:
    """An opened zip whose parts are handed out within limits; nested zips are never opened."""

    def __init__(self, data: bytes, *, limits: Limits) -> None:
        """:raises Unreadable: where the container is damaged, encrypted or too full."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise Unreadable(faults.DAMAGED) from error
        self._limits = limits
        self._unpacked = 0
        self._parts = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._zip.infolist()}
        if len(self._zip.infolist()) > limits.members:
            raise Unreadable(faults.TOO_MANY_MEMBERS, limit=limits.members)
        if any(info.flag_bits & _ENCRYPTED for info in self._zip.infolist()):
            raise Unreadable(faults.ENCRYPTED)
        self._refuse_boasts()

    def _refuse_boasts(self) -> None:
        """Refuse what the directory itself admits to, before a byte is unpacked."""
        if sum(info.file_size for info in self._parts.values()) > self._limits.unpacked:
            raise Unreadable(faults.UNPACKS_TOO_LARGE, limit=self._limits.unpacked // MEGABYTE)

    def names(self) -> Iterable[str]:
        """Paths of the parts, without a leading slash."""
        return self._parts.keys()

    def members(self) -> Iterable[zipfile.ZipInfo]:
        """What the directory says of every part."""
        return self._zip.infolist()

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str) -> bytes:
        """One part, unpacked.

        :raises KeyError: where there is no such part.
        :raises Unreadable: beyond the limits, or where the part is damaged.
        """
        info = self._parts[name]
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    self._count(len(chunk), size, info.compress_size)
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise Unreadable(faults.DAMAGED) from error
        return b"".join(chunks)

    def _count(self, more: int, size: int, packed: int) -> None:
        self._unpacked += more
        if self._unpacked > self._limits.unpacked:
            raise Unreadable(faults.UNPACKS_TOO_LARGE, limit=self._limits.unpacked // MEGABYTE)
        if size > _HARMLESS and size > self._limits.ratio * max(packed, 1):
            raise Unreadable(faults.PACKED_TOO_TIGHT, ratio=self._limits.ratio)
