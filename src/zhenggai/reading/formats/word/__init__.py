"""Word documents (docx, docm): read straight from their XML, streamed, so that size and nesting stay bounded.

python-docx builds the whole tree and drops automatic numbers, text boxes and tracked insertions.
"""

from __future__ import annotations

import posixpath

from zhenggai.reading.blocks import Document
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.archive import Archive
from zhenggai.reading.formats.limits import Limits
from zhenggai.reading.formats.word.body import Block, Body
from zhenggai.reading.formats.word.names import transitional, w
from zhenggai.reading.formats.word.numbering import Numbering
from zhenggai.reading.formats.word.styles import Styles
from zhenggai.reading.formats.xml import Element, parse, related, release, stream

_BLOCKS = tuple(w(name) for name in ("p", "tbl", "sdt", "ins", "moveTo", "customXml"))
_BODY = w("body")


def open_word(archive: Archive, *, limits: Limits) -> Document:
    """:raises Unreadable: where the document is damaged, hostile or without text."""
    main = related(archive, "", "officeDocument") or "word/document.xml"
    if main not in archive:
        raise Unreadable(faults.DAMAGED)
    body = Body(
        styles=Styles(_part(archive, main, "styles")),
        numbering=Numbering(_part(archive, main, "numbering")),
        limits=limits,
    )
    blocks: list[Block] = []
    for element in stream(transitional(archive.read(main)), tags=_BLOCKS):
        parent = element.getparent()
        if parent is not None and parent.tag == _BODY:
            blocks += body.blocks(element)
            release(element)
    if not blocks:
        raise Unreadable(faults.NO_TEXT)
    return Document(format="docx", blocks=tuple(blocks))


def _part(archive: Archive, main: str, kind: str) -> Element | None:
    """Root of a side part; documents made by other programs may lack it or place it by habit alone."""
    path = related(archive, main, kind) or posixpath.join(posixpath.dirname(main), f"{kind}.xml")
    return parse(transitional(archive.read(path))) if path in archive else None
