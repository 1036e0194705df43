"""What came from other homes against the checkpoints it came with, and against the entry that says that it came."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.utils.dateparse import parse_datetime

from zhenggai.chain.auditing import Broken
from zhenggai.chain.canonical import canonical_text
from zhenggai.chain.errors import Unproved
from zhenggai.chain.notes import Verifier, parse_verifier
from zhenggai.chain.proofs import EntryProof, unpack_proof, verify_proof
from zhenggai.journal.models import Entry
from zhenggai.ledger.arrival_models import Arrival, ArrivedEntry, ArrivedNumber

KIND = "arrival"
AT_ONCE = 2000
Told = dict[str, Any]


def verify_arrivals() -> int:
    """Return how many entries of other homes stand as they came.

    :raises Broken: at the first that does not.
    """
    told = {one.subject_id: one for one in Entry.objects.filter(subject_kind=KIND).order_by("sequence")}
    arrivals = {one.pk: one for one in Arrival.objects.order_by("pk")}
    for number, entry in told.items():
        if number not in arrivals:
            raise Broken("第 $sequence 条记录说的迁入不见了：有人绕过系统删了它。", sequence=entry.sequence)
        _demand_told(arrivals[number], json.loads(entry.body)["after"], entry.sequence)
    return sum(_verify(one, told_here=one.pk in told, arrivals=arrivals) for one in arrivals.values())


def kept_digest(arrival: Arrival) -> str:
    """The SHA-256 over which number is which, and over which entry is about what, as the entry of the arrival keeps it."""
    found = sha256()
    numbers = ArrivedNumber.objects.filter(arrival=arrival).order_by("table", "here")
    for table, told, here in numbers.values_list("table", "told", "here").iterator(chunk_size=AT_ONCE):
        found.update(canonical_text({"table": table, "told": told, "here": here}).encode() + b"\n")
    entries = ArrivedEntry.objects.filter(arrival__cycle_id=arrival.cycle_id).order_by("arrival_id", "sequence")
    for sequence, subject in entries.values_list("sequence", "subject_id").iterator(chunk_size=AT_ONCE):
        found.update(canonical_text({"sequence": sequence, "subject": subject}).encode() + b"\n")
    return found.hexdigest()


def _demand_told(arrival: Arrival, after: Told, sequence: int) -> None:
    same = (
        after["round_digest"] == arrival.digest
        and after["arrival_key"] == arrival.key
        and after["arrival_checkpoint"] == arrival.checkpoint
        and after["arrival_entries"] == arrival.entries_count
        and after["arrival_numbers"] == kept_digest(arrival)
    )
    if not same:
        raise Broken("迁入的轮次（$origin）与第 $sequence 条记录所留的不符：有人绕过系统改过它。",
                     origin=arrival.origin, sequence=sequence)  # fmt: skip


def _verify(arrival: Arrival, *, told_here: bool, arrivals: dict[int, Arrival]) -> int:
    if not told_here and not _came_along(arrival, arrivals):
        raise Broken("迁入的轮次（$origin）不是经由记录产生的：有人绕过系统添加了它。", origin=arrival.origin)
    try:
        key = parse_verifier(arrival.key)
    except Unproved as fault:
        raise Broken("迁入的轮次（$origin）的公钥读不懂。", origin=arrival.origin) from fault
    count = 0
    rows = ArrivedEntry.objects.filter(arrival=arrival).order_by("sequence")
    for entry in rows.iterator(chunk_size=AT_ONCE):
        _verify_entry(entry, arrival, key)
        count += 1
    if count != arrival.entries_count:
        raise Broken(
            "迁入的记录（$origin）条数不对：应有 $wanted 条，实有 $found 条。",
            origin=arrival.origin,
            wanted=arrival.entries_count,
            found=count,
        )
    return count


def _came_along(arrival: Arrival, arrivals: dict[int, Arrival]) -> bool:
    """Whether it is one that a round brought from a home before its last one; that home's journal tells of it."""
    return any(other.cycle_id == arrival.cycle_id and other.at > arrival.at for other in arrivals.values())


def _verify_entry(entry: ArrivedEntry, arrival: Arrival, key: Verifier) -> None:
    try:
        proof: EntryProof = unpack_proof(entry.line.encode(), checkpoint=arrival.checkpoint)
        body: Told = verify_proof(proof, verifier=key).body or {}
    except Unproved as fault:
        raise Broken(
            "迁入的第 $sequence 条记录（$origin）不成立：被改过。", sequence=entry.sequence, origin=arrival.origin
        ) from fault
    actor, subject = body["actor"], body["subject"]
    shown = (proof.sequence, body["verb"], subject["kind"], actor["role"], parse_datetime(body["at"]))
    kept = (entry.sequence, entry.verb, entry.subject_kind, entry.actor_role, entry.at)
    if shown != kept or body.get("cycle") != arrival.old or not entry.actor_name.startswith(actor["name"]):
        raise Broken(
            "迁入的第 $sequence 条记录（$origin）不成立：被改过。", sequence=entry.sequence, origin=arrival.origin
        )
