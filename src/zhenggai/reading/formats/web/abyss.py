"""Pages nested so deep that a parser's time grows with the square of their size."""

from __future__ import annotations

import re

from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults

_DEEPEST = 3_000
# Elements that a browser never closes by itself; the others cannot pile up.
_PILING = (
    "div",
    "span",
    "font",
    "b",
    "i",
    "u",
    "em",
    "strong",
    "section",
    "article",
    "center",
    "ul",
    "ol",
    "table",
    "form",
    "a",
)


def refuse_abyss(page: str) -> None:
    """:raises Unreadable: where one kind of element is nested deeper than any honest page."""
    lower = page.lower()
    for tag in _PILING:
        if lower.count(f"<{tag}") > _DEEPEST and _depth(lower, tag) > _DEEPEST:
            raise Unreadable(faults.TOO_DEEP, limit=_DEEPEST)


def _depth(page: str, tag: str) -> int:
    deepest = depth = 0
    for match in re.finditer(rf"<(/?){tag}\b", page):
        depth = max(depth - 1, 0) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest
