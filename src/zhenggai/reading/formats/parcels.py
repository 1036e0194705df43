"""Zip files with workbooks and evidence: unpacked into a folder under running numbers, never under their own names."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.archive import Archive
from zhenggai.reading.formats.limits import MEGABYTE, Limits
from zhenggai.reading.formats.sniff import ZIP_MARKS

_UTF8 = 0x800
# What systems put beside the files that people packed.
_LITTER = frozenset({"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"})


def unpack(data: bytes, *, name: str, folder: Path, limits: Limits) -> list[tuple[str, str, int]]:
    """Path in the parcel, name in the folder, and size of each file.

    :raises Unreadable: where the parcel is none, is damaged or hostile, or unpacks to too much.
    """
    if not data.startswith(ZIP_MARKS):
        raise Unreadable(faults.NOT_A_PARCEL, name=name)
    if len(data) > limits.size:
        raise Unreadable(faults.TOO_LARGE, name=name, limit=limits.size // MEGABYTE)
    try:
        return list(_files(Archive(data, limits=limits), folder))
    except Unreadable as fault:
        raise Unreadable(fault.pattern, **{**fault.facts, "name": name}) from fault


def _files(archive: Archive, folder: Path) -> list[tuple[str, str, int]]:
    found = []
    for place, info in enumerate(archive.members()):
        path = PurePosixPath(_named(info).replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in str(path):
            raise Unreadable(faults.STRAYING, member=str(path)[:60])
        if info.is_dir() or _LITTER & set(path.parts) or path.name.startswith("~$"):
            continue
        content = archive.read(info.filename.replace("\\", "/").lstrip("/"))
        own = f"{place:05d}"
        (folder / own).write_bytes(content)
        found.append((str(path), own, len(content)))
    return found


def _named(info: zipfile.ZipInfo) -> str:
    """The name as whoever packed it wrote it; Chinese systems often say GBK and mean it without saying so."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gbk")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename
