"""PDF files with a text layer: lines broken by the page, page numbers, an optional running head."""

from __future__ import annotations

import io

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_FONT = "STSong-Light"
_WIDTH, _HEIGHT = 595.0, 842.0
_LEFT, _TOP, _SIZE, _LEADING = 80.0, 740.0, 16.0, 28.0
_LINES = 22
_FORBIDDEN_AT_START = "。,、;:?!”》)】」』…%"


def pdf_of(
    text: str, *, per_line: int = 27, numbers: str = "— {page} —", running_head: str = "", password: str = ""
) -> bytes:
    """A4 pages in official layout: two characters of indent, `per_line` characters a line, a number on each page."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(_WIDTH, _HEIGHT), encrypt=password or None)
    lines = [line for paragraph in text.split("\n") for line in broken(paragraph, per_line)]
    pages = [lines[first : first + _LINES] for first in range(0, len(lines), _LINES)]
    for page, content in enumerate(pages, start=1):
        canvas.setFont(_FONT, _SIZE)
        if running_head:
            canvas.drawString(_LEFT, _TOP + 2 * _LEADING, running_head)
        for row, (indent, line) in enumerate(content):
            canvas.drawString(_LEFT + indent * _SIZE, _TOP - row * _LEADING, line)
        if numbers:
            canvas.drawCentredString(_WIDTH / 2, 60, numbers.format(page=page, pages=len(pages)))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def broken(paragraph: str, per_line: int) -> list[tuple[int, str]]:
    """Lines of one paragraph, each with its indent in characters; no line begins with a closing mark."""
    lines: list[tuple[int, str]] = []
    rest, indent = paragraph, 2
    while rest:
        end = _fit(rest, per_line - indent)
        while end < len(rest) and rest[end] in _FORBIDDEN_AT_START:
            end += 1
        lines.append((indent, rest[:end]))
        rest, indent = rest[end:], 0
    return lines


def _fit(text: str, places: int) -> int:
    """How many characters fill so many full-width places."""
    used = 0.0
    for index, character in enumerate(text):
        used += 0.5 if character.isascii() else 1
        if used > places:
            return index
    return len(text)
