"""Checking a whole journal: each entry against its hash and its columns, and every checkpoint against the tree.

Rows come in as plain values, from whatever database; the first thing that is wrong is raised as `Broken`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Final

from zhenggai.chain.checkpoints import Checkpoint
from zhenggai.chain.errors import Unproved
from zhenggai.chain.hashing import LEAF_PREFIX, SALT_BYTES, TreeHash, digest_of, leaf_hash
from zhenggai.chain.tree import Edge


class Broken(Unproved):
    """What is wrong with a journal, and where."""


# An entry as its table keeps it: sequence, instant in UTC as `2026-03-02 04:00:00` or with a fraction, actor's number, name and role, verb, kind and
# number of the subject, cycle, body, salt, leaf. Plain tuples, because a name for each costs a tenth of the whole check; the body is the bytes
# that are hashed, because to read them as text and write them again costs more than to hash them.
Row = tuple[int, str, int, str, str, str, str, int, int | None, bytes, bytes, bytes]
SEQUENCE: Final = 0
AT: Final = 1
VERB: Final = 5
SUBJECT_KIND: Final = 6
SUBJECT_ID: Final = 7
CYCLE: Final = 8
BODY: Final = 9
SALT: Final = 10
LEAF: Final = 11


@dataclass(frozen=True, slots=True)
class Claim:
    """A checkpoint that the tree must meet; `kept` is one that somebody kept outside the house."""

    checkpoint: Checkpoint
    kept: bool = False


@dataclass(slots=True)
class Audit:
    """A walk through the journal in order; `claims` are met as the tree reaches their size."""

    claims: Sequence[Claim]
    _waiting: list[Claim] = field(init=False)
    _edges: dict[TreeHash, Edge] = field(init=False)

    def __post_init__(self) -> None:
        self._waiting = sorted(self.claims, key=lambda claim: (claim.checkpoint.size, not claim.kept), reverse=True)
        wanted = {claim.checkpoint.tree_hash for claim in self.claims} | {TreeHash.SHA256}
        self._edges = {tree_hash: Edge(tree_hash) for tree_hash in wanted}
        self._meet()

    @property
    def size(self) -> int:
        """How many entries were walked."""
        return self._edges[TreeHash.SHA256].size

    @property
    def tree_hashes(self) -> frozenset[TreeHash]:
        """The hashes for which leaves are wanted."""
        return frozenset(self._edges)

    def walk(self, leaves: dict[TreeHash, list[bytes]]) -> None:
        """Grow by the next entries' leaves, in every hash that is wanted.

        :raises Broken: where a checkpoint says otherwise.
        """
        done, count = 0, len(leaves[TreeHash.SHA256])
        while done < count:
            stop = count
            if self._waiting:
                stop = min(count, done + self._waiting[-1].checkpoint.size - self.size)
            for tree_hash, edge in self._edges.items():
                edge.extend(leaves[tree_hash][done:stop])
            done = stop
            self._meet()

    def end(self, *, head: int) -> None:
        """Finish: nothing may be promised beyond the last entry.

        :raises Broken: where entries are missing at the end, or the head counts otherwise.
        """
        if self._waiting:
            kept = any(claim.kept for claim in self._waiting)
            size = self._waiting[0].checkpoint.size
            raise Broken(_SHORTER_THAN_KEPT if kept else _SHORTER_THAN_SEALED, size=size, last=self.size)
        if head != self.size:
            raise Broken("记录的条数不对：计数是 $head，实际有 $last 条。", head=head, last=self.size)

    def _meet(self) -> None:
        while self._waiting and self._waiting[-1].checkpoint.size == self.size:
            claim = self._waiting.pop()
            if self._edges[claim.checkpoint.tree_hash].root() != claim.checkpoint.root:
                raise Broken(_NOT_AS_KEPT if claim.kept else _NOT_AS_SEALED, size=self.size)


_SHORTER_THAN_KEPT = "末尾的记录被截去：保存的存证点覆盖到第 $size 条，现在只有 $last 条。"
_SHORTER_THAN_SEALED = "末尾的记录被截去：存证点覆盖到第 $size 条，现在只有 $last 条。"
_NOT_AS_KEPT = "前 $size 条记录与保存的存证点不符：其中有记录被改过、删过、插入过或调换过。"
_NOT_AS_SEALED = "前 $size 条记录与当时的存证点不符：其中有记录被改过、删过、插入过或调换过。"
_ON_BEHALF = re.compile(r"(.+)（代 (.+)）", re.S)
_WHY = re.compile(rb'"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*"\}').fullmatch
# 2026-03-02 04:00:00.000000
_WHOLE_INSTANT = 26


def checked_leaves(rows: Iterable[Row], *, first: int) -> list[bytes]:
    """The leaves of rows that count up from `first`, each checked against its own body, salt, hash and columns.

    :raises Broken: at the first that is wrong.
    """
    expected = first
    leaves: list[bytes] = []
    for row in rows:
        if row[SEQUENCE] != expected:
            raise Broken("第 $number 条记录不见了。", number=expected)
        salt = row[SALT]
        leaf = sha256(LEAF_PREFIX + salt + row[BODY]).digest()
        if leaf != row[LEAF] or len(salt) != SALT_BYTES:
            raise Broken("第 $number 条记录的内容与它的指纹不符：内容、盐或指纹被改过。", number=expected)
        if not _agrees(row):
            raise Broken("第 $number 条记录的各栏与它的内容不符：有一栏被改过。", number=expected)
        leaves.append(leaf)
        expected += 1
    return leaves


def leaves_in(tree_hash: TreeHash, rows: Iterable[Row]) -> list[bytes]:
    """The leaves of rows in another hash."""
    digest = digest_of(tree_hash)
    return [leaf_hash(row[SALT], row[BODY], digest=digest) for row in rows]


def set_back(instants: Iterable[tuple[int, str]], *, latest: str = "") -> Iterator[int]:
    """The numbers of entries that are dated before the one ahead of them: the clock was set back."""
    for sequence, at in instants:
        if at < latest:
            yield sequence
        latest = at


def _agrees(row: Row) -> bool:
    """Whether the columns stand in the body where `journal.append` writes them; cheaper than reading its JSON.

    Quotes within JSON strings are escaped, so these pieces cannot be part of one; what follows the last of them must
    be one string and the end, so it cannot stand in a nested object either.
    """
    sequence, at, actor_id, name, role, verb, kind, subject, cycle, body, _, _ = row
    tail = b',"sequence":%d%b' % (sequence, _subject(kind, subject, verb))
    place = body.rfind(tail)
    instant = f"{at[:10]}T{at[11:]}" if len(at) == _WHOLE_INSTANT else f"{at[:10]}T{at[11:19]}.{at[20:]:0<6}"
    then = body.find(b',"at":"%bZ","before":' % instant.encode(), 0, place)
    within, with_rows = _cycle(cycle)
    return (
        0 < then < place
        and (body.find(with_rows, then, place) > 0 or body.endswith(within, then, place))
        and body.startswith(_actor(actor_id, name, role))
        and _WHY(body, place + len(tail)) is not None
    )


@lru_cache(maxsize=10_000)
def _actor(number: int, known_as: str, role: str) -> tuple[bytes, ...]:
    """How the body may begin that remembers somebody who is known so: under their name, or `name（代 principal）`."""
    name = unicodedata.normalize("NFC", known_as)
    told: list[dict[str, object]] = [{"id": number, "name": name, "role": role}]
    behalf = _ON_BEHALF.fullmatch(name)
    if behalf is not None:
        told.append({"id": number, "name": behalf[1], "on_behalf": behalf[2], "role": role})
    return tuple(b'{"actor":%b,"after":' % _json(one) for one in told)


@lru_cache(maxsize=10_000)
def _cycle(number: int | None) -> tuple[bytes, bytes]:
    """How the body names the round, and how where the rows follow it."""
    within = b',"cycle":%b' % _json(number)
    return within, within + b',"rows":{'


@lru_cache(maxsize=100_000)
def _subject(kind: str, number: int, verb: str) -> bytes:
    return b',"subject":%b,"verb":%b,"why":' % (_json({"id": number, "kind": kind}), _json(verb))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
