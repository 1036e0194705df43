"""What every file format is turned into before anything is understood: paragraphs and tables, in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text as the file holds it; a plain text file is one paragraph with line breaks inside.

    Automatic numbers (Word lists, html `ol`) are already written out at the front of `text`.
    `heading` is the outline level the file itself declares, 1 being the highest.
    """

    text: str
    heading: int | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell; compared by identity, so that a merged area is the same cell in every place it covers."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A rectangular grid; a merged cell stands in each place it covers. `name` is the sheet's, if any."""

    rows: tuple[tuple[Cell, ...], ...]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Mended:
    """Something repaired while opening the file, to be said as a doubt; `text` is where it happened."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file opened. `published` and `title` are what the file's own metadata or page frame says, if it does."""

    format: str
    blocks: tuple[Paragraph | Table, ...]
    title: str | None = None
    published: date | None = None
    mended: tuple[Mended, ...] = ()
