"""XML of office files: no document types, no entities, no network, bounded depth, streamed where it may be long."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.archive import Archive

# lxml ships no types; an element is named here once.
Element = Any

_FORBIDDEN = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.\-]+)["']""")
_ENCODINGS = {b"utf-8", b"utf-16", b"utf8", b"us-ascii", b"ascii", b"gb18030", b"gbk", b"gb2312"}
_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def checked(data: bytes) -> bytes:
    """The bytes of a part, where they may be parsed.

    :raises Unreadable: where they declare a document type or an entity, or hide in a rare encoding.
    """
    if any(mark in data for mark in _FORBIDDEN):
        raise Unreadable(faults.HAS_ENTITIES)
    encoding = _DECLARED.match(data[:300].removeprefix(b"\xef\xbb\xbf"))
    if not data.lstrip().startswith(_STARTS) or (encoding and encoding[1].lower() not in _ENCODINGS):
        raise Unreadable(faults.DAMAGED)
    return data


def parse(data: bytes) -> Element:
    """Root element of a small part.

    :raises Unreadable: where it is malformed or declares entities.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(checked(data).lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(faults.DAMAGED) from error


def stream(data: bytes, *, tags: tuple[str, ...]) -> Iterator[Element]:
    """Elements of these tags as they end; the caller clears what it has read.

    :raises Unreadable: where the part is malformed or declares entities.
    """
    events = etree.iterparse(
        io.BytesIO(checked(data).lstrip()),
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in events:
            yield element
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(faults.DAMAGED) from error


def release(element: Element) -> None:
    """Give back the memory of an element that has been read, and of all before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Relationships of an office part: id → (last word of the type, path of the target)."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive:
        return {}
    found = {}
    for element in parse(archive.read(path)).iter(_RELATION):
        if element.get("TargetMode") == "External":
            continue
        target = element.get("Target", "")
        full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[element.get("Id", "")] = (element.get("Type", "").rsplit("/", 1)[-1], full)
    return found


def related(archive: Archive, part: str, kind: str) -> str | None:
    """Path of the first existing part that `part` names by this kind of relationship."""
    for name, target in relations(archive, part).values():
        if name == kind and target in archive:
            return target
    return None
