"""Plain text: one paragraph with its line breaks inside."""

from __future__ import annotations

from zhenggai.reading.blocks import Document, Mended, Paragraph
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.decode import Decoded


def open_plain(decoded: Decoded) -> Document:
    """:raises Unreadable: where there is nothing but blanks."""
    if not decoded.text or decoded.text.isspace():
        raise Unreadable(faults.NO_TEXT)
    return Document(format="txt", blocks=(Paragraph(decoded.text),), mended=lost_characters(decoded))


def lost_characters(decoded: Decoded) -> tuple[Mended, ...]:
    """What to say of characters the file's encoding had damaged."""
    if not decoded.lost:
        return ()
    place = decoded.text.index("\ufffd")
    around = decoded.text[max(0, place - 10) : place + 10].strip()
    return (Mended(f"有{decoded.lost}个字符损坏,无法读出", around),)
