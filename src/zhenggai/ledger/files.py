"""Files as they were handed in, kept in the home folder under the hash of their content."""

from __future__ import annotations

import io
import os
import tempfile
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
    handle, name = tempfile.mkstemp(dir=folder, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            kept = _copy(stream, file, limit=limit)
            file.flush()
            os.fsync(file.fileno())
        target = path_of(kept.sha256, folder=folder)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)
    return kept


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
