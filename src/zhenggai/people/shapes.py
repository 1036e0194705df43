"""What the pages of units and persons show: frozen rows of ready values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.domain.roster import Column
from zhenggai.domain.roster_compare import Difference, Fault, LineState


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in the tree; `depth` counts from 0, `how` says how a search found it."""

    id: int
    name: str
    kind: str
    others: tuple[str, ...]
    depth: int
    children: int
    people: int
    ended: bool
    how: str = ""


@dataclass(frozen=True, slots=True)
class UnitTree:
    """The tree, or what a search left of it; `total` is the number of all units, `unlisted` of those too deep to show."""

    rows: tuple[UnitRow, ...]
    found: int
    unlisted: int
    total: int
    persons: int
    text: str


@dataclass(frozen=True, slots=True)
class UnitLink:
    """A unit as another page names it."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as the pages of its unit and its person show it."""

    id: int
    unit_id: int
    unit: str
    person_id: int
    person: str
    phone: str
    title: str
    starts: date | None
    ends: date | None
    current: bool


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit with its place in the tree and its posts, those held now first."""

    id: int
    version: int
    name: str
    kind: str
    others: tuple[str, ...]
    starts: date | None
    ends: date | None
    above: tuple[UnitLink, ...]
    children: tuple[UnitLink, ...]
    current: tuple[PostRow, ...]
    former: tuple[PostRow, ...]


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person and all their posts, the latest first."""

    id: int
    version: int
    name: str
    phone: str
    posts: tuple[PostRow, ...]


@dataclass(frozen=True, slots=True)
class KindRow:
    """A unit type and how many units are of it."""

    id: int
    name: str
    units: int


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A roster that was handed in."""

    id: int
    name: str
    received_at: datetime
    received_by: str


@dataclass(frozen=True, slots=True)
class RosterCell:
    """A cell of the preview and the sentences against it and about it."""

    column: Column
    label: str
    text: str
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A line of the preview."""

    number: int
    state: LineState
    state_name: str
    cells: tuple[RosterCell, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class RosterCount:
    """How many lines are in a state."""

    state: LineState
    name: str
    lines: int


@dataclass(frozen=True, slots=True)
class RosterPreview:
    """What a roster would change now; `lines` is one page of those in the state asked for."""

    roster: RosterRow
    counts: tuple[RosterCount, ...]
    total: int
    takable: int
    columns: tuple[str, ...]
    lines: tuple[RosterLine, ...]
    page: int
    pages: int
