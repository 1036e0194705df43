"""The rows against the journal's last word: a task or problem that was changed past the journal is found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from zhenggai.chain.auditing import BODY, CYCLE, SEQUENCE, SUBJECT_ID, SUBJECT_KIND, Broken, Row
from zhenggai.chain.canonical import canonical_text
from zhenggai.journal.queries import bodies_of
from zhenggai.ledger.models import Problem, Task
from zhenggai.ledger.told_rows import WHOLE_ROUNDS, ToldRow, ToldRows, rows_now

_MARK = ',"rows":{'
_AT_ONCE = 500
_CHANGED = {
    "task": "任务（内部编号 $number）与第 $sequence 条记录所留的不符：有人绕过系统改过它。",
    "problem": "问题（内部编号 $number）与第 $sequence 条记录所留的不符：有人绕过系统改过它。",
}
_SLIPPED_IN = {
    "task": "任务（内部编号 $number）不是经由记录产生的：有人绕过系统添加了它。",
    "problem": "问题（内部编号 $number）不是经由记录产生的：有人绕过系统添加了它。",
}


@dataclass(slots=True)
class LastWords:
    """Hears every entry in order and remembers which of them may have said last what a row holds."""

    _newest: dict[int, int] = field(default_factory=dict)
    _others: list[int] = field(default_factory=list)
    _whole_cycles: set[int] = field(default_factory=set)

    def hear(self, rows: Sequence[Row]) -> None:
        """Remember the entries that carry rows."""
        for row in rows:
            if _MARK not in row[BODY]:
                continue
            if row[SUBJECT_KIND] == "task":
                self._newest[row[SUBJECT_ID]] = row[SEQUENCE]
            else:
                self._others.append(row[SEQUENCE])
            cycle = row[CYCLE]
            if row[SUBJECT_KIND] in WHOLE_ROUNDS and cycle is not None:
                self._whole_cycles.add(cycle)

    def merge(self, later: LastWords) -> None:
        """Take over what was heard of entries behind these."""
        self._newest.update(later._newest)
        self._others.extend(later._others)
        self._whole_cycles |= later._whole_cycles

    def compare(self) -> int:
        """Return how many rows stand as the journal left them.

        :raises Broken: at the first that does not, or that the journal never spoke of.
        """
        seen: set[str] = set()
        for some in _batches(sorted([*self._newest.values(), *self._others], reverse=True)):
            for sequence, body in bodies_of(some):
                told: ToldRows = json.loads(body).get("rows") or {}
                fresh = {name: row for name, row in told.items() if name not in seen}
                _demand_same(sequence, fresh)
                seen |= fresh.keys()
        self._demand_nothing_slipped_in(seen)
        return len(seen)

    def _demand_nothing_slipped_in(self, seen: set[str]) -> None:
        for kind, model in (("task", Task), ("problem", Problem)):
            numbers = model._default_manager.filter(cycle__in=self._whole_cycles).values_list("pk", flat=True)
            unknown = next((number for number in numbers.order_by("pk") if f"{kind}/{number}" not in seen), None)
            if unknown is not None:
                raise Broken(_SLIPPED_IN[kind], number=unknown)


def _demand_same(sequence: int, told: ToldRows) -> None:
    now = rows_now(told)
    for name, row in told.items():
        if not _is_same(row, now[name]):
            kind, number = name.split("/")
            raise Broken(_CHANGED[kind], number=number, sequence=sequence)


def _is_same(told: ToldRow, now: ToldRow) -> bool:
    """Whether a row holds what was told; columns that came later were not."""
    if told is None or now is None:
        return told is now
    plain = json.loads(canonical_text(now))
    return _narrowed(plain, told) == told


def _narrowed(now: dict[str, object], told: dict[str, object]) -> dict[str, object]:
    narrow = {name: value for name, value in now.items() if name in told}
    ours, theirs = narrow.get("measures"), told.get("measures")
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        narrow["measures"] = [_narrowed(one, other) for one, other in zip(ours, theirs, strict=True)]
    return narrow


def _batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    waiting = iter(numbers)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some
