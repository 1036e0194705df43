"""The rows against the journal's last word: a thing that was changed, taken away or slipped in past the journal is found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import islice

from zhenggai.chain.auditing import BODY, CYCLE, SEQUENCE, SUBJECT_ID, SUBJECT_KIND, Broken, Row
from zhenggai.chain.canonical import plain_form
from zhenggai.journal.queries import bodies_of
from zhenggai.journal.telling import WHOLE_ROUNDS, Heard, Kind, ToldRow, by_kind, kinds

# Every entry says which rows it leaves, be it none; older homes begin with entries that do not.
_SAYS, _CARRIES = b',"rows":{', b',"rows":{"'
# Rounds told their equations as parts of themselves before these were told one by one; what such a home told of them is not everything.
_TOLD_WITHIN = {"relation": b'"relation_parts":{"'}
# The number of a thing that is told, as in `"task/12":{` or `"task/12":null`; quotes in what people write are escaped, so that none of it looks so.
_NUMBERS = re.compile(rb'/(\d+)":[{n]').finditer
_AT_ONCE = 2_000
# Rows of one kind with the entry that tells each.
Told = dict[int, tuple[int, ToldRow]]
_CHANGED = "$thing（内部编号 $number）与第 $sequence 条记录所留的不符：有人绕过系统改过它。"
_GONE = "$thing（内部编号 $number）不见了，第 $sequence 条记录还写着它：有人绕过系统删了它。"
_SLIPPED_IN = "$thing（内部编号 $number）不是经由记录产生的：有人绕过系统添加了它。"


@dataclass(slots=True)
class LastWords:
    """Hears every entry in order and remembers which of them may have said last what a row holds."""

    # By the name of the thing as it stands in the body, such as `task/12`.
    _newest: dict[bytes, int] = field(default_factory=dict)
    _mentioned: set[tuple[str, int]] = field(default_factory=set)
    _whole_cycles: set[int] = field(default_factory=set)
    _told_within: set[str] = field(default_factory=set)
    _told_from_the_first: bool = False

    def hear(self, rows: Sequence[Row]) -> None:
        """Remember which things entries tell of, and what they are about."""
        newest, mention = self._newest, self._mentioned.add
        for row in rows:
            kind, body = row[SUBJECT_KIND], row[BODY]
            if row[SEQUENCE] == 1:
                self._told_from_the_first = _SAYS in body
            if kind != "task":
                mention((kind, row[SUBJECT_ID]))
            start = body.find(_CARRIES)
            if start < 0:
                continue
            for told in _NUMBERS(body, start):
                place = told.start()
                newest[body[body.rindex(b'"', start, place) + 1 : told.end(1)]] = row[SEQUENCE]
            cycle = row[CYCLE]
            if kind in WHOLE_ROUNDS and cycle is not None:
                self._whole_cycles.add(cycle)
                self._told_within.update(name for name, mark in _TOLD_WITHIN.items() if mark in body)

    def merge(self, later: LastWords) -> None:
        """Take over what was heard of entries behind these."""
        self._newest.update(later._newest)
        self._mentioned |= later._mentioned
        self._whole_cycles |= later._whole_cycles
        self._told_within |= later._told_within
        self._told_from_the_first |= later._told_from_the_first

    def compare(self) -> int:
        """Return how many things stand as the journal left them.

        :raises Broken: at the first that does not, or that the journal never spoke of.
        """
        known = kinds()
        seen: dict[str, set[int]] = {name: set() for name in known}
        for some in _batches(sorted(set(self._newest.values()), reverse=True)):
            for name, told in _first_told(bodies_of(some), seen).items():
                _demand_same(known[name], told)
        for name, kind in known.items():
            self._demand_nothing_slipped_in(kind, seen[name])
        return sum(map(len, seen.values()))

    def _demand_nothing_slipped_in(self, kind: Kind, seen: AbstractSet[int]) -> None:
        came = any(about == "arrival" for about, _ in self._mentioned)
        if not self._told_from_the_first and came and kind.name not in ("task", "problem"):
            # What came into an older home in a round of another one has no entries of its own there.
            return
        mentioned = {number for about, number in self._mentioned if about == kind.name}
        from_the_first = self._told_from_the_first and kind.name not in self._told_within
        heard = Heard(seen, mentioned, from_the_first, self._whole_cycles)
        unknown = next(iter(kind.untold(heard)), None)
        if unknown is not None:
            raise Broken(_SLIPPED_IN, thing=kind.label, number=unknown)


def _first_told(bodies: Iterable[tuple[int, str]], seen: Mapping[str, set[int]]) -> dict[str, Told]:
    """What these entries, the newest first, are the first to tell, by kind; what is of no kind that we know is left aside."""
    found: dict[str, Told] = {}
    for sequence, body in bodies:
        for name, rows in by_kind(json.loads(body)["rows"]).items():
            if name in seen:
                fresh = {number: (sequence, row) for number, row in rows.items() if number not in seen[name]}
                found.setdefault(name, {}).update(fresh)
                seen[name].update(fresh)
    return found


def _demand_same(kind: Kind, told: Told) -> None:
    now = kind.rows_like({number: row for number, (_, row) in told.items()})
    for number, (sequence, row) in told.items():
        if not is_same(row, now[number]):
            pattern = _GONE if now[number] is None else _CHANGED
            raise Broken(pattern, thing=kind.label, number=number, sequence=sequence)


def is_same(told: ToldRow, now: ToldRow) -> bool:
    """Whether a thing holds what was told; columns that came or went with a release are left aside."""
    if told is None or now is None:
        return told is now
    return _agree(now, told)


def _agree(now: object, told: object) -> bool:
    if isinstance(now, dict) and isinstance(told, dict):
        return all(_agree(now[name], one) for name, one in told.items() if name in now)
    if isinstance(now, list) and isinstance(told, list):
        return len(now) == len(told) and all(map(_agree, now, told))
    # Most values are written as they are.
    return now == told or plain_form(now) == told


def _batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    waiting = iter(numbers)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some
