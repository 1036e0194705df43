"""Rows of papers that were composed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhenggai.domain.papers.words import FigureField
from zhenggai.domain.report import Severity
from zhenggai.ledger.shapes import CycleRow
from zhenggai.oversight.layout_shapes import LayoutRow
from zhenggai.papers.official import Typeface


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of paper that can be composed; `parts` are the ranges that it may have."""

    key: str
    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of the list."""

    id: int
    name: str
    title: str
    part: str
    as_of: datetime
    state: str
    state_name: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: what is sent, and what is read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class PapersPage:
    """The papers of a round, and all from which another can be composed; `after` is the key of the next page."""

    cycle: CycleRow
    kinds: tuple[KindRow, ...]
    rows: tuple[PaperRow, ...]
    total: int
    after: int | None
    parts: tuple[tuple[str, tuple[Choice, ...]], ...]
    problems: tuple[Choice, ...]
    periods: tuple[Choice, ...]
    may_compose: bool


@dataclass(frozen=True, slots=True)
class PaperDoubt:
    """What a rule asks about a passage."""

    rule: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or a figure among them."""

    text: str
    figure: FigureField | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A thing of the ledger that a passage comes from: an address by name with its number, and what is read."""

    door: str
    number: int
    label: str


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage as its page shows it; `offers` are its figures that moved, `offered` what agreeing to them says."""

    id: int
    key: str
    kind: str
    kind_name: str
    depth: int
    version: int
    pieces: tuple[Piece, ...]
    text: str
    table: tuple[tuple[tuple[Piece, ...], ...], ...]
    columns: tuple[str, ...]
    sources: tuple[Source, ...]
    doubts: tuple[PaperDoubt, ...]
    edited_by: str
    edited_at: datetime | None
    offers: tuple[MovedFigure, ...] = ()
    offered: str = ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A kept version of a paper."""

    number: int
    kept_for: str
    digest: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """A figure that is another one in the ledger now; `now` is empty where there is none any more."""

    scope: str
    then: str
    now: str
    task: int | None


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper with its passages, versions, doubts, and the figures that moved since."""

    id: int
    cycle: CycleRow
    name: str
    title: str
    part: str
    as_of: datetime
    state: str
    state_name: str
    reason: str
    document_number: str
    copies_to: str
    printed_by: str
    withheld: int
    withheld_why: str
    version: int
    digest: str
    signed_by: str
    signed_at: datetime | None
    entry: int | None
    checkpoint: int | None
    elsewhere: bool
    passages: tuple[PassageRow, ...]
    figures: int
    versions: tuple[VersionRow, ...]
    moved: tuple[MovedFigure, ...]
    doubts: tuple[PaperDoubt, ...]
    layouts: tuple[LayoutRow, ...]
    fonts: tuple[Typeface, ...]
    may_edit: bool
    may_return: bool
    may_sign: bool
    may_freeze: bool


@dataclass(frozen=True, slots=True)
class ChangedPassage:
    """A passage that differs between two versions; one side is empty where it came or went."""

    key: str
    kind_name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """Two versions of a paper beside each other; a number of 0 is the paper as it stands."""

    id: int
    cycle: CycleRow
    title: str
    versions: tuple[VersionRow, ...]
    old: int
    new: int
    changes: tuple[ChangedPassage, ...]
    figures: tuple[MovedFigure, ...]


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A paper as a file."""

    name: str
    content: bytes
    as_of: date
