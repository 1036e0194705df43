"""A text with what was read marked in it, as HTML.

Marks may overlap in any way. The text is cut at every edge of a mark; each piece carries the classes of all marks over it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from django.utils.safestring import SafeString, mark_safe

MarkKind = Literal["problem", "section", "measure", "figure", "date", "promise", "doubt", "here"]

# One letter each keeps a page of ten thousand marks small.
CLASSES: dict[MarkKind, str] = {
    "problem": "p",
    "section": "s",
    "measure": "m",
    "figure": "f",
    "date": "d",
    "promise": "r",
    "doubt": "q",
    "here": "h",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open range of the text and what it was read as.

    `anchor` is the id of its beginning, `link` where a click leads, `note` what a pointer resting on it is told.
    """

    kind: MarkKind
    first: int
    last: int
    anchor: str = ""
    link: str = ""
    note: str = ""


def marked_text(text: str, marks: Iterable[Mark], *, first: int = 0, last: int | None = None) -> SafeString:
    """Paragraphs of `text[first:last]` as HTML, escaped, with the marks that fall into it."""
    end = len(text) if last is None else last
    inside = sorted((m for m in marks if m.first < end and m.last > first), key=lambda m: (m.first, -m.last))
    edges = _edges(text, inside, first, end)
    # Every character that could be markup has been escaped piece by piece.
    return mark_safe("".join(_paragraphs(text, inside, edges)))  # noqa: S308


def _edges(text: str, marks: Sequence[Mark], first: int, last: int) -> list[int]:
    edges = {first, last}
    for mark in marks:
        edges.add(max(mark.first, first))
        edges.add(min(mark.last, last))
    place = text.find("\n", first, last)
    while place >= 0:
        edges.update((place, place + 1))
        place = text.find("\n", place + 1, last)
    return sorted(edges)


def _paragraphs(text: str, marks: Sequence[Mark], edges: Sequence[int]) -> Iterable[str]:
    waiting = iter(marks)
    upcoming = next(waiting, None)
    over: list[Mark] = []
    yield "<p>"
    for begin, end in itertools.pairwise(edges):
        over = [mark for mark in over if mark.last > begin]
        started = []
        while upcoming is not None and upcoming.first <= begin:
            started.append(upcoming)
            upcoming = next(waiting, None)
        over.extend(mark for mark in started if mark.last > begin)
        yield "".join(f'<span class="anchor" id="{escape(mark.anchor)}"></span>' for mark in started if mark.anchor)
        yield "</p>\n<p>" if text[begin:end] == "\n" else _piece(text[begin:end], over)
    yield "</p>"


def _piece(text: str, over: Sequence[Mark]) -> str:
    words = escape(text, quote=False)
    if not over:
        return words
    classes = " ".join(dict.fromkeys(CLASSES[mark.kind] for mark in over))
    note = next((mark.note for mark in reversed(over) if mark.note), "")
    title = f' title="{escape(note)}"' if note else ""
    link = next((mark.link for mark in reversed(over) if mark.link), "")
    if link:
        return f'<a class="{classes}" href="{escape(link)}"{title}>{words}</a>'
    return f'<span class="{classes}"{title}>{words}</span>'
