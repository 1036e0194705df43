"""An exhibit examined: whether it opens, how many pages, when and where taken, its fingerprints, a small picture of it."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, replace
from typing import BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from zhenggai.domain.likeness import fingerprint_of_text
from zhenggai.reading.blocks import Document, Paragraph
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.exhibits import kinds, pictures
from zhenggai.reading.formats import Limits, faults, open_document

_LOCKED = frozenset({faults.ENCRYPTED, faults.PDF_ENCRYPTED})
# These say that there is no text, or more than a reader takes; the file itself may be whole.
_NO_FAULT = frozenset({faults.NO_TEXT, faults.TOO_LARGE, faults.TABLE_TOO_LARGE, faults.UNKNOWN_ENCODING})
_PAGES_READ = 30
_TAIL = 4096


@dataclass(frozen=True, slots=True)
class Examined:
    """What an exhibit is. Fingerprints are None where there is nothing to compare."""

    kind: str
    openable: bool = True
    encrypted: bool = False
    ending_agrees: bool = True
    pages: int | None = None
    shot: pictures.Shot = pictures.NO_SHOT
    coarse: str | None = None
    fine: str | None = None
    text: str | None = None
    thumb: bytes | None = None


def examine(file: BinaryIO, *, name: str) -> Examined:
    """Look at a file as closely as its type allows; what does not open is said, not raised.

    :raises Unwelcome: for a kind of file that no evidence has.
    """
    kind = kinds.sniff_exhibit(file, ending=posixpath.splitext(name)[1].lower())
    found = Examined(kind, ending_agrees=kinds.agrees(kind, name))
    if kind in kinds.PICTURES:
        return _picture(file, found)
    if kind == "pdf":
        return _pdf(file, found)
    if kinds.is_encrypted_office(file):
        return replace(found, openable=False, encrypted=True)
    if kind in kinds.DOCUMENTS:
        return _document(file, found, name)
    if kind in {"zip", "pptx", "odt"}:
        return _package(file, found)
    return found


def opened_pdf(file: BinaryIO) -> pdfium.PdfDocument:
    """A PDF that is whole and not locked.

    :raises pdfium.PdfiumError: where it is neither.
    """
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - _TAIL))
    # pdfium repairs a file that was cut off and would show the part that is left as if it were all.
    if b"%%EOF" not in file.read():
        raise pdfium.PdfiumError("cut off")
    file.seek(0)
    return pdfium.PdfDocument(file)


def page_picture(page: pdfium.PdfPage, longest: int) -> bytes:
    """A page as a picture no longer than that on any side."""
    return pictures.jpeg_of(_rendered(page, longest), longest)


def _rendered(page: pdfium.PdfPage, longest: int) -> Image.Image:
    scale = longest / max(page.get_width(), page.get_height(), 1)
    image: Image.Image = page.render(scale=scale).to_pil()
    return image


def _picture(file: BinaryIO, found: Examined) -> Examined:
    try:
        picture = pictures.look_at(file)
    except pictures.Spoilt:
        return replace(found, openable=False)
    return replace(found, shot=picture.shot, coarse=picture.coarse, fine=picture.fine, thumb=picture.thumb)


def _pdf(file: BinaryIO, found: Examined) -> Examined:
    try:
        document = opened_pdf(file)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        return replace(found, openable=False, encrypted=locked)
    try:
        text = fingerprint_of_text(
            "".join(_page_text(document[place]) for place in range(min(len(document), _PAGES_READ)))
        )
        image = _rendered(document[0], pictures.THUMB)
        # A scan has no text to compare; its first page is compared as a picture.
        coarse, fine = (None, None) if text else pictures.fingerprints_of(image)
        thumb = pictures.jpeg_of(image, pictures.THUMB)
        return replace(found, pages=len(document), text=text, coarse=coarse, fine=fine, thumb=thumb)
    except pdfium.PdfiumError:
        return replace(found, openable=False)
    finally:
        document.close()


def _page_text(page: pdfium.PdfPage) -> str:
    text: str = page.get_textpage().get_text_bounded()
    return text


def _document(file: BinaryIO, found: Examined, name: str) -> Examined:
    file.seek(0, 2)
    if file.tell() > Limits().size:
        return found
    file.seek(0)
    try:
        document = open_document(file.read(), name=name)
    except Unreadable as fault:
        return replace(found, openable=fault.pattern in _NO_FAULT, encrypted=fault.pattern in _LOCKED)
    return replace(found, text=fingerprint_of_text(text_of(document)))


def text_of(document: Document) -> str:
    """All the words of a document, in order."""
    parts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            parts.append(block.text)
        else:
            parts += [cell.text for row in block.rows for cell in row]
    return "\n".join(parts)


def _package(file: BinaryIO, found: Examined) -> Examined:
    try:
        locked = kinds.is_encrypted_zip(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return replace(found, openable=False)
    return replace(found, openable=not locked, encrypted=locked)
