"""Verifying the journal: every entry, every checkpoint, and those that somebody kept elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import le

from django.db.models import Max

from zhenggai.chain.auditing import AT, SEQUENCE, Audit, Broken, Claim, Row, checked_leaves, leaves_in, set_back
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
class Look:
    """What a piece of the journal, counted from `first`, was found to hold: its leaves in each hash, and its instants."""

    first: int
    leaves: dict[TreeHash, list[bytes]]
    set_back: list[int]
    first_at: str
    last_at: str


# Looks at the entries up to a head, in order, with leaves in these hashes.
Looks = Callable[[int, frozenset[TreeHash]], Iterator[Look]]


@dataclass(frozen=True, slots=True)
class VerifiedJournal:
    """What was found in order; `set_back` are entries dated before the one ahead of them, which is no fault."""

    entries: int
    checkpoints: int
    sealed: int
    set_back: tuple[int, ...]


def verify_journal(
    *, verifier: Verifier, kept: Sequence[str] = (), watch: Watch | None = None, looks: Looks | None = None
) -> VerifiedJournal:
    """Return when everything holds; `kept` are notes from outside.

    `watch` sees each piece of entries that held; `looks` are those of somebody who looks otherwise than here and now.

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
    for look in (looks or _looks_here(watch))(head, audit.tree_hashes):
        if look.first != audit.size + 1:
            raise Broken("第 $number 条记录不见了。", number=audit.size + 1)
        audit.walk(look.leaves)
        backwards.extend([look.first] if look.first_at < latest else [])
        backwards.extend(look.set_back)
        latest = look.last_at
    audit.end(head=head)
    _demand_nothing_behind_the_head()
    sealed = max((claim.checkpoint.size for claim in inside), default=0)
    return VerifiedJournal(audit.size, len(inside), sealed, tuple(backwards))


def look_at(rows: Sequence[Row], *, first: int, tree_hashes: frozenset[TreeHash]) -> Look:
    """Look at entries that must count up from `first`; there must be some.

    :raises Broken: at the first that is wrong.
    """
    leaves = {TreeHash.SHA256: checked_leaves(rows, first=first)}
    others = {tree_hash: leaves_in(tree_hash, rows) for tree_hash in tree_hashes - {TreeHash.SHA256}}
    instants = [row[AT] for row in rows]
    # Nearly always they go forward, and then nobody needs to go through them one by one.
    in_order = all(map(le, instants, instants[1:]))
    backwards = [] if in_order else list(set_back((row[SEQUENCE], row[AT]) for row in rows))
    return Look(first, {**leaves, **others}, backwards, rows[0][AT], rows[-1][AT])


def _looks_here(watch: Watch | None) -> Looks:
    def looks(head: int, tree_hashes: frozenset[TreeHash]) -> Iterator[Look]:
        first = 1
        for rows in stored_rows(upto=head):
            yield look_at(rows, first=first, tree_hashes=tree_hashes)
            first += len(rows)
            if watch is not None:
                watch(rows)

    return looks


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
