"""What kind of file an exhibit is, by its first bytes and, for packages, by what they hold."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from zhenggai.reading.formats.sniff import OLE_MARK, ZIP_MARKS

HEAD = 1 << 16
_OLE_LOOK = 1 << 26
_MOST_MEMBERS = 20_000


class Unwelcome(Exception):
    """A file of a kind that no evidence has; `what` says which, empty where nobody knows."""

    def __init__(self, what: str = "") -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class ExhibitType:
    """A type of file: its name, what browsers call it, and the endings that agree with it."""

    name: str
    media: str
    endings: frozenset[str]
    label: str


def _type(name: str, media: str, label: str, *more: str) -> tuple[str, ExhibitType]:
    return name, ExhibitType(name, media, frozenset({f".{name}", *(f".{ending}" for ending in more)}), label)


_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES: dict[str, ExhibitType] = dict(
    [
        _type("jpg", "image/jpeg", "图片", "jpeg", "jpe", "jfif"),
        _type("png", "image/png", "图片"),
        _type("gif", "image/gif", "图片"),
        _type("webp", "image/webp", "图片"),
        _type("bmp", "image/bmp", "图片", "dib"),
        _type("tif", "image/tiff", "图片", "tiff"),
        _type("heic", "image/heic", "图片", "heif", "hif"),
        _type("pdf", "application/pdf", "PDF"),
        _type("docx", f"{_OFFICE}.wordprocessingml.document", "Word 文档", "docm", "dotx", "wps"),
        _type("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "Excel 工作簿", "xlsm", "et"),
        _type("pptx", f"{_OFFICE}.presentationml.presentation", "演示文稿", "pptm", "ppsx", "dps"),
        _type("doc", "application/msword", "旧版 Word 文档", "wps", "dot"),
        _type("xls", "application/vnd.ms-excel", "旧版 Excel 工作簿", "et"),
        _type("ppt", "application/vnd.ms-powerpoint", "旧版演示文稿", "dps", "pps"),
        _type("ofd", "application/ofd", "OFD 文件"),
        _type("odt", "application/vnd.oasis.opendocument.text", "OpenDocument 文件", "ods", "odp"),
        _type("zip", "application/zip", "压缩包"),
        _type("rar", "application/vnd.rar", "压缩包"),
        _type("7z", "application/x-7z-compressed", "压缩包"),
        _type("mp4", "video/mp4", "视频", "m4v", "mov", "3gp"),
        _type("avi", "video/x-msvideo", "视频"),
        _type("mkv", "video/x-matroska", "视频", "webm"),
        _type("mp3", "audio/mpeg", "录音"),
        _type("m4a", "audio/mp4", "录音", "aac"),
        _type("wav", "audio/wav", "录音"),
        _type("amr", "audio/amr", "录音"),
        _type("txt", "text/plain", "文本", "csv", "log", "md"),
    ]
)
PICTURES = frozenset({"jpg", "png", "gif", "webp", "bmp", "tif"})
DOCUMENTS = frozenset({"docx", "xlsx", "xls", "ofd", "txt"})

_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1aE\xdf\xa3", "mkv"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"#!AMR", "amr"),
)
_RIFF = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!", b"dex\n", b"\0asm")
_PROGRAM_ENDINGS = frozenset(
    [
        ".exe",
        ".dll",
        ".com",
        ".scr",
        ".msi",
        ".bat",
        ".cmd",
        ".ps1",
        ".vbs",
        ".vbe",
        ".js",
        ".jse",
        ".mjs",
        ".wsf",
        ".hta",
        ".sh",
        ".py",
        ".jar",
        ".apk",
        ".lnk",
        ".reg",
        ".php",
        ".jsp",
        ".asp",
    ]
)
_MARKUP_ENDINGS = frozenset({".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht", ".svg", ".xml", ".xsl"})
_MARKUP = re.compile(rb"<(?:!doctype|\?xml|html|head|body|svg|script|iframe|meta|link|style)\b", re.I)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff_exhibit(file: BinaryIO, *, ending: str) -> str:
    """The name of the file's type, told by its content; the file is left at its beginning.

    :raises Unwelcome: for programs, scripts, markup and what nobody can tell.
    """
    file.seek(0)
    head = file.read(HEAD)
    try:
        _refuse(head, ending)
        return _by_marks(head) or _by_container(file, head, ending) or _by_text(head)
    finally:
        file.seek(0)


def agrees(kind: str, name: str) -> bool:
    """Whether the ending of a file's name is one that its type has."""
    return posixpath.splitext(name)[1].lower() in TYPES[kind].endings


def _refuse(head: bytes, ending: str) -> None:
    if ending in _PROGRAM_ENDINGS or (head.startswith(_PROGRAMS) and not head.startswith(b"#!AMR")):
        raise Unwelcome("程序或脚本")
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if ending in _MARKUP_ENDINGS or (plain.startswith(b"<") and _MARKUP.match(plain)):
        raise Unwelcome("网页或标记文件")


def _by_marks(head: bytes) -> str | None:
    for mark, kind in _MARKS:
        if head.startswith(mark):
            return kind
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    if head.startswith(b"BM") and len(head) > 26 and head[6:10] == b"\0\0\0\0":
        return "bmp"
    return "pdf" if b"%PDF-" in head[:1024] else None


def _by_brand(brand: bytes) -> str:
    if brand in {b"heic", b"heix", b"mif1", b"msf1", b"hevc"}:
        return "heic"
    return "m4a" if brand == b"M4A " else "mp4"


def _by_container(file: BinaryIO, head: bytes, ending: str) -> str | None:
    if head.startswith(ZIP_MARKS):
        return _in_zip(file)
    if head.startswith(OLE_MARK):
        file.seek(0)
        return _in_ole(file.read(_OLE_LOOK), ending)
    return None


def _in_zip(file: BinaryIO) -> str:
    try:
        file.seek(0)
        names = zipfile.ZipFile(file).namelist()[:_MOST_MEMBERS]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        # Cut off or damaged; the examination says so.
        return "zip"
    for sign, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"), ("OFD.xml", "ofd")):
        if any(name.startswith(sign) for name in names):
            return kind
    if "AndroidManifest.xml" in names or "META-INF/MANIFEST.MF" in names:
        raise Unwelcome("程序或脚本")
    return "odt" if "mimetype" in names and "content.xml" in names else "zip"


def _in_ole(data: bytes, ending: str) -> str:
    """Compound files: the directory names its streams in UTF-16."""

    def has(name: str) -> bool:
        return (name + "\0").encode("utf-16-le") in data

    if has("EncryptedPackage"):
        # Which of the three it is, only its password tells.
        return {".xlsx": "xlsx", ".et": "xlsx", ".pptx": "pptx", ".dps": "pptx"}.get(ending, "docx")
    for stream, kind in (
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
    ):
        if has(stream):
            return kind
    raise Unwelcome("旧格式的办公文件")


def _by_text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or not _CONTROL.search(head):
        return "txt"
    raise Unwelcome


def is_encrypted_office(file: BinaryIO) -> bool:
    """Whether an office file is locked by a password."""
    file.seek(0)
    locked = file.read(len(OLE_MARK)) == OLE_MARK and "EncryptedPackage\0".encode("utf-16-le") in file.read(_OLE_LOOK)
    file.seek(0)
    return locked


def is_encrypted_zip(file: BinaryIO) -> bool:
    """Whether any part of a package is locked by a password.

    :raises zipfile.BadZipFile: where it is no whole package.
    """
    file.seek(0)
    return any(info.flag_bits & 0x1 for info in zipfile.ZipFile(file).infolist()[:_MOST_MEMBERS])
