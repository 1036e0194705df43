"""A round that was taken out of another home comes into this one: whole, in one transaction, or not at all."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime

from zhenggai.chain.boxes import Box
from zhenggai.chain.errors import Malformed, Mismatch, Unproved
from zhenggai.chain.notes import Verifier
from zhenggai.chain.packets import text
from zhenggai.chain.rounds import CHECKPOINT, KEY, CheckedRound
from zhenggai.domain.rights import Actor, acting
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.keeping.rounds.examining import CannotArrive, digest_of, refused, sound
from zhenggai.keeping.rounds.filling import Filling
from zhenggai.keeping.rounds.history import keep_entries, keep_numbers
from zhenggai.keeping.rounds.numbering import Renumbered
from zhenggai.keeping.rounds.pairing import KIND_NAMES, Answers, Pair, found_in, pair_all
from zhenggai.keeping.rounds.reading import RoundRows
from zhenggai.keeping.rounds.settling import settle
from zhenggai.ledger.arrival_models import Arrival
from zhenggai.ledger.arrivals_verifying import kept_digest
from zhenggai.ledger.files import PIECE, incoming, path_of
from zhenggai.ledger.models import Cycle, Evidence, EvidenceMark
from zhenggai.ledger.operations.doubting.looking import keys_found
from zhenggai.ledger.operations.evidence.adding import marks_of
from zhenggai.ledger.reindexing import index_round
from zhenggai.ledger.stores import store
from zhenggai.ledger.sweeping import drop_unnamed

IMPORT = "cycle.import"
MARKS_AT_ONCE = 2000
_DOUBTS = ("ledger.ledgerdoubt", "ledger.doubtword")


class AlreadyHere(CannotArrive):
    """The same export came before, as `cycle_id`."""

    def __init__(self, cycle_id: int, title: str) -> None:
        super().__init__("这份导出已经迁入过，是轮次“$title”。如确需再迁入一份，请选择“仍要再次迁入”。", title=title)
        self.cycle_id = cycle_id


@dataclass(frozen=True, slots=True)
class Arrived:
    """What has come: the number of the round here, its rows, its originals, and how many of its old home's entries."""

    cycle_id: int
    rows: int
    files: int
    entries: int
    missing: tuple[str, ...]


def take_in(
    *, path: Path, answers: Answers, again: bool, actor: Actor, at: datetime, verifier: Verifier | None = None
) -> Arrived:
    """Bring an exported round into this home; nothing of it stays where anything is wrong.

    :raises NotAllowed: unless the actor adopts rounds into this home.
    :raises CannotArrive: where the file is damaged, was changed, is of a later version, or something is unclear.
    :raises AlreadyHere: where the same export came before and `again` does not say to do so.
    :raises UnknownPair: for an answer that fits nothing.
    """
    actor = acting(actor, Act.ADOPT)
    with sound(path, verifier) as (checked, rows):
        digest = digest_of(rows)
        _demand_first_time(digest, again=again)
        with _originals(rows) as files, _one_transaction(digest):
            pairs = _clear(pair_all(found_in(rows), answers))
            arrived = _bring(checked, rows, digest, pairs, files, again=again, actor=actor, at=at)
    return arrived


def _bring(
    checked: CheckedRound,
    rows: RoundRows,
    digest: str,
    pairs: tuple[Pair, ...],
    files: int,
    *,
    again: bool,
    actor: Actor,
    at: datetime,
) -> Arrived:
    here = Renumbered()
    settle(rows, found_in(rows), pairs, here, digest=digest)
    filling = Filling(rows, here, marks=digest[:16])
    filling.number()
    cycle_id = _the_round(here, checked)
    count = filling.fill(filling.labels_but(*_DOUBTS))
    arrival = _arrival(checked, rows.box, digest, pairs, cycle_id, again=again, actor=actor, at=at)
    arrival.save(force_insert=True)
    keep_numbers(arrival, rows, here)
    entries = keep_entries(arrival, rows, here)
    filling.keys = keys_found(cycle_id, at=at)
    count += filling.fill([label for label in rows.labels() if label in _DOUBTS])
    index_round(cycle_id)
    _mark(cycle_id)
    here.fresh.keep()
    _tell(arrival, pairs, rows=count, files=files, actor=actor, at=at)
    return Arrived(cycle_id, count, files, entries, tuple(checked.about["missing"]))


def _demand_first_time(digest: str, *, again: bool) -> None:
    earlier = Arrival.objects.filter(digest=digest).select_related("cycle").order_by("pk").first()
    if earlier is not None and not again:
        raise AlreadyHere(earlier.cycle_id, earlier.cycle.title)


def _clear(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    unclear = [pair for pair in pairs if pair.here is None]
    if unclear:
        named = "、".join(f"{KIND_NAMES[pair.kind]} {pair.old} {pair.name}" for pair in unclear[:10])
        raise CannotArrive("有 $count 处对不准，请先指定是本系统的哪一个：$names。", count=len(unclear), names=named)
    return pairs


def _the_round(here: Renumbered, checked: CheckedRound) -> int:
    cycles = here.tables.get("ledger.cycle", {})
    if list(cycles) != [checked.about["round"]["id"]]:
        raise Mismatch("$table 里应当只有这一个轮次。", table="ledger.cycle")
    return next(iter(cycles.values()))


def _arrival(
    checked: CheckedRound,
    box: Box,
    digest: str,
    pairs: tuple[Pair, ...],
    cycle_id: int,
    *,
    again: bool,
    actor: Actor,
    at: datetime,
) -> Arrival:
    about = checked.about
    exported = parse_datetime(about["exported_at"])
    if exported is None or exported.tzinfo is None:
        raise Malformed("这不是一份轮次导出：$path 读不懂。", path="about.json")
    return Arrival(
        cycle_id=cycle_id,
        digest=digest,
        repeated=again and Arrival.objects.filter(digest=digest).exists(),
        origin=checked.checkpoint.origin[:200],
        old=about["round"]["id"],
        product=str(about.get("product", ""))[:40],
        exported_at=exported,
        exported_by=about["exported_by"],
        checkpoint=text(box, CHECKPOINT),
        key=text(box, KEY).strip(),
        key_given=not checked.own_key,
        entries_count=checked.entries,
        missing=json.dumps(about["missing"]),
        pairs=json.dumps([[pair.kind, pair.old, pair.name, pair.here] for pair in pairs], ensure_ascii=False),
        settled=json.dumps([pair.key for pair in pairs if pair.said]),
        at=at,
        by=journal.known_as(actor),
    )


def _mark(cycle_id: int) -> None:
    """Let evidence be found by what is nearly the same."""
    found = Evidence.objects.filter(cycle_id=cycle_id).order_by("pk").iterator(chunk_size=MARKS_AT_ONCE)
    marks = (EvidenceMark(evidence=one, key=key) for one in found for key in marks_of(one))
    EvidenceMark.objects.bulk_create(marks, batch_size=MARKS_AT_ONCE)


def _tell(arrival: Arrival, pairs: tuple[Pair, ...], *, rows: int, files: int, actor: Actor, at: datetime) -> None:
    cycle = Cycle.objects.get(pk=arrival.cycle_id)
    said = [f"{KIND_NAMES[pair.kind]} {pair.name}" for pair in pairs if pair.said]
    made = [f"{KIND_NAMES[pair.kind]} {pair.name}" for pair in pairs if pair.here == 0]
    journal.append(
        actor=actor,
        verb=IMPORT,
        subject=Subject("arrival", arrival.pk),
        before=None,
        after={
            "title": cycle.title,
            "round_digest": arrival.digest,
            "arrival_origin": arrival.origin,
            "arrival_key": arrival.key,
            "arrival_checkpoint": arrival.checkpoint,
            "arrival_rows": rows,
            "arrival_files": files,
            "arrival_entries": arrival.entries_count,
            "arrival_numbers": kept_digest(arrival),
            "arrival_missing": len(json.loads(arrival.missing)),
            "arrival_pairs": json.loads(arrival.pairs),
            "arrival_said": "、".join(said),
            "arrival_made": "、".join(made),
        },
        why="",
        at=at,
        salt=fresh_salt(),
        cycle=arrival.cycle_id,
    )


@contextmanager
def _one_transaction(digest: str) -> Iterator[None]:
    try:
        with transaction.atomic(durable=True):
            yield
    except IntegrityError as clash:
        # Two people brought the same export in the same moment, and the constraint let one of them.
        _demand_first_time(digest, again=False)
        raise CannotArrive("导出里的行彼此对不上，没有迁入。") from clash
    except Unproved as fault:
        raise refused(fault) from fault


@contextmanager
def _originals(rows: RoundRows) -> Iterator[int]:
    """Keep the originals before rows name them, in pieces; those that are new here go again where the round does not come."""
    in_store = {row["sha256"] for row in rows.rows("ledger.evidence")}
    wanted = sorted(path for path in rows.about["files"] if path.startswith("originals/"))
    kept: list[str] = []
    kept_at = 0.0
    try:
        for path in wanted:
            digest = path.removeprefix("originals/")
            if _keep(rows.box, path, digest, evidence=digest in in_store):
                kept.append(digest)
                kept_at = time.time()
        yield len(wanted)
    except BaseException:
        drop_unnamed(kept, folder=settings.FILES, kept_at=kept_at)
        raise


def _keep(box: Box, path: str, digest: str, *, evidence: bool) -> bool:
    """Keep one original under its digest, and say whether it is new in the folder."""
    target = path_of(digest, folder=settings.FILES)
    new, found = not target.exists(), sha256()
    with box.open(path) as source, incoming(settings.FILES) as arriving:
        while piece := source.read(PIECE):
            arriving.file.write(piece)
            found.update(piece)
        if found.hexdigest() != digest:
            raise Mismatch("文件被改过或损坏：$path。", path=path)
        arriving.stand_at(target)
    if evidence and settings.S3:
        store().keep(target, sha256=digest)
        if new:
            target.unlink(missing_ok=True)
            return False
    return new
