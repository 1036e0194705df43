"""A layout unpacked within limits, examined or filled, and packed again: the inside of the child of `layouts`."""

from __future__ import annotations

import io
import zipfile
from base64 import b64encode
from typing import Any

from lxml import etree

from zhenggai.papers.layouts import Filling, fill, mistakes_in
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import Limits
from zhenggai.reading.formats.archive import Archive
from zhenggai.reading.formats.faults import DAMAGED
from zhenggai.reading.formats.word.names import transitional
from zhenggai.reading.formats.xml import parse, related

_DAY = (1980, 1, 1, 0, 0, 0)
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Of what a finished file may weigh.
LARGEST = 100_000_000


def examine(data: bytes, limits: Limits) -> dict[str, Any]:
    """Every mistake of a layout.

    :raises Unreadable: where it is no Word file, damaged, or a bomb.
    """
    parts, roots, main = _opened(data, limits)
    return {"mistakes": [mistake.plain() for mistake in mistakes_in(roots, tuple(parts), main)]}


def lay_out(data: bytes, filling: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """The finished file of a layout without mistakes.

    :raises Unreadable: where it has some, or grew too large.
    """
    parts, roots, main = _opened(data, limits)
    if mistakes_in(roots, tuple(parts), main):
        raise Unreadable(DAMAGED)
    fill(roots, main, Filling(**filling))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, _DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            container.writestr(member, _written(roots[name]) if name in roots else content)
    if out.tell() > LARGEST:
        raise Unreadable(DAMAGED)
    return {"docx": b64encode(out.getvalue()).decode()}


def _opened(data: bytes, limits: Limits) -> tuple[dict[str, bytes], dict[str, Any], str]:
    archive = Archive(data, limits=limits)
    main = related(archive, "", "officeDocument") or "word/document.xml"
    if main != "word/document.xml" or main not in archive:
        raise Unreadable(DAMAGED)
    parts = {name: archive.read(name) for name in archive.names() if not name.endswith("/")}
    roots = {name: parse(transitional(data)) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    return parts, roots, main


def _written(root: Any) -> bytes:
    return _HEAD + bytes(etree.tostring(root, encoding="utf-8"))
