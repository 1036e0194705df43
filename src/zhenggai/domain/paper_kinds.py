"""What kind of paper a file is, by how its bytes begin; an archive of office software by its name as well."""

from __future__ import annotations

from pathlib import PurePath

from zhenggai.domain.refusals import Refusal

HEAD = 1024
_PICTURES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVE = b"PK\x03\x04"
_OLD_ENDINGS = ("doc", "xls", "wps", "et")
_ARCHIVE_ENDINGS = ("docx", "xlsx", "ofd", "wps")


class NotAPaper(Refusal):
    """A file that is no document and no picture."""


def paper_kind(head: bytes, *, name: str) -> str:
    """The ending that fits the bytes.

    :raises NotAPaper: for anything that is not a document or a picture.
    """
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if b"%PDF-" in head[:HEAD]:
        return "pdf"
    for mark, kind in _PICTURES:
        if head.startswith(mark):
            return kind
    if head.startswith(_OLD_OFFICE) and ending in _OLD_ENDINGS:
        return ending
    if head.startswith(_ARCHIVE) and ending in _ARCHIVE_ENDINGS:
        return ending
    raise NotAPaper("只收 PDF、Word、Excel、WPS、OFD 文件和 PNG、JPG 图片，并且内容要与文件名一致。")
