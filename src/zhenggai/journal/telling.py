"""What entries keep of the rows that they leave behind: kinds of things told with their parts, and which of them an entry tells.

The rooms above hand in their kinds at the start. A thing is called `task/12` or `meeting/3`; long texts and heaps of rows are kept by
their digest. Columns that come in later releases were not told and are not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db.models import Model

# One thing as its tables keep it, by column; None for one that is gone.
ToldRow = dict[str, Any] | None
ToldRows = dict[str, ToldRow]


# Entries about these tell of every row of their round: it was adopted, or came from another home.
WHOLE_ROUNDS = frozenset({"draft", "arrival"})


class Subject(NamedTuple):
    """The thing an entry is about, such as ("draft", 7)."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What a whole journal spoke of, for one kind: things told with their rows, things that entries were about.

    `from_the_first` says that the home told its rows from its first entry on; `cycles` are rounds that were told when they began.
    """

    told: Collection[int]
    mentioned: Collection[int]
    from_the_first: bool
    cycles: Collection[int]


class Kind(Protocol):
    """Things of one kind that entries tell of."""

    @property
    def name(self) -> str:
        """What such a thing is called in the journal."""

    @property
    def label(self) -> str:
        """What people call it, in Chinese."""

    @property
    def models(self) -> frozenset[type[Model]]:
        """The tables that it is made of."""

    def rows(self, numbers: Collection[int]) -> dict[int, ToldRow]:
        """Those of these numbers as they stand now; None for what is not there."""

    def rows_like(self, told: Mapping[int, ToldRow]) -> dict[int, ToldRow]:
        """The same, in the form in which they were told."""

    def untold(self, heard: Heard) -> Iterable[int]:
        """The numbers of things that are there and of which some entry must have spoken, and none has."""


# Which things an entry leaves behind, by what it is about, its round and its instant: numbers by the name of their kind. Others may
# write meanwhile, so that what was written just now is known by the instant it carries and never by being the newest.
Reached = Mapping[str, Collection[int]]
Finder = Callable[[Subject, int | None, datetime], Reached]


@dataclass(frozen=True, slots=True)
class Room:
    """What one room has to tell: `always` is asked for every entry, `verbs` by the verb or by its family before the dot."""

    kinds: tuple[Kind, ...]
    verbs: Mapping[str, Finder]
    always: Finder | None = None


_rooms: dict[str, Room] = {}


def tell_of(name: str, room: Room) -> None:
    """Let every entry from now on carry what this room has to tell."""
    _rooms[name] = room


def kinds() -> dict[str, Kind]:
    """Every kind that is told, by name."""
    return {kind.name: kind for room in _rooms.values() for kind in room.kinds}


def rows_left(verb: str, subject: Subject, cycle: int | None, at: datetime) -> ToldRows:
    """The things that an entry leaves behind, by name, as they stand now."""
    known, left = kinds(), {}
    for room in _rooms.values():
        for finder in (room.always, _finder(room, verb)):
            for kind, numbers in (finder(subject, cycle, at) if finder else {}).items():
                left.update(named(kind, known[kind].rows(numbers)))
    return left


def named(kind: str, rows: Mapping[int, ToldRow]) -> ToldRows:
    """Rows of a kind by the names of their things."""
    return {f"{kind}/{number}": row for number, row in rows.items()}


def by_kind(rows: Mapping[str, ToldRow]) -> dict[str, dict[int, ToldRow]]:
    """Told rows parted by kind."""
    parted: dict[str, dict[int, ToldRow]] = {}
    for name, row in rows.items():
        kind, number = name.split("/")
        parted.setdefault(kind, {})[int(number)] = row
    return parted


def own(kind: str) -> Finder:
    """Tells the thing itself that an entry is about."""
    return lambda subject, _cycle, _at: {kind: (subject.id,)} if subject.kind == kind else {}


def each_of(*finders: Finder) -> Finder:
    """Tells what several finders find."""

    def find(subject: Subject, cycle: int | None, at: datetime) -> Reached:
        return dict(_merged(finder(subject, cycle, at) for finder in finders))

    return find


def _merged(found: Iterable[Reached]) -> Iterator[tuple[str, Collection[int]]]:
    together: dict[str, set[int]] = {}
    for reached in found:
        for kind, numbers in reached.items():
            together.setdefault(kind, set()).update(numbers)
    return iter(together.items())


def _finder(room: Room, verb: str) -> Finder | None:
    return room.verbs.get(verb) or room.verbs.get(verb.partition(".")[0])
