"""Files into blocks: one module per format behind one door."""

from __future__ import annotations

import logging

from zhenggai.reading.blocks import Document
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.archive import Archive
from zhenggai.reading.formats.decode import decode
from zhenggai.reading.formats.limits import MEGABYTE, Limits
from zhenggai.reading.formats.plain import open_plain
from zhenggai.reading.formats.sniff import ZIP_MARKS, is_old_word, sniff

__all__ = ["Limits", "is_old_word", "open_document"]

_logger = logging.getLogger(__name__)
_DEFAULT = Limits()


def open_document(data: bytes, *, name: str, limits: Limits = _DEFAULT) -> Document:
    """Paragraphs and tables of a file, its type told by content first and by name second.

    :raises Unreadable: whatever is wrong with the bytes; no other error leaves this door.
    """
    try:
        return _open(data, name=name, limits=limits)
    except Unreadable as fault:
        raise Unreadable(fault.pattern, **{**fault.facts, "name": name}) from fault
    except MemoryError as error:
        raise Unreadable(faults.TOO_COSTLY, name=name) from error
    except Exception as error:
        _logger.warning("unexpected fault in a file", exc_info=True)
        raise Unreadable(faults.DAMAGED, name=name) from error


def _open(data: bytes, *, name: str, limits: Limits) -> Document:
    if not data:
        raise Unreadable(faults.EMPTY)
    if len(data) > limits.size:
        raise Unreadable(faults.TOO_LARGE, limit=limits.size // MEGABYTE)
    archive = Archive(data, limits=limits) if data.startswith(ZIP_MARKS) else None
    kind = sniff(data, name=name, archive=archive)
    if archive is not None:
        return _open_archive(kind, archive, limits)
    return _open_bytes(kind, data, limits)


def _open_archive(kind: str, archive: Archive, limits: Limits) -> Document:
    """Each format's libraries are loaded only when a file needs them: plain text stays nearly free."""
    if kind == "docx":
        from zhenggai.reading.formats.word import open_word

        return open_word(archive, limits=limits)
    if kind == "xlsx":
        from zhenggai.reading.formats.workbook import open_workbook

        return open_workbook(archive, limits=limits)
    from zhenggai.reading.formats.ofd import open_ofd

    return open_ofd(archive, limits=limits)


def _open_bytes(kind: str, data: bytes, limits: Limits) -> Document:
    if kind == "txt":
        return open_plain(decode(data))
    if kind in {"html", "mhtml"}:
        from zhenggai.reading.formats.web import open_page, page_of_archive

        return open_page(page_of_archive(data) if kind == "mhtml" else data, limits=limits)
    if kind == "pdf":
        from zhenggai.reading.formats.pdf import open_pdf

        return open_pdf(data, limits=limits)
    from zhenggai.reading.formats.old_workbook import open_old_workbook

    return open_old_workbook(data, limits=limits)
