"""The stream of a binder: the files, the catalogue in its forms, the proofs, and last the digests of all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from zhenggai.domain.binders import CATALOGUE, CHECKPOINT, KEY, OWN_PROOF, SUMS, Binder, CannotBind, Piece
from zhenggai.journal.proving import prove_entries
from zhenggai.journal.sealing import Sealed
from zhenggai.ledger.stores import store
from zhenggai.papers.binder.packing import Member, packed


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a binder is made of but the files themselves: the entry that received each number, and the forms of its catalogue."""

    binder: Binder
    catalogue: bytes
    forms: dict[str, bytes]
    received: Mapping[str, int]
    own_entry: int
    sealed: Sealed
    key: str


def stream_of(contents: Contents, *, at: datetime) -> Iterator[bytes]:
    """The zip, piece by piece.

    :raises CannotBind: where a file is no longer what it was a moment ago; the stream ends there, and is no zip.
    """
    return packed(_members(contents), at=at)


def _members(contents: Contents) -> Iterator[Member]:
    sums: list[tuple[str, str]] = []
    texts = {**contents.forms, CATALOGUE: contents.catalogue}
    texts |= {CHECKPOINT: contents.sealed.note.encode(), KEY: f"{contents.key}\n".encode()}
    for path, data in texts.items():
        yield _small(path, data, sums)
    for piece in contents.binder.held:
        sums.append((piece.path, piece.sha256))
        yield Member(piece.path, piece.size, _content(piece))
    proved = [(OWN_PROOF, contents.own_entry)]
    proved += [(one.proof, contents.received[one.number]) for one in contents.binder.held if one.proof]
    proofs = prove_entries(sequences=[entry for _path, entry in proved], sealed=contents.sealed)
    for (path, _entry), proof in zip(proved, proofs, strict=True):
        yield _small(path, proof, sums)
    yield _small(SUMS, "".join(f"{digest}  {path}\n" for path, digest in sums).encode(), [])


def _small(path: str, data: bytes, sums: list[tuple[str, str]]) -> Member:
    sums.append((path, sha256(data).hexdigest()))
    return Member(path, len(data), (data,))


def _content(piece: Piece) -> Iterable[bytes]:
    digest = sha256()
    for part in store().stream(piece.sha256):
        digest.update(part)
        yield part
    if digest.hexdigest() != piece.sha256:
        raise CannotBind("导出途中文件变了样：$number，请重新导出。", number=piece.number)
