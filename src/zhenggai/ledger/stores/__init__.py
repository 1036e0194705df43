"""Where the content of evidence is kept, by its SHA-256: the home folder, or an S3-compatible store by setting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from django.conf import settings

from zhenggai.ledger.stores.folder import FolderStore


class Store(Protocol):
    """A place that keeps content under its hash; everything is streamed, nothing is held in memory."""

    def keep(self, path: Path, *, sha256: str) -> None:
        """Take in the content of a file on this machine's disk; the same content is kept once."""

    def holds(self, sha256: str) -> bool:
        """Whether content is kept under that hash."""

    def stream(self, sha256: str, *, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """The content from byte `first` to byte `last`, both included.

        :raises NotKept: at once, where nothing is kept under that hash.
        """

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """The content as a file on this machine's disk, for as long as the context lasts.

        :raises NotKept: where nothing is kept under that hash.
        """


def store() -> Store:
    """The store that the settings name."""
    if not settings.S3:
        return FolderStore(settings.FILES)
    # The client is an extra and loads slowly, so it is met only where it is used.
    from zhenggai.ledger.stores.s3 import S3Store

    return S3Store(**settings.S3)
