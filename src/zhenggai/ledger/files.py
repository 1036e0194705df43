"""Files as they were handed in, kept in the home folder under the hash of their content."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from zhenggai.domain.refusals import Refusal

PIECE = 1 << 20


class FileTooLarge(Refusal):
    """A file above the limit; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file on disk, by the hash of its content."""

    sha256: str
    size: int


def keep_content(data: bytes | BinaryIO, *, folder: Path, limit: int) -> KeptFile:
    """Stream the content to disk, where the same content is kept once.

    :raises FileTooLarge: above `limit` bytes.
    """
    stream = io.BytesIO(data) if isinstance(data, bytes) else data
    with incoming(folder) as arriving:
        kept = _copy(stream, arriving.file, limit=limit)
        arriving.stand_at(path_of(kept.sha256, folder=folder))
    return kept


class Incoming:
    """A file that is being written beside where it will stand."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self.file = file
        self._path = path

    def stand_at(self, target: Path) -> None:
        """Let all that was written stand there at once, when it is on the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path.replace(target)


@contextmanager
def incoming(folder: Path) -> Iterator[Incoming]:
    """A file of its own in the folder, which only its writer reads; nothing of it stays unless it was told where to stand."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield Incoming(file, Path(name))
    finally:
        Path(name).unlink(missing_ok=True)


def path_of(digest: str, *, folder: Path) -> Path:
    """Where the content with that hash is kept."""
    return folder / digest[:2] / digest[2:4] / digest


def _copy(stream: BinaryIO, file: BinaryIO, *, limit: int) -> KeptFile:
    digest, size = sha256(), 0
    while piece := stream.read(PIECE):
        size += len(piece)
        if size > limit:
            raise FileTooLarge("文件超过 $limit MB，请拆分或压缩图片后再上传。", limit=limit // 1_000_000)
        digest.update(piece)
        file.write(piece)
    return KeptFile(digest.hexdigest(), size)
