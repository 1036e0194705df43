"""The numbers a browser writes before the items of an ordered list."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode as Node

from zhenggai.reading.formats.numerals import numeral

_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "cjk-decimal": "ideographDigital",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
}
_CHINESE = {"chineseCounting", "ideographDigital"}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w\-]+)", re.I)
_LABEL = re.compile(
    r"\s*(?:[一二三四五六七八九十]+(?:、|是)|[(（][一二三四五六七八九十\d]+[)）]|\d{1,3}[.、．)）](?!\d)|[①-⑳]|第[一二三四五六七八九十]+)"
)


def starts_with_label(text: str) -> bool:
    """Whether an item's author typed a number of his own."""
    return bool(_LABEL.match(text))


def item_label(item: Node) -> str:
    """Number and punctuation of an `li` in an `ol`; nothing in any other list."""
    parent = item.parent
    if parent is None or parent.tag != "ol":
        return ""
    style = _STYLE.search(parent.attributes.get("style") or "")
    kind = _FORMATS.get(style[1].lower() if style else parent.attributes.get("type") or "1")
    if kind is None:
        return "" if style and style[1].lower() == "none" else f"{_place(item, parent)}."
    return numeral(_place(item, parent), kind) + ("、" if kind in _CHINESE else ".")


def _place(item: Node, parent: Node) -> int:
    own = _whole(item.attributes.get("value"))
    if own is not None:
        return own
    items = [child for child in parent.iter(include_text=False) if child.tag == "li"]
    start = _whole(parent.attributes.get("start"))
    step = 1
    if "reversed" in parent.attributes:
        start, step = len(items) if start is None else start, -1
    index = next(place for place, child in enumerate(items) if child.mem_id == item.mem_id)
    return (1 if start is None else start) + step * index


def _whole(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 8 else None
