"""What styles.xml says about paragraphs: outline levels, bold, and the lists that styles belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhenggai.reading.formats.word.names import VAL, is_on, number_of, value_of, w, whole
from zhenggai.reading.formats.xml import Element

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)", re.I)
_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """One style, with only what it sets itself."""

    name: str
    base: str | None
    outline: int | None
    bold: bool | None
    list_id: str | None
    list_level: int | None


class Styles:
    """Styles by id; every question is answered along the chain of what a style is based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        for element in root.iter(w("style")) if root is not None else ():
            key = element.get(w("styleId"), "")
            self._styles[key] = _style(element)
            if element.get(w("type")) == "paragraph" and element.get(w("default")) in {"1", "true", "on"}:
                self._default = key

    def _chain(self, key: str | None) -> Iterator[tuple[str, Style]]:
        key = key or self._default
        for _ in range(_CHAIN):
            style = self._styles.get(key) if key is not None else None
            if key is None or style is None:
                return
            yield key, style
            key = style.base

    def heading(self, key: str | None) -> int | None:
        """Outline level of paragraphs in this style, 1 being the highest."""
        for _, style in self._chain(key):
            if style.outline is not None:
                return style.outline + 1 if style.outline < 9 else None
            if match := _HEADING.fullmatch(style.name):
                return int(match[1])
        return None

    def bold(self, key: str | None) -> bool:
        """Whether text in this style is bold."""
        return next((style.bold for _, style in self._chain(key) if style.bold is not None), False)

    def is_contents(self, key: str | None) -> bool:
        """Whether the style is that of a table of contents."""
        return any(_CONTENTS.match(style.name) for _, style in self._chain(key))

    def list_of(self, key: str | None) -> tuple[str, int | None, str] | None:
        """List id, level and the style that names them, where the style belongs to a list."""
        for found, style in self._chain(key):
            if style.list_id is not None:
                return style.list_id, style.list_level, found
        return None


def _style(element: Element) -> Style:
    paragraph = element.find(w("pPr"))
    numbering = paragraph.find(w("numPr")) if paragraph is not None else None
    name = element.find(w("name"))
    return Style(
        name=name.get(VAL, "") if name is not None else "",
        base=value_of(element, "basedOn"),
        outline=number_of(paragraph, "outlineLvl"),
        bold=is_on(element.find(w("rPr")), "b"),
        list_id=value_of(numbering, "numId"),
        list_level=whole(value_of(numbering, "ilvl")),
    )
