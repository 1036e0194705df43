"""What a document says: the nouns that `reading` fills, `checking` judges and `ledger` adopts.

Every finding carries `span`, a half-open range of characters in the report's normal text:
`report.text[a:b]` is what was read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Span = tuple[int, int]

Kind = Literal["巡视", "巡察", "审计", "环保督察", "其他"]
State = Literal["done", "ongoing", "long_term", "not_started"]
QuantityKind = Literal["money", "area", "length", "mass", "volume", "duration", "ratio", "points", "count"]
RelationKind = Literal["sum", "ratio", "part", "count"]
ReferenceKind = Literal["document_number", "title"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Source:
    """The file a report was read from. `characters` counts the normal text."""

    name: str
    sha256: str
    characters: int
    format: str


@dataclass(frozen=True, slots=True)
class Declared:
    """Counts that the document states about itself."""

    aspects: int | None = None
    problems: int | None = None
    tasks: int | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """Who inspected whom, and when; `None` where the document does not say."""

    title: str | None = None
    kind: Kind = "其他"
    inspected: str | None = None
    inspector: str | None = None
    inspected_from: date | None = None
    inspected_to: date | None = None
    feedback_date: date | None = None
    published: date | None = None
    declared: Declared = Declared()


@dataclass(frozen=True, slots=True)
class Measure:
    """One step of a problem's rectification. `text` is without the marker; the span includes it."""

    marker: str | None
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `extra` keeps labelled lines and table columns that have no field of their own."""

    number: int | None
    label: str | None
    title: str
    span: Span
    description: str | None = None
    state: State | None = None
    responsible: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    children: tuple[Problem, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that owns problems; `path` is the labels from the top down to its own."""

    label: str | None
    title: str | None
    path: tuple[str, ...]
    span: Span
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading without problems of its own."""

    label: str | None
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with a unit. Money is in 元, a ratio a fraction of one, all else in the unit written."""

    text: str
    value: Decimal
    unit: str
    kind: QuantityKind
    span: Span
    approximate: bool = False
    bound: Literal["min", "max"] | None = None


@dataclass(frozen=True, slots=True)
class DateRange:
    """First and last day of what a time expression means; `inferred` where a part was not written."""

    text: str
    first: date
    last: date
    inferred: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Promise:
    """A future act; `due` is the last day of the stated period, `None` where none is stated.

    `is_deadline`: nobody says it, a field such as 整改时限 names it; that is the day of its problem and no promise.
    """

    text: str
    due: date | None
    due_text: str | None
    span: Span
    is_deadline: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A document the text names by number or by title."""

    text: str
    kind: ReferenceKind
    title: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Relation:
    """An equation the text itself implies; numbers are indexes into `Report.quantities`.

    sum: total = parts added. ratio: total = parts[0] / parts[1]. part: total >= parts[0].
    count: total = the enumerated things, which are no quantities, so `parts` is empty.
    """

    kind: RelationKind
    total: int
    parts: tuple[int, ...]
    holds: bool
    computed: str
    stated: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a rule found: it never condemns, it asks a person to look at this place."""

    rule: str
    severity: Severity
    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Report:
    """One document, read."""

    source: Source
    header: Header
    text: str
    sections: tuple[Section, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[DateRange, ...] = ()
    promises: tuple[Promise, ...] = ()
    references: tuple[Reference, ...] = ()
    relations: tuple[Relation, ...] = ()
    doubts: tuple[Doubt, ...] = field(default=())

    @property
    def given_promises(self) -> tuple[Promise, ...]:
        """What somebody promises, without the deadlines that fields name."""
        return tuple(promise for promise in self.promises if not promise.is_deadline)
