"""Sealing: what was written since the last checkpoint goes into the tree, and a new head is signed.

It holds no lock while it reads and hashes; appending never waits for it. Several processes may seal at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from zhenggai.chain.auditing import leaves_in
from zhenggai.chain.checkpoints import open_checkpoint, sign_checkpoint
from zhenggai.chain.errors import Unproved
from zhenggai.chain.hashing import HASH_BYTES, TreeHash
from zhenggai.chain.notes import Signer
from zhenggai.chain.tree import Edge
from zhenggai.domain.refusals import Refusal
from zhenggai.journal.models import Checkpoint, Head
from zhenggai.journal.rows import stored_leaves, stored_rows


class CannotSeal(Refusal):
    """Nothing to seal, or a last checkpoint that this key did not sign."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A checkpoint as it is handed out."""

    size: int
    at: datetime
    tree_hash: TreeHash
    note: str


def seal(*, signer: Signer, at: datetime) -> Sealed:
    """Sign a checkpoint over every entry there is, and return it; the last one, where nothing was written since.

    :raises CannotSeal: where the journal is empty, or another key signed the last checkpoint.
    """
    tree_hash = TreeHash(settings.TREE_HASH)
    size = Head.objects.values_list("sequence", flat=True).get(pk=1)
    if size == 0:
        raise CannotSeal("还没有任何记录，没有可以存证的内容。")
    last = Checkpoint.objects.filter(tree_hash=tree_hash).order_by("-size").first()
    edge = _edge_of(last, signer) if last else Edge(tree_hash)
    if last and last.size >= size:
        return _sealed(last)
    for leaves in leaves_between(tree_hash, after=edge.size, upto=size):
        edge.extend(leaves)
    if edge.size != size:
        raise CannotSeal(
            "记录的条数不对：计数是 $head，实际有 $last 条。请运行 zhenggai verify。", head=size, last=edge.size
        )
    return _keep(edge, signer=signer, at=at)


def list_checkpoints(*, before: int | None = None, limit: int = 50) -> tuple[Sealed, ...]:
    """Checkpoints, newest first, `limit` at a time; `before` is the size that the page stays below."""
    found = Checkpoint.objects.order_by("-size", "-pk")
    if before is not None:
        found = found.filter(size__lt=before)
    return tuple(_sealed(row) for row in found.defer("edge")[:limit])


def leaves_between(tree_hash: TreeHash, *, after: int, upto: int) -> Iterator[list[bytes]]:
    """The leaves behind the number `after` up to `upto`, in order, in pieces."""
    if tree_hash is TreeHash.SHA256:
        return stored_leaves(after=after, upto=upto)
    return (leaves_in(tree_hash, rows) for rows in stored_rows(after=after, upto=upto))


def _edge_of(last: Checkpoint, signer: Signer) -> Edge:
    """The edge to grow from; it must be that of the note, which this key must have signed."""
    try:
        signed = open_checkpoint(last.note, verifier=signer.verifier)
    except Unproved as fault:
        raise CannotSeal(
            "上一个存证点不是用现在的密钥（$name）签的：请把原来的密钥文件放回数据目录的 keys 里。", name=signer.name
        ) from fault
    data = bytes(last.edge)
    edge = Edge(signed.tree_hash, signed.size, [data[n : n + HASH_BYTES] for n in range(0, len(data), HASH_BYTES)])
    if edge.root() != signed.root or last.size != signed.size:
        raise CannotSeal("上一个存证点被改过，不能接着往下存证。请运行 zhenggai verify。")
    return edge


def _keep(edge: Edge, *, signer: Signer, at: datetime) -> Sealed:
    note = sign_checkpoint(size=edge.size, root=edge.root(), tree_hash=edge.tree_hash, signer=signer)
    try:
        with transaction.atomic():
            row = Checkpoint.objects.create(
                size=edge.size, tree_hash=edge.tree_hash, at=at, note=note, edge=b"".join(edge.hashes)
            )
    except IntegrityError:
        # Another process sealed up to the same entry; Ed25519 signs the same text in the same way.
        row = Checkpoint.objects.get(size=edge.size, tree_hash=edge.tree_hash)
    return _sealed(row)


def _sealed(row: Checkpoint) -> Sealed:
    return Sealed(row.size, row.at, TreeHash(row.tree_hash), row.note)
