"""A small scanner that speaks clamd's INSTREAM over a real socket and knows one virus."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VIRUS = b"X5O!P%@AP-not-the-real-one"
COMMAND = b"zINSTREAM\0"


class Scanner:
    """What was asked of it: contents as they were put together, and the bytes on the wire."""

    def __init__(self, listening: socket.socket, address: str, answer: bytes | None) -> None:
        self.address = address
        self.seen: list[bytes] = []
        self.raw: list[bytes] = []
        self._listening = listening
        self._answer = answer

    def serve(self) -> None:
        """Answer one caller after another until the socket closes."""
        while True:
            try:
                wire, _ = self._listening.accept()
            except OSError:
                return
            with wire:
                self._answer_one(wire)

    def _answer_one(self, wire: socket.socket) -> None:
        raw = wire.recv(len(COMMAND), socket.MSG_WAITALL)
        content = b""
        while length := struct.unpack(">I", head := wire.recv(4, socket.MSG_WAITALL))[0]:
            piece = wire.recv(length, socket.MSG_WAITALL)
            content, raw = content + piece, raw + head + piece
        self.raw.append(raw + head)
        self.seen.append(content)
        found = b"stream: Eicar-Test-Signature FOUND\0" if VIRUS in content else b"stream: OK\0"
        wire.sendall(found if self._answer is None else self._answer)


@contextmanager
def running_scanner(path: Path | None = None, *, answer: bytes | None = None) -> Iterator[Scanner]:
    """A scanner on a free port, or behind a socket file; `answer` is what it always says."""
    if path is None:
        listening = socket.create_server(("127.0.0.1", 0))
        address = f"127.0.0.1:{listening.getsockname()[1]}"
    else:
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(str(path))
        listening.listen()
        address = f"unix:{path}"
    scanner = Scanner(listening, address, answer)
    thread = threading.Thread(target=scanner.serve, daemon=True)
    thread.start()
    try:
        yield scanner
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(timeout=5)
