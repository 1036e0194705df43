"""A round leaves the house: its rows as of one moment, written into the journal, sealed, and then streamed."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import IO

from django.db import transaction
from django.utils.timezone import localtime

from zhenggai import __version__
from zhenggai.chain.packets import SUMS
from zhenggai.chain.proofs import pack_proof
from zhenggai.chain.rounds import ABOUT, CHECKPOINT, ENTRIES, EXPORT, FORMAT, KEY, OWN_PROOF, VERSION
from zhenggai.domain.binders import CannotBind
from zhenggai.domain.file_names import safe_name
from zhenggai.domain.refusals import NoSuchThing
from zhenggai.domain.rights import Actor, Thing, acting, demand
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.keys import house_signer
from zhenggai.journal.models import Entry, Head
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.journal.proving import entry_proofs, prove_entry
from zhenggai.journal.sealing import seal
from zhenggai.keeping.rounds.book import round_book
from zhenggai.keeping.rounds.outgoing import Outgoing
from zhenggai.keeping.rounds.tables import digests_of_round, lines_of, tables_of_round
from zhenggai.ledger.models import Cycle
from zhenggai.ledger.stores import store
from zhenggai.ledger.stores.faults import NotKept
from zhenggai.papers.binder.packing import Member, packed

MEMORY_BYTES = 4_000_000
PIECE = 1 << 20
BOOK = "台账.xlsx"
ORIGINALS = "originals"


@dataclass(frozen=True, slots=True)
class Leaving:
    """A round on its way: its name as a file, how many rows and files it has, the files it lacks, and the zip as it is read."""

    name: str
    rows: int
    files: int
    missing: tuple[str, ...]
    stream: Outgoing


@dataclass(slots=True)
class _Part:
    """A file that was made for the export and waits on the disk."""

    path: str
    file: IO[bytes]
    size: int
    digest: str
    lines: int = 0


def take_out(*, cycle_id: int, actor: Actor, at: datetime) -> Leaving:
    """Take a whole round out; that it left is written before its first byte does.

    :raises NotAllowed: unless the actor keeps the whole round.
    :raises NoSuchThing: where there is no such round.
    """
    demand(actor, Act.ISSUE)
    demand(actor, Act.ISSUE, Thing(cycle_id=cycle_id))
    cycle = Cycle.objects.filter(pk=cycle_id).first()
    if cycle is None:
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    signer = house_signer()
    # Hashing takes long, so that it is done before anybody has to wait; what arrives meanwhile is looked at below.
    looked_at = _looked_at(digests_of_round(cycle_id))
    with ExitStack() as unless_sent:
        held = unless_sent.enter_context(ExitStack())
        with transaction.atomic(durable=True):
            # Whoever writes an entry waits here, so that the rows are those of one moment.
            Head.objects.select_for_update().get(pk=1)
            named: set[str] = set()
            parts = [
                _spooled(f"rows/{label}.jsonl", lines_of(rows, digests=named), held)
                for label, rows in tables_of_round(cycle_id).items()
            ]
            originals, missing = _originals(named, looked_at | _looked_at(named - looked_at.keys()))
            parts.append(_spooled(BOOK, [round_book(cycle_id=cycle_id, on=localtime(at).date())], held))
            listed = Entry.objects.filter(cycle_id=cycle_id).order_by("sequence").values_list("sequence", flat=True)
            entries = list(listed)
            about = _about(cycle, parts, originals, missing, entries=len(entries), actor=actor, at=at)
            own = _tell(cycle, parts, originals, missing, about, actor=actor, at=at)
        sealed = seal(signer=signer, at=at)
        proofs = (pack_proof(proof) for proof in entry_proofs(sequences=entries, sealed=sealed))
        made = {ABOUT: about, CHECKPOINT: sealed.note.encode(), KEY: f"{signer.verifier}\n".encode()}
        made[OWN_PROOF] = prove_entry(sequence=own, sealed=sealed)
        members = _members(made, [*parts, _spooled(ENTRIES, proofs, held)], originals)
        leaving = Leaving(
            name=safe_name(f"整改轮次 {cycle.title[:40]} {localtime(at).date().isoformat()}.zip", ending=".zip"),
            rows=sum(part.lines for part in parts[:-1]),
            files=len(originals),
            missing=missing,
            stream=Outgoing(packed(members, at=localtime(at)), held),
        )
        unless_sent.pop_all()
    return leaving


def _spooled(path: str, pieces: Iterable[bytes], held: ExitStack) -> _Part:
    file: IO[bytes] = held.enter_context(tempfile.SpooledTemporaryFile(max_size=MEMORY_BYTES))  # noqa: SIM115 - entered here
    digest, size, lines = sha256(), 0, 0
    for piece in pieces:
        file.write(piece)
        digest.update(piece)
        size += len(piece)
        lines += 1
    return _Part(path, file, size, digest.hexdigest(), lines)


def _looked_at(digests: Iterable[str]) -> dict[str, int | None]:
    """The sizes of stored files by digest; None for one that is gone or damaged."""
    return {digest: _size_of(digest) for digest in sorted(digests)}


def _size_of(digest: str) -> int | None:
    found, size = sha256(), 0
    try:
        for piece in store().stream(digest):
            found.update(piece)
            size += len(piece)
    except (NotKept, FileNotFoundError):
        return None
    return size if found.hexdigest() == digest else None


def _originals(named: set[str], sizes: dict[str, int | None]) -> tuple[dict[str, int], tuple[str, ...]]:
    """The sizes of the files that the rows name, and those that are not there."""
    there = {digest: size for digest in sorted(named) if (size := sizes[digest]) is not None}
    return there, tuple(sorted(named - there.keys()))


def _about(
    cycle: Cycle,
    parts: list[_Part],
    originals: dict[str, int],
    missing: tuple[str, ...],
    *,
    entries: int,
    actor: Actor,
    at: datetime,
) -> bytes:
    files = {part.path: part.digest for part in parts} | {f"{ORIGINALS}/{digest}": digest for digest in originals}
    plain = {
        "format": f"{FORMAT} {VERSION}",
        "product": __version__,
        "round": {"id": cycle.pk, "title": cycle.title},
        "exported_at": at.isoformat(),
        "exported_by": actor.name,
        "tables": {part.path: part.lines for part in parts if part.path.startswith("rows/")},
        "entries": entries,
        "missing": list(missing),
        "files": files,
    }
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="replace")


def _tell(
    cycle: Cycle,
    parts: list[_Part],
    originals: dict[str, int],
    missing: tuple[str, ...],
    about: bytes,
    *,
    actor: Actor,
    at: datetime,
) -> int:
    facts = {
        "fact": cycle.title,
        "round_rows": sum(part.lines for part in parts[:-1]),
        "round_files": len(originals),
        "round_missing": len(missing),
        "round_digest": sha256(about).hexdigest(),
    }
    return journal.append(
        actor=acting(actor, Act.ISSUE, Thing(cycle_id=cycle.pk)),
        verb=EXPORT,
        subject=Subject("cycle", cycle.pk),
        before={},
        after=facts,
        why="",
        at=at,
        salt=fresh_salt(),
        cycle=cycle.pk,
    )


def _members(made: dict[str, bytes], parts: list[_Part], originals: dict[str, int]) -> Iterator[Member]:
    sums: list[tuple[str, str]] = []
    for path, data in made.items():
        sums.append((path, sha256(data).hexdigest()))
        yield Member(path, len(data), (data,))
    for part in parts:
        sums.append((part.path, part.digest))
        yield Member(part.path, part.size, _read(part.file))
    for digest, size in originals.items():
        sums.append((f"{ORIGINALS}/{digest}", digest))
        yield Member(f"{ORIGINALS}/{digest}", size, _content(digest))
    listed = "".join(f"{digest}  {path}\n" for path, digest in sums).encode()
    yield Member(SUMS, len(listed), (listed,))


def _read(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def _content(digest: str) -> Iterator[bytes]:
    found = sha256()
    for piece in store().stream(digest):
        found.update(piece)
        yield piece
    if found.hexdigest() != digest:
        raise CannotBind("导出途中文件变了样：$number，请重新导出。", number=digest[:12])
