"""Things that are told column by column, as their tables keep them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, partial
from hashlib import sha256
from itertools import islice
from typing import Any

from django.db.models import F, Field, GeneratedField, Model, Q

from zhenggai.chain.canonical import canonical_lines
from zhenggai.journal.one_statement import Columns, OneStatement, Question, ask_apart, rounded
from zhenggai.journal.telling import Heard, ToldRow

LONGEST_TEXT = 200
_COUNTED = ("_count", "_rank")
# A thing's number is its name, and its version only keeps people apart.
_LEFT_OUT = frozenset({"version"})
_AT_ONCE = 500
# So many things are read in one statement.
_FEW = 8
# What the rows of a thing itself are called among those of its parts, and the column that says to which thing a part belongs.
_THINGS, _OF = "things", "of_thing"
# A statement takes no more values than this on any database.
_MOST_VALUES = 10_000


class Begins(Enum):
    """How the journal first speaks of a thing: what it never spoke of was slipped in.

    In homes that told their rows from the first entry on, some entry tells each of them; older ones are less sure.
    """

    MENTIONED = auto()  # in older homes an entry is about it
    TOLD = auto()  # older homes did not always speak of it
    LATER = auto()  # in older homes the first ones were never spoken of
    COMES_ALONG = auto()  # it comes along with others and is told when something becomes of it, in every home


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong to a thing; `via` is the path from them to its number. A heap is told by one digest."""

    name: str
    model: type[Model]
    via: str
    heap: bool = False
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TableKind:
    """Things of one table with the rows that belong to each."""

    name: str
    label: str
    model: type[Model]
    parts: tuple[Part, ...] = ()
    left_out: frozenset[str] = frozenset()
    begins: Begins = Begins.TOLD
    # So many are there before the first entry, under the first numbers.
    born: int = 0

    @property
    def models(self) -> frozenset[type[Model]]:
        """The tables that it is made of."""
        return frozenset({self.model, *(part.model for part in self.parts)})

    def rows(self, numbers: Collection[int]) -> dict[int, ToldRow]:
        """Those of these numbers as they stand now; None for what is not there."""
        return self._rows(numbers, {})

    def rows_like(self, told: Mapping[int, ToldRow]) -> dict[int, ToldRow]:
        """The same, heaps of each looked through by the columns that were told."""
        return self._rows(told.keys(), told)

    def untold(self, heard: Heard) -> Iterable[int]:
        """The numbers of things that are there and of which some entry must have spoken, and none has."""
        if not self._is_looked_for(heard):
            return ()
        numbers = self.model._default_manager.order_by("pk").values_list("pk", flat=True)
        # No home gives a number below one by itself.
        first = 1 + self.born if heard.from_the_first else min(heard.told, default=1)
        if self.begins is Begins.LATER or self.born:
            numbers = numbers.filter(Q(pk__gte=first) | Q(pk__lte=0))
        # An entry may be about a thing that it does not tell, such as an account that somebody logs in to.
        about: Collection[int] = () if heard.from_the_first else heard.mentioned
        return (number for number in numbers.iterator() if number not in heard.told and number not in about)

    def _is_looked_for(self, heard: Heard) -> bool:
        if self.begins is Begins.COMES_ALONG:
            return False
        return (
            heard.from_the_first
            or self.begins is Begins.MENTIONED
            or (self.begins is Begins.LATER and bool(heard.told))
        )

    def _rows(self, numbers: Collection[int], told: Mapping[int, ToldRow]) -> dict[int, ToldRow]:
        wanted = sorted(set(numbers))
        rows: dict[int, ToldRow] = {}
        for start in range(0, len(wanted), _MOST_VALUES):
            rows.update(self._some_rows(wanted[start : start + _MOST_VALUES], told))
        return rows

    def _some_rows(self, wanted: list[int], told: Mapping[int, ToldRow]) -> dict[int, ToldRow]:
        key = self.model._meta.pk.attname
        rows = _few(self).ask(*rounded(wanted)) if 0 < len(wanted) <= _FEW else ask_apart(_questions(self, *wanted))
        there = {values.pop(key): _shortened(values) for values in rows[_THINGS]}
        for part in self.parts:
            lists = {} if part.heap else _lists(part, rows[part.name])
            for number, row in there.items():
                row[part.name] = _heap(part, number, told.get(number)) if part.heap else lists.get(number, [])
        return dict.fromkeys(wanted) | there


@cache
def columns_of(model: type[Model], left_out: frozenset[str]) -> tuple[str, ...]:
    """The columns of a table that are told."""
    key = model._meta.pk.attname
    return tuple(
        field.attname
        for field in model._meta.concrete_fields
        if field.attname != key and field.attname not in left_out and _is_kept(field)
    )


def _is_kept(field: Field[Any, Any]) -> bool:
    return not (field.attname in _LEFT_OUT or field.attname.endswith(_COUNTED) or isinstance(field, GeneratedField))


def _questions(kind: TableKind, *numbers: int) -> dict[str, Question]:
    """What is asked of a kind's own table and of those of its parts, but for heaps."""
    model = kind.model
    own = (model._meta.pk.attname, *columns_of(model, kind.left_out))
    asked: dict[str, Question] = {_THINGS: Columns(model._default_manager.filter(pk__in=numbers), own)}
    for part in kind.parts:
        if not part.heap:
            rows = part.model._default_manager.filter(**{f"{part.via}__in": numbers}).annotate(of_thing=F(part.via))
            columns = columns_of(part.model, part.left_out | {part.via})
            asked[part.name] = Columns(rows, tuple(dict.fromkeys((_OF, part.model._meta.pk.attname, *columns))))
    return asked


@cache
def _few(kind: TableKind) -> OneStatement:
    return OneStatement(partial(_questions, kind))


def _lists(part: Part, rows: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    key, columns = part.model._meta.pk.attname, columns_of(part.model, part.left_out | {part.via})
    found: dict[int, list[dict[str, Any]]] = {}
    for values in sorted(rows, key=lambda one: one[key]):
        row = {"id": values[key], **{name: _short(values[name]) for name in columns}}
        found.setdefault(values[_OF], []).append(row)
    return found


def _heap(part: Part, number: int, told: ToldRow) -> dict[str, Any]:
    columns = _columns_told(part, told)
    rows = part.model._default_manager.filter(**{part.via: number}).order_by("pk").values_list("pk", *columns)
    digest, count = sha256(), 0
    waiting = rows.iterator(chunk_size=_AT_ONCE)
    while some := list(islice(waiting, _AT_ONCE)):
        digest.update(canonical_lines(some))
        count += len(some)
    return {"count": count, "columns": list(columns), "hash": digest.hexdigest()}


def _columns_told(part: Part, told: ToldRow) -> tuple[str, ...]:
    """The columns that a heap was told by, those that the table still has."""
    now = columns_of(part.model, part.left_out)
    before = (told or {}).get(part.name)
    return tuple(name for name in before["columns"] if name in now) if isinstance(before, dict) else now


def _shortened(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _short(value) for name, value in values.items()}


def _short(value: object) -> object:
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return {"hash": sha256(value.encode("utf-8", errors="surrogatepass")).hexdigest()}
    # The shortest text that reads back as the same number; both databases keep all 64 bits of it.
    return repr(value) if isinstance(value, float) else value
