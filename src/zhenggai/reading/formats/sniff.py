"""What kind of file the bytes are; the name is asked only where the bytes leave it open."""

from __future__ import annotations

import posixpath
import re
from typing import Literal

from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.archive import Archive
from zhenggai.reading.formats.xml import related

Format = Literal["txt", "html", "mhtml", "docx", "xlsx", "ofd", "pdf", "xls"]

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_OTHERS = (
    (b"{\\rtf", "RTF 文件"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"AT&TFORM", "DjVu 文件"),
    (b"HM4", "CAJ 文件"),
    (b"CAJ", "CAJ 文件"),
    (b"MZ", "程序文件"),
    (b"\x7fELF", "程序文件"),
    (b"%!PS", "PostScript 文件"),
)
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|table|article|section|p|h[1-6]|span|script|style|font|center)\b",
    re.I,
)
_HEAD = 4096


def sniff(data: bytes, *, name: str, archive: Archive | None) -> Format:
    """The format to read these bytes as.

    :raises Unreadable: where they are of a kind that is not read.
    """
    if archive is not None:
        return _sniff_zip(archive)
    if data.startswith(OLE_MARK):
        return _sniff_ole(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_PICTURES):
        raise Unreadable(faults.PICTURE)
    for mark, found in _OTHERS:
        if data.startswith(mark):
            raise Unreadable(faults.NOT_THIS_TYPE, found=found)
    return _sniff_text(data, name=name)


def _sniff_zip(archive: Archive) -> Format:
    if "OFD.xml" in archive:
        return "ofd"
    main = related(archive, "", "officeDocument") or ""
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx")):
        if main.startswith(folder) or f"{folder}{'document' if kind == 'docx' else 'workbook'}.xml" in archive:
            return "docx" if kind == "docx" else "xlsx"
    if "mimetype" in archive and "content.xml" in archive:
        raise Unreadable(faults.NOT_THIS_TYPE, found="OpenDocument 文件")
    if any(name.startswith("ppt/") for name in archive.names()):
        raise Unreadable(faults.NOT_THIS_TYPE, found="演示文稿")
    if main.endswith(".bin"):
        raise Unreadable(faults.NOT_THIS_TYPE, found="二进制工作簿")
    raise Unreadable(faults.NOT_THIS_TYPE, found="压缩包")


def _sniff_ole(data: bytes) -> Format:
    """Compound files: the directory names its streams in UTF-16."""
    if _has_stream(data, "EncryptedPackage"):
        raise Unreadable(faults.ENCRYPTED)
    if _has_stream(data, "WordDocument"):
        raise Unreadable(faults.OLD_WORD)
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return "xls"
    if _has_stream(data, "PowerPoint Document"):
        raise Unreadable(faults.NOT_THIS_TYPE, found="演示文稿")
    raise Unreadable(faults.NOT_THIS_TYPE, found="旧格式的办公文件")


def _has_stream(data: bytes, name: str) -> bool:
    return (name + "\0").encode("utf-16-le") in data


def is_old_word(data: bytes) -> bool:
    """Whether these bytes are a `.doc` or `.wps` text, which only an office suite can open."""
    return data.startswith(OLE_MARK) and _has_stream(data, "WordDocument") and not _has_stream(data, "EncryptedPackage")


def _sniff_text(data: bytes, *, name: str) -> Format:
    head = data[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    extension = posixpath.splitext(name)[1].lower()
    if re.match(
        rb"(?:From|MIME-Version|Date|Subject|Content-Type|Snapshot-Content-Location):[^\n]*\n", head, re.I
    ) and (b"multipart/related" in head.lower()):
        return "mhtml"
    if head.startswith(b"<") and _MARKUP.search(head):
        return "html"
    if extension in {".htm", ".html", ".xhtml", ".shtml"} and _MARKUP.search(data):
        return "html"
    if head.startswith(b"<?xml"):
        raise Unreadable(faults.NOT_THIS_TYPE, found="XML 文件")
    return "txt"
