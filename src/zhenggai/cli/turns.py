"""Connections spread evenly over several processes that listen at one port: whoever holds more than another lets that one go first."""

from __future__ import annotations

import mmap
import time
from collections.abc import Sized
from typing import Protocol

_BYTES = 8
# Whoever has let others go first for so long takes the connection: they are busy, or gone.
_STEPS = 5
_STEP_SECONDS = 0.002


class Accepting(Protocol):
    """A server of waitress, as far as it takes connections."""

    _map: Sized

    def handle_accept(self) -> None:
        """Take a connection that waits."""

    def readable(self) -> bool:
        """Whether another one may be taken; asked in each turn of its loop."""


class Turns:
    """How many connections each process holds, in memory that they share; made before they part."""

    def __init__(self, processes: int) -> None:
        self._held = memoryview(mmap.mmap(-1, processes * _BYTES)).cast("Q")
        self._place = 0

    def sit_at(self, place: int) -> None:
        """Which of the processes this one is, counted from 0."""
        self._place = place

    def lead(self, server: Accepting) -> None:
        """Let this server take a connection only where no other process holds fewer, or does not come for it."""
        accept, readable = server.handle_accept, server.readable
        let_go = 0

        def handle_accept() -> None:
            nonlocal let_go
            if let_go < _STEPS and self._others_hold_fewer():
                let_go += 1
                time.sleep(_STEP_SECONDS)
                return
            let_go = 0
            accept()
            self._tell(server)

        def looked_at() -> bool:
            self._tell(server)
            return readable()

        server.handle_accept = handle_accept  # type: ignore[method-assign]
        server.readable = looked_at  # type: ignore[method-assign]

    def _tell(self, server: Accepting) -> None:
        self._held[self._place] = len(server._map)

    def _others_hold_fewer(self) -> bool:
        return min(self._held) < self._held[self._place]
