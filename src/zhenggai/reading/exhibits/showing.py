"""An exhibit as a page shows it: pictures of its first pages, or its first paragraphs and rows as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import pypdfium2 as pdfium

from zhenggai.reading.blocks import Paragraph, Table
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.exhibits import kinds, pictures
from zhenggai.reading.exhibits.examining import opened_pdf, page_picture
from zhenggai.reading.formats import Limits, open_document

MOST_PAGES = 8
MOST_BLOCKS = 200
MOST_ROWS = 60
MOST_COLUMNS = 20
LONGEST_TEXT = 2_000
_PAGE = 1200


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A paragraph, or the first rows of a table that has `total` of them."""

    text: str = ""
    heading: bool = False
    name: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """The first `pages` as JPEG, or the first `blocks`; `total` counts all there are. Nothing where it cannot be shown."""

    pages: tuple[bytes, ...] = ()
    blocks: tuple[ShownBlock, ...] = ()
    total: int = 0


def show(file: BinaryIO, *, kind: str, name: str) -> Shown:
    """What a page can show of a file; empty for what does not open or is of a kind that is only handed out."""
    if kind in kinds.PICTURES:
        return _picture(file)
    if kind == "pdf":
        return _pdf(file)
    if kind in kinds.DOCUMENTS and not kinds.is_encrypted_office(file):
        return _document(file, name)
    return Shown()


def _picture(file: BinaryIO) -> Shown:
    try:
        return Shown(pages=(pictures.enlarge(file),), total=1)
    except pictures.Spoilt:
        return Shown()


def _pdf(file: BinaryIO) -> Shown:
    try:
        document = opened_pdf(file)
    except pdfium.PdfiumError:
        return Shown()
    try:
        shown = min(len(document), MOST_PAGES)
        return Shown(pages=tuple(page_picture(document[place], _PAGE) for place in range(shown)), total=len(document))
    except pdfium.PdfiumError:
        return Shown()
    finally:
        document.close()


def _document(file: BinaryIO, name: str) -> Shown:
    file.seek(0, 2)
    if file.tell() > Limits().size:
        return Shown()
    file.seek(0)
    try:
        document = open_document(file.read(), name=name)
    except Unreadable:
        return Shown()
    blocks = tuple(part for block in document.blocks[:MOST_BLOCKS] for part in _shown(block))
    return Shown(blocks=blocks[:MOST_BLOCKS], total=len(document.blocks))


def _shown(block: Paragraph | Table) -> Iterator[ShownBlock]:
    if isinstance(block, Paragraph):
        for line in block.text.split("\n"):
            if line.strip():
                yield ShownBlock(text=line[:LONGEST_TEXT], heading=block.heading is not None or block.bold)
        return
    rows = tuple(tuple(cell.text[:LONGEST_TEXT] for cell in row[:MOST_COLUMNS]) for row in block.rows[:MOST_ROWS])
    yield ShownBlock(name=block.name or "", rows=rows, total=len(block.rows))
