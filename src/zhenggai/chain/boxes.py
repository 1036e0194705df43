"""Many files in one: a zip, or the folder it was unpacked into, read alike. What is wrong with it is said, never raised by Python."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from zhenggai.chain.errors import Malformed

# Whatever a damaged zip makes of its reader.
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)

_BEGIN, _END, _END_BYTES = b"PK\x03\x04", b"PK\x05\x06", 22


class Box(Protocol):
    """Files by their paths, with `/` between their parts."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every file there is."""

    def open(self, path: str) -> AbstractContextManager[BinaryIO]:
        """A file to be read.

        :raises Malformed: where it cannot be read, also while it is read.
        """


@contextmanager
def opened_box(path: Path) -> Iterator[Box]:
    """The zip or folder at this path.

    :raises Malformed: where it is neither, or was cut off.
    """
    if path.is_dir():
        yield _Folder(path)
        return
    try:
        _demand_ends(path)
        container = zipfile.ZipFile(path)
    except FileNotFoundError as fault:
        raise Malformed("没有这个文件：$path。", path=path) from fault
    except _FAULTS as fault:
        raise Malformed("这不是一个完整的压缩包：可能没有传完，或者已经损坏。") from fault
    with container:
        yield _Zip(container)


def _demand_ends(path: Path) -> None:
    """Return where a zip begins and ends where the file does; one that was cut off may end in another zip within it."""
    with path.open("rb") as file:
        begins = file.read(len(_BEGIN)) == _BEGIN
        file.seek(-min(_END_BYTES, file.seek(0, os.SEEK_END)), os.SEEK_END)
        if not begins or not file.read().startswith(_END):
            raise zipfile.BadZipFile


class _Zip:
    def __init__(self, container: zipfile.ZipFile) -> None:
        self._container = container
        found = [info.filename for info in container.infolist() if not info.is_dir()]
        if len(set(found)) != len(found):
            twice = next(name for place, name in enumerate(found) if name in found[:place])
            raise Malformed("压缩包里有两个同名的文件：$path。", path=twice)
        self.names = tuple(found)

    @contextmanager
    def open(self, path: str) -> Iterator[BinaryIO]:
        with _said(path), self._container.open(path) as file:
            yield file  # type: ignore[misc]


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        found = (path for path in sorted(folder.rglob("*")) if path.is_symlink() or not path.is_dir())
        self.names = tuple(path.relative_to(folder).as_posix() for path in found)

    @contextmanager
    def open(self, path: str) -> Iterator[BinaryIO]:
        with _said(path), (self._folder / path).open("rb") as file:
            yield file


@contextmanager
def _said(path: str) -> Iterator[None]:
    try:
        yield
    except _FAULTS as fault:
        raise Malformed("文件读不出来，压缩包在这里损坏：$path。", path=path) from fault
