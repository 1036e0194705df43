"""Rows of drafts and of the page where one is mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from zhenggai.domain.outline import Outline
from zhenggai.domain.report import Severity, Span
from zhenggai.journal.queries import Timeline

DraftState = Literal["received", "unreadable", "ready", "adopted", "discarded"]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the list of imports. `fault` is the sentence of an unreadable file."""

    id: int
    name: str
    size: int
    format: str | None
    state: DraftState
    fault: str | None
    received_at: datetime
    received_by: str
    cycle_id: int | None


@dataclass(frozen=True, slots=True)
class TextMark:
    """A finding inside the text; `note` says its value: 4959900 元, 2023-04-21."""

    kind: Literal["figure", "date", "promise"]
    span: Span
    note: str


@dataclass(frozen=True, slots=True)
class PlacedDoubt:
    """A doubt with the node it stands on, if any, and the words it points at."""

    index: int
    rule: str
    severity: Severity
    message: str
    span: Span
    key: str | None
    quoted: str


@dataclass(frozen=True, slots=True)
class AdoptedBefore:
    """A cycle that already came from the same file."""

    cycle_id: int
    title: str
    adopted_at: datetime


@dataclass(frozen=True, slots=True)
class OutlineCounts:
    """How much there is to adopt."""

    sections: int = 0
    problems: int = 0
    measures: int = 0
    figures: int = 0
    promises: int = 0
    relations: int = 0


@dataclass(frozen=True, slots=True)
class DraftPreview:
    """All that the page of a draft needs. `outline` and what follows are empty unless the state is ready or adopted."""

    draft: DraftRow
    version: int
    can_undo: bool
    can_redo: bool
    outline: Outline | None
    doubts: tuple[PlacedDoubt, ...]
    counts: OutlineCounts
    adopted_before: tuple[AdoptedBefore, ...]
    timeline: Timeline
    marks: tuple[TextMark, ...] = ()
