"""Named members in a sealed stream: a name, its content in pieces, an end; their sizes need not be known before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from zhenggai.keeping.faults import NoBackup
from zhenggai.keeping.sealed import LONGEST_MESSAGE, Opener, Sealer

PIECE = LONGEST_MESSAGE - 1
_NAME, _DATA, _END = b"N", b"D", b"E"


def write_member(sealer: Sealer, name: str, pieces: Iterable[bytes]) -> None:
    """Write a member; small pieces are gathered, large ones cut, and its SHA-256 ends it."""
    sealer.write(_NAME + name.encode("utf-8"))
    digest, held = sha256(), bytearray()
    for piece in pieces:
        digest.update(piece)
        held += piece
        while len(held) >= PIECE:
            sealer.write(_DATA + bytes(held[:PIECE]))
            del held[:PIECE]
    if held:
        sealer.write(_DATA + bytes(held))
    sealer.write(_END + digest.digest())


def read_members(opener: Opener) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every member with its pieces, which have to be read before the next member.

    :raises NoBackup: where the stream is damaged.
    """
    while (message := opener.read()) is not None:
        if message[:1] != _NAME:
            raise NoBackup("备份文件的结构不对。")
        pieces = _pieces(opener)
        yield message[1:].decode("utf-8"), pieces
        for _ in pieces:
            pass


def read_json(pieces: Iterator[bytes]) -> Any:
    """A member that is one JSON value.

    :raises NoBackup: where it is none.
    """
    try:
        return json.loads(b"".join(pieces))
    except ValueError as fault:
        raise NoBackup("备份文件的结构不对。") from fault


def lines_of(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A member that is lines, one by one."""
    held = b""
    for piece in pieces:
        *whole, held = (held + piece).split(b"\n")
        yield from whole
    if held:
        yield held


def _pieces(opener: Opener) -> Iterator[bytes]:
    digest = sha256()
    while True:
        message = opener.read()
        if message is None:
            raise NoBackup("备份文件不完整，末尾缺了一段。")
        if message[:1] == _END:
            if message[1:] != digest.digest():
                raise NoBackup("备份文件已损坏。")
            return
        digest.update(message[1:])
        yield message[1:]
