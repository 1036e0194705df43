"""PDF with a text layer, through pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from zhenggai.reading.blocks import Document
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.limits import Limits
from zhenggai.reading.formats.lines import Glyph, Line, is_wide, lines_of
from zhenggai.reading.formats.paragraphs import paragraphs_of

_END_MARK = b"%%EOF"
_TAIL = 4096
_UNMAPPED = 0.3
_FEW = 10


def open_pdf(data: bytes, *, limits: Limits) -> Document:
    """:raises Unreadable: where the file is cut off, encrypted or has no text layer."""
    # pdfium repairs a file that was cut off and would return the part that is left as if it were all.
    if _END_MARK not in data[-_TAIL:]:
        raise Unreadable(faults.DAMAGED)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise Unreadable(faults.PDF_ENCRYPTED if locked else faults.DAMAGED) from error
    try:
        lines = list(_lines(document))
    finally:
        document.close()
    _refuse_scan(lines)
    blocks = paragraphs_of(lines)
    if not blocks:
        raise Unreadable(faults.PDF_SCAN)
    return Document(format="pdf", blocks=blocks)


def _lines(document: pdfium.PdfDocument) -> Iterator[Line]:
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        yield from lines_of(_glyphs(text, page.get_height()), page=number)
        text.close()
        page.close()


def _glyphs(text: pdfium.PdfTextPage, height: float) -> Iterator[Glyph]:
    """Printed characters, in the order of the file; blanks that pdfium guessed are left out."""
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code < 0x20 or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        character = chr(code)
        width = box.right - box.left
        size = width if is_wide(character) and width > 0 else (box.top - box.bottom) or width
        yield Glyph(character, box.left, box.right, height - y.value, size)


def _refuse_scan(lines: list[Line]) -> None:
    signs = "".join(line.text for line in lines)
    if len(signs) < _FEW:
        raise Unreadable(faults.PDF_SCAN)
    unmapped = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in signs)
    if unmapped > len(signs) * _UNMAPPED:
        raise Unreadable(faults.PDF_UNMAPPED)
