"""Asking a virus scanner (ClamAV's clamd) about a file, by its INSTREAM command; the file is streamed."""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO

PIECE = 1 << 18
PATIENCE = 60.0
_LONGEST_ANSWER = 4096


class ScannerUnreachable(Exception):
    """The scanner did not answer, or answered with an error of its own."""


def find_virus(file: BinaryIO, *, address: str, patience: float = PATIENCE) -> str | None:
    """The name of the virus in the file, None where the scanner finds it clean.

    :raises ScannerUnreachable: where nobody answers, or the scanner could not look at all of it.
    """
    try:
        with _connected(address, patience) as wire:
            answer = _asked(wire, file)
    except OSError as fault:
        raise ScannerUnreachable(str(fault)) from fault
    return _verdict(answer)


def _connected(address: str, patience: float) -> socket.socket:
    if not address.startswith("unix:"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=patience)
    if not hasattr(socket, "AF_UNIX"):
        raise ScannerUnreachable("no unix sockets here")
    wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    wire.settimeout(patience)
    try:
        wire.connect(address.removeprefix("unix:"))
    except OSError:
        wire.close()
        raise
    return wire


def _asked(wire: socket.socket, file: BinaryIO) -> str:
    """Send the file in pieces, each after its length; a length of nothing ends it."""
    wire.sendall(b"zINSTREAM\0")
    try:
        while piece := file.read(PIECE):
            wire.sendall(struct.pack(">I", len(piece)) + piece)
        wire.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # The scanner stops listening at its own limit, and its answer says so.
        pass
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        more = wire.recv(_LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> str | None:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return None
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise ScannerUnreachable(answer or "no answer")
