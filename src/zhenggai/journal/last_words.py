"""The rows against the journal's last word: a thing that was changed, taken away or slipped in past the journal is found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import islice

from zhenggai.chain.auditing import BODY, CYCLE, SEQUENCE, SUBJECT_ID, SUBJECT_KIND, VERB, Broken, Row
from zhenggai.chain.canonical import canonical_text
from zhenggai.journal.queries import bodies_of
from zhenggai.journal.telling import ALONG, WHOLE_ROUNDS, Heard, Kind, ToldRow, ToldRows, by_kind, kinds, tells_more

# Every entry says which rows it leaves, be it none; older homes begin with entries that do not.
_SAYS, _CARRIES = ',"rows":{', ',"rows":{"'
_ALONG = f'"{ALONG}/'
_AT_ONCE = 500
_CHANGED = "$thing（内部编号 $number）与第 $sequence 条记录所留的不符：有人绕过系统改过它。"
_GONE = "$thing（内部编号 $number）不见了，第 $sequence 条记录还写着它：有人绕过系统删了它。"
_SLIPPED_IN = "$thing（内部编号 $number）不是经由记录产生的：有人绕过系统添加了它。"


@dataclass(slots=True)
class LastWords:
    """Hears every entry in order and remembers which of them may have said last what a row holds."""

    _newest: dict[int, int] = field(default_factory=dict)
    _others: list[int] = field(default_factory=list)
    _mentioned: dict[str, set[int]] = field(default_factory=dict)
    _whole_cycles: set[int] = field(default_factory=set)
    _told_from_the_first: bool = False

    def hear(self, rows: Sequence[Row]) -> None:
        """Remember the entries that carry rows, and what entries are about."""
        for row in rows:
            kind, carries = row[SUBJECT_KIND], _CARRIES in row[BODY]
            if row[SEQUENCE] == 1:
                self._told_from_the_first = _SAYS in row[BODY]
            if kind != "task":
                self._mentioned.setdefault(kind, set()).add(row[SUBJECT_ID])
            if not carries:
                continue
            if kind == "task" and _ALONG not in row[BODY] and not tells_more(row[VERB]):
                self._newest[row[SUBJECT_ID]] = row[SEQUENCE]
            else:
                self._others.append(row[SEQUENCE])
            cycle = row[CYCLE]
            if kind in WHOLE_ROUNDS and cycle is not None:
                self._whole_cycles.add(cycle)

    def merge(self, later: LastWords) -> None:
        """Take over what was heard of entries behind these."""
        self._newest.update(later._newest)
        self._others.extend(later._others)
        for kind, numbers in later._mentioned.items():
            self._mentioned.setdefault(kind, set()).update(numbers)
        self._whole_cycles |= later._whole_cycles
        self._told_from_the_first |= later._told_from_the_first

    def compare(self) -> int:
        """Return how many things stand as the journal left them.

        :raises Broken: at the first that does not, or that the journal never spoke of.
        """
        known = kinds()
        seen: dict[str, set[int]] = {name: set() for name in known}
        for some in _batches(sorted([*self._newest.values(), *self._others], reverse=True)):
            for sequence, body in bodies_of(some):
                told: ToldRows = json.loads(body).get("rows") or {}
                for name, rows in by_kind(told).items():
                    if name in known:
                        fresh = {number: row for number, row in rows.items() if number not in seen[name]}
                        _demand_same(known[name], sequence, fresh)
                        seen[name].update(fresh)
        for name, kind in known.items():
            self._demand_nothing_slipped_in(kind, seen[name])
        return sum(map(len, seen.values()))

    def _demand_nothing_slipped_in(self, kind: Kind, seen: AbstractSet[int]) -> None:
        if not self._told_from_the_first and "arrival" in self._mentioned and kind.name not in ("task", "problem"):
            # What came into an older home in a round of another one has no entries of its own there.
            return
        heard = Heard(seen, self._mentioned.get(kind.name, set()), self._told_from_the_first, self._whole_cycles)
        unknown = next(iter(kind.untold(heard)), None)
        if unknown is not None:
            raise Broken(_SLIPPED_IN, thing=kind.label, number=unknown)


def _demand_same(kind: Kind, sequence: int, told: Mapping[int, ToldRow]) -> None:
    now = kind.rows_like(told) if told else {}
    for number, row in told.items():
        if not is_same(row, now[number]):
            pattern = _GONE if now[number] is None else _CHANGED
            raise Broken(pattern, thing=kind.label, number=number, sequence=sequence)


def is_same(told: ToldRow, now: ToldRow) -> bool:
    """Whether a thing holds what was told; columns that came or went with a release are left aside."""
    if told is None or now is None:
        return told is now
    plain = json.loads(canonical_text(now))
    return _agree(plain, told)


def _agree(now: object, told: object) -> bool:
    if isinstance(now, dict) and isinstance(told, dict):
        return all(_agree(now[name], told[name]) for name in now.keys() & told.keys())
    if isinstance(now, list) and isinstance(told, list):
        return len(now) == len(told) and all(_agree(one, other) for one, other in zip(now, told, strict=True))
    return now == told


def _batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    waiting = iter(numbers)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some
