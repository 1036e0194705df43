"""Content in a folder of the home."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from zhenggai.ledger.files import PIECE, incoming, path_of
from zhenggai.ledger.stores.faults import not_kept


@dataclass(frozen=True, slots=True)
class FolderStore:
    """The folder where originals are kept as well."""

    folder: Path

    def keep(self, path: Path, *, sha256: str) -> None:
        """Take in the content of a file; where the disk allows it, without copying."""
        target = path_of(sha256, folder=self.folder)
        with suppress(FileNotFoundError):
            # Whoever sweeps sees that it is wanted again; what was swept this moment is kept anew.
            os.utime(target)
            return
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.utime(path)
            os.link(path, target)
        except FileExistsError:
            return
        except OSError:
            self._copy(path, target)

    def holds(self, sha256: str) -> bool:
        """Whether content is kept under that hash."""
        return path_of(sha256, folder=self.folder).exists()

    def stream(self, sha256: str, *, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """The content from byte `first` to byte `last`, both included.

        :raises NotKept: at once, where nothing is kept under that hash.
        """
        path = path_of(sha256, folder=self.folder)
        if not path.exists():
            raise not_kept(sha256)
        return _pieces(path, first, last)

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """The kept file itself.

        :raises NotKept: where nothing is kept under that hash.
        """
        path = path_of(sha256, folder=self.folder)
        if not path.exists():
            raise not_kept(sha256)
        yield path

    def _copy(self, path: Path, target: Path) -> None:
        with incoming(self.folder) as arriving, path.open("rb") as source:
            shutil.copyfileobj(source, arriving.file, PIECE)
            arriving.stand_at(target)


def _pieces(path: Path, first: int, last: int | None) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = None if last is None else last - first + 1
        while piece := file.read(PIECE if left is None else min(PIECE, left)):
            if left is not None:
                left -= len(piece)
            yield piece
