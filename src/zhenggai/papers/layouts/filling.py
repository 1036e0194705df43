"""A layout with its placeholders replaced: each once, by text that was handed in and is not looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from zhenggai.papers.layouts.examining import Roots, sides_of
from zhenggai.papers.layouts.names import BODY, Filling
from zhenggai.papers.layouts.walking import PLACE, Element, W, paragraphs, pieces_of, text_of

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Styles of ours that an office may have its own of, by the name that Word gives them.
_OWN = {"Title": "title", **{f"Heading{level}": f"heading {level}" for level in range(1, 5)}}
_PREFIX = "Zhenggai"
# Controls of the body are numbered from here, away from those of the layout.
_CONTROLS = 7_000_000


def fill(roots: Roots, main: str, filling: Filling) -> None:
    """Replace every placeholder in place."""
    for _side, root in sides_of(roots, main):
        for _where, paragraph in list(paragraphs(root)):
            text = text_of(paragraph)
            if "{{" not in text:
                continue
            if PLACE.fullmatch(text.strip()) and text.strip().strip("{} ") == BODY:
                _put_body(paragraph, roots, filling, _room(roots[main]))
            else:
                _put_words(paragraph, filling.fields)


def _put_words(paragraph: Element, fields: dict[str, str]) -> None:
    pieces = pieces_of(paragraph)
    for found in reversed(list(PLACE.finditer(text_of(paragraph)))):
        words = fields.get(found[1].strip(), "")
        for piece, first, last in _touched(pieces, *found.span()):
            old = piece.text or ""
            piece.text = old[:first] + words + old[last:]
            piece.set(SPACE, "preserve")
            words = ""


def _touched(pieces: list[Element], first: int, last: int) -> Iterator[tuple[Element, int, int]]:
    """The pieces that hold these letters, with the letters of each."""
    place = 0
    for piece in list(pieces):
        size = len(piece.text or "")
        if place < last and first < place + size:
            yield piece, max(first - place, 0), min(last - place, size)
        place += size


def _put_body(paragraph: Element, roots: Roots, filling: Filling, room: int) -> None:
    body = etree.fromstring(filling.body.encode())
    styles = _Styles(roots.get("word/styles.xml"), filling.styles)
    pattern = paragraph.find(f"{W}pPr")
    for element in body.iter(f"{W}p"):
        styles.apply(element, pattern)
    for control in body.iter(f"{W}id"):
        control.set(f"{W}val", str(_CONTROLS + int(control.get(f"{W}val"))))
    _scale(body, room, filling.width)
    for element in list(body):
        paragraph.addprevious(element)
    paragraph.getparent().remove(paragraph)


class _Styles:
    """The styles of a layout, to which those of ours that it lacks are added when they are used."""

    def __init__(self, root: Any, ours: str) -> None:
        self._root = root
        self._ours = {one.get(f"{W}styleId"): one for one in etree.fromstring(ours.encode()).iter(f"{W}style")}
        self._names: dict[str, str] = {}
        for one in root.iter(f"{W}style") if root is not None else ():
            name = one.find(f"{W}name")
            if name is not None:
                self._names[name.get(f"{W}val", "").lower()] = one.get(f"{W}styleId", "")

    def apply(self, paragraph: Element, pattern: Element | None) -> None:
        """Give a paragraph of ours the style that it has in the layout; body text looks as the placeholder did."""
        properties = paragraph.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle")
        key = style.get(f"{W}val")
        if key != "Normal":
            style.set(f"{W}val", self._names.get(_OWN.get(key, "")) or self._added(key))
            return
        paragraph.remove(properties)
        if pattern is not None:
            paragraph.insert(0, deepcopy(pattern))

    def _added(self, key: str) -> str:
        name = f"{_PREFIX}{key}"
        if self._root is not None and name.lower() not in self._names:
            style = deepcopy(self._ours[key])
            style.set(f"{W}styleId", name)
            style.find(f"{W}name").set(f"{W}val", name)
            based = style.find(f"{W}basedOn")
            if based is not None:
                style.remove(based)
            self._root.append(style)
            self._names[name.lower()] = name
        return name


def _room(root: Element) -> int:
    """The width between the margins of the last section, in twentieths of a point; 0 where it does not say."""
    section = root.find(f"{W}body/{W}sectPr")
    size, margins = (section.find(f"{W}{name}") if section is not None else None for name in ("pgSz", "pgMar"))
    if size is None or margins is None:
        return 0
    try:
        return int(size.get(f"{W}w")) - int(margins.get(f"{W}left")) - int(margins.get(f"{W}right"))
    except (TypeError, ValueError):
        return 0


def _scale(body: Element, room: int, width: int) -> None:
    """Make tables as wide as the layout's page has room."""
    if room <= 0 or room == width:
        return
    for name in ("tblW", "gridCol", "tcW"):
        for element in body.iter(f"{W}{name}"):
            element.set(f"{W}w", str(int(element.get(f"{W}w")) * room // width))
