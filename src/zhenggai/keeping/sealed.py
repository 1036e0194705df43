"""A stream sealed with a passphrase: libsodium's secretstream (XChaCha20-Poly1305) under an Argon2id key.

Layout: the magic line, salt, Argon2's cost and memory (8 bytes each, big-endian), the stream's header, then messages, each
behind its length (4 bytes, big-endian). The last message carries the tag FINAL, so that a cut is seen.
"""

from __future__ import annotations

from types import TracebackType
from typing import BinaryIO, Self

from nacl import bindings, pwhash
from nacl.exceptions import CryptoError

from zhenggai.keeping.faults import NoBackup

MAGIC = b"zhenggai-backup 1\n"
SHORTEST_PASSPHRASE = 10
LONGEST_MESSAGE = 1 << 20
# Bounds on what a stranger's file may make us compute.
MOST_COST, MOST_MEMORY = 10, 1 << 30
_SALT = pwhash.argon2id.SALTBYTES
_FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_EXTRA = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES


def demand_passphrase(passphrase: str) -> None:
    """Return when a passphrase is long enough.

    :raises NoBackup: when not.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise NoBackup("备份口令至少 $shortest 个字符。", shortest=SHORTEST_PASSPHRASE)


class Sealer:
    """Writes messages into a file; used as a context, it ends the stream only where nothing went wrong."""

    def __init__(self, file: BinaryIO, *, passphrase: str, salt: bytes) -> None:
        demand_passphrase(passphrase)
        cost, memory = pwhash.argon2id.OPSLIMIT_MODERATE, pwhash.argon2id.MEMLIMIT_MODERATE
        self._file = file
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        header = bindings.crypto_secretstream_xchacha20poly1305_init_push(
            self._state, _key(passphrase, salt, cost, memory)
        )
        file.write(MAGIC + salt + cost.to_bytes(8, "big") + memory.to_bytes(8, "big") + header)

    def write(self, message: bytes, *, tag: int = _MESSAGE) -> None:
        """Seal one message of at most LONGEST_MESSAGE bytes."""
        sealed = bindings.crypto_secretstream_xchacha20poly1305_push(self._state, message, None, tag)
        self._file.write(len(sealed).to_bytes(4, "big") + sealed)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.write(b"", tag=_FINAL)


class Opener:
    """Reads the messages of a sealed file, in order, until its end.

    :raises NoBackup: from every call, where the file is none, was cut, changed or sealed with another passphrase.
    """

    def __init__(self, file: BinaryIO, *, passphrase: str) -> None:
        self._file = file
        if self._take(len(MAGIC)) != MAGIC:
            raise NoBackup("这不是整改的备份文件。")
        salt = self._take(_SALT)
        cost, memory = (int.from_bytes(self._take(8), "big") for _ in range(2))
        if not (1 <= cost <= MOST_COST and 8192 <= memory <= MOST_MEMORY):
            raise NoBackup("备份文件的开头已损坏。")
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        key = _key(passphrase, salt, cost, memory)
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(self._state, self._take(_HEADER), key)

    def read(self) -> bytes | None:
        """The next message; None behind the last one."""
        size = int.from_bytes(self._take(4), "big")
        if not _EXTRA <= size <= LONGEST_MESSAGE + _EXTRA:
            raise NoBackup("备份文件已损坏。")
        sealed = self._take(size)
        try:
            message, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(self._state, sealed, None)
        except (CryptoError, RuntimeError) as fault:
            raise NoBackup("备份文件打不开：口令不对，或者文件已损坏。") from fault
        return None if tag == _FINAL else message

    def _take(self, size: int) -> bytes:
        found = self._file.read(size)
        if len(found) != size:
            raise NoBackup("备份文件不完整，末尾缺了一段。")
        return found


def _key(passphrase: str, salt: bytes, cost: int, memory: int) -> bytes:
    size = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES
    return pwhash.argon2id.kdf(size, passphrase.encode("utf-8"), salt, opslimit=cost, memlimit=memory)
