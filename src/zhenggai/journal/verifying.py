"""Verifying the journal: every entry, every checkpoint, and those that somebody kept elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Max

from zhenggai.chain.auditing import Audit, Broken, Claim, Row, checked_leaves, leaves_in, set_back
from zhenggai.chain.checkpoints import Checkpoint as Signed
from zhenggai.chain.checkpoints import open_checkpoint
from zhenggai.chain.errors import Unproved
from zhenggai.chain.hashing import HASH_BYTES, TreeHash
from zhenggai.chain.notes import Verifier
from zhenggai.chain.tree import Edge
from zhenggai.journal.models import Checkpoint, Entry, Head
from zhenggai.journal.rows import stored_rows

Watch = Callable[[Sequence[Row]], None]


@dataclass(frozen=True, slots=True)
class VerifiedJournal:
    """What was found in order; `set_back` are entries dated before the one ahead of them, which is no fault."""

    entries: int
    checkpoints: int
    sealed: int
    set_back: tuple[int, ...]


def verify_journal(*, verifier: Verifier, kept: Sequence[str] = (), watch: Watch | None = None) -> VerifiedJournal:
    """Return when everything holds; `kept` are notes from outside, `watch` sees each piece of entries that held.

    :raises Broken: at the first thing that is wrong.
    """
    outside = [Claim(_opened(note, verifier), kept=True) for note in kept]
    # The head comes before the entries: what is appended meanwhile stays out.
    head = Head.objects.values_list("sequence", flat=True).filter(pk=1).first()
    if head is None:
        raise Broken("记录的计数不见了。")
    inside = list(_own_checkpoints(verifier))
    audit = Audit([*outside, *inside])
    backwards: list[int] = []
    latest = ""
    for rows in stored_rows(upto=head):
        audit.walk(_leaves(rows, audit))
        backwards.extend(set_back(((row.sequence, row.at) for row in rows), latest=latest))
        latest = rows[-1].at
        if watch is not None:
            watch(rows)
    audit.end(head=head)
    _demand_nothing_behind_the_head()
    sealed = max((claim.checkpoint.size for claim in inside), default=0)
    return VerifiedJournal(audit.size, len(inside), sealed, tuple(backwards))


def _opened(note: str, verifier: Verifier) -> Signed:
    try:
        return open_checkpoint(note, verifier=verifier)
    except Unproved as fault:
        raise Broken("保存的存证点：$fault", fault=fault) from fault


def _own_checkpoints(verifier: Verifier) -> Iterator[Claim]:
    for row in Checkpoint.objects.order_by("size", "pk"):
        try:
            signed = open_checkpoint(row.note, verifier=verifier)
        except Unproved as fault:
            raise Broken("覆盖到第 $size 条的存证点：$fault", size=row.size, fault=fault) from fault
        data = bytes(row.edge)
        edge = Edge(signed.tree_hash, signed.size, [data[n : n + HASH_BYTES] for n in range(0, len(data), HASH_BYTES)])
        if (row.size, row.tree_hash, edge.root()) != (signed.size, signed.tree_hash.value, signed.root):
            raise Broken("覆盖到第 $size 条的存证点与它签过名的内容不符：有一栏被改过。", size=row.size)
        yield Claim(signed)


def _demand_nothing_behind_the_head() -> None:
    """No entry may stand behind the head; what is appended meanwhile moves both."""
    last = Entry.objects.aggregate(last=Max("sequence"))["last"] or 0
    head = Head.objects.values_list("sequence", flat=True).get(pk=1)
    if last > head:
        raise Broken("记录的条数不对：计数是 $head，实际有 $last 条。", head=head, last=last)


def _leaves(rows: list[Row], audit: Audit) -> dict[TreeHash, list[bytes]]:
    leaves = checked_leaves(rows, first=audit.size + 1)
    others = audit.tree_hashes - {TreeHash.SHA256}
    return {TreeHash.SHA256: leaves, **{tree_hash: leaves_in(tree_hash, rows) for tree_hash in others}}
