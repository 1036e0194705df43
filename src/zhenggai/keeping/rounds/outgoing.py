"""What is on its way out of the house, with the files that were made for it."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import ExitStack


class Outgoing(Iterator[bytes]):
    """Pieces of a file that is sent; what was made for it goes when it is closed or forgotten, begun or not."""

    def __init__(self, pieces: Iterator[bytes], held: ExitStack) -> None:
        self._pieces = pieces
        self._let_go = weakref.finalize(self, held.close)

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        """Let go of the files; a second time does nothing."""
        self._let_go()
