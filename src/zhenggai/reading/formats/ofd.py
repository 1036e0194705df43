"""OFD, the national fixed-layout format (GB/T 33190): pages of placed text."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from zhenggai.reading.blocks import Document
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.archive import Archive
from zhenggai.reading.formats.limits import Limits
from zhenggai.reading.formats.lines import Glyph, lines_of
from zhenggai.reading.formats.paragraphs import paragraphs_of
from zhenggai.reading.formats.xml import Element, parse

_LONGEST = 100_000


def open_ofd(archive: Archive, *, limits: Limits) -> Document:
    """:raises Unreadable: where the file is damaged or has no text."""
    lines = []
    for number, path in enumerate(_pages(archive)):
        lines += lines_of(_glyphs(parse(archive.read(path))), page=number)
    blocks = paragraphs_of(lines)
    if not blocks:
        raise Unreadable(faults.NO_TEXT)
    return Document(format="ofd", blocks=blocks)


def _pages(archive: Archive) -> Iterator[str]:
    """Paths of the pages, in order."""
    for root in _named(parse(archive.read("OFD.xml")), "DocRoot"):
        document = _path("", root.text or "")
        if document not in archive:
            raise Unreadable(faults.DAMAGED)
        for page in _named(parse(archive.read(document)), "Page"):
            place = _path(posixpath.dirname(document), page.get("BaseLoc", ""))
            if place in archive:
                yield place


def _path(folder: str, place: str) -> str:
    place = place.strip().replace("\\", "/")
    return place.lstrip("/") if place.startswith("/") else posixpath.normpath(posixpath.join(folder, place))


def _named(root: Element, name: str) -> Iterator[Element]:
    """Descendants of this name, whatever namespace the writer believed in."""
    yield from root.iter(f"{{*}}{name}")


def _glyphs(page: Element) -> Iterator[Glyph]:
    for text in _named(page, "TextObject"):
        left, top = _numbers(text.get("Boundary", ""))[:2] or (0.0, 0.0)
        across, down = _scale(text)
        size = float(text.get("Size", "0") or 0) or 1.0
        for code in _named(text, "TextCode"):
            yield from _placed(code, left, top, size, across, down)


def _placed(code: Element, left: float, top: float, size: float, across: float, down: float) -> Iterator[Glyph]:
    """Characters of one code, each moved on from the one before it by DeltaX and DeltaY."""
    characters = (code.text or "")[:_LONGEST]
    steps, drops = _deltas(code.get("DeltaX", "")), _deltas(code.get("DeltaY", ""))
    x, y = _first(code.get("X")), _first(code.get("Y"))
    for index, character in enumerate(characters):
        step = steps[index] if index < len(steps) else size * (0.5 if character.isascii() else 1)
        start = left + x * across
        yield Glyph(character, start, start + min(step, size) * across, top + y * down, size * across)
        x += step
        y += drops[index] if index < len(drops) else 0


def _scale(text: Element) -> tuple[float, float]:
    """Stretching of the object's own matrix, across and down."""
    matrix = _numbers(text.get("CTM", ""))
    return (abs(matrix[0]) or 1.0, abs(matrix[3]) or 1.0) if len(matrix) == 6 else (1.0, 1.0)


def _first(text: str | None) -> float:
    return next(iter(_numbers(text or "")), 0.0)


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split()]
    except ValueError:
        return []


def _deltas(text: str) -> list[float]:
    """Distances, with the shorthand `g 3 5.6` for three times 5.6."""
    parts = text.split()
    steps: list[float] = []
    place = 0
    try:
        while place < len(parts) and len(steps) < _LONGEST:
            if parts[place] == "g":
                steps += [float(parts[place + 2])] * min(int(parts[place + 1]), _LONGEST)
                place += 3
            else:
                steps.append(float(parts[place]))
                place += 1
    except (ValueError, IndexError):
        return steps
    return steps
