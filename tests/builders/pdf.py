"""PDF files with a text layer: lines broken by the page, page numbers, an optional running head."""

from __future__ import annotations

import io

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_FONT = "STSong-Light"
_WIDTH, _HEIGHT = 595.0, 842.0
_LEFT, _TOP, _LEADING = 80.0, 740.0, 28.0
_SIZE, _LARGE, _SMALL = 16.0, 22.0, 10.5
_LINES = 22
_FORBIDDEN_AT_START = "。,、;:?!”》)】」』…%"


def pdf_of(
    text: str,
    *,
    per_line: int = 27,
    indent: int = 2,
    hang: int = 0,
    title: tuple[str, ...] = (),
    numbers: str = "— {page} —",
    running_head: str = "",
    password: str = "",
) -> bytes:
    """A4 pages in official layout: `per_line` characters a line, a number on each page.

    First lines begin `indent` characters from the edge, the others `hang`; `title` is centred, larger, line by line.
    """
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(_WIDTH, _HEIGHT), encrypt=password or None)
    lines = [line for paragraph in text.split("\n") for line in broken(paragraph, per_line, indent=indent, hang=hang)]
    pages = _pages(lines, len(title))
    for page, content in enumerate(pages, start=1):
        top = _draw_title(canvas, title) if page == 1 else _TOP
        canvas.setFont(_FONT, _SIZE)
        for row, (left, line) in enumerate(content):
            canvas.drawString(_LEFT + left * _SIZE, top - row * _LEADING, line)
        canvas.setFont(_FONT, _SMALL)
        canvas.drawString(_LEFT, _TOP + 2 * _LEADING, running_head)
        canvas.drawCentredString(_WIDTH / 2, 60, numbers.format(page=page, pages=len(pages)))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _pages(lines: list[tuple[int, str]], taken: int) -> list[list[tuple[int, str]]]:
    first, rest = lines[: _LINES - taken], lines[_LINES - taken :]
    return [first, *(rest[place : place + _LINES] for place in range(0, len(rest), _LINES))]


def _draw_title(canvas: Canvas, title: tuple[str, ...]) -> float:
    """Height at which the text goes on below the title."""
    canvas.setFont(_FONT, _LARGE)
    for row, line in enumerate(title):
        canvas.drawCentredString(_WIDTH / 2, _TOP - row * _LEADING, line)
    return _TOP - len(title) * _LEADING


def broken(paragraph: str, per_line: int, *, indent: int = 2, hang: int = 0) -> list[tuple[int, str]]:
    """Lines of one paragraph, each with its indent in characters; no line begins with a closing mark."""
    lines: list[tuple[int, str]] = []
    rest, left = paragraph, indent
    while rest:
        end = _fit(rest, per_line - left)
        while end < len(rest) and rest[end] in _FORBIDDEN_AT_START:
            end += 1
        lines.append((left, rest[:end]))
        rest, left = rest[end:], hang
    return lines


def _fit(text: str, places: int) -> int:
    """How many characters fill so many full-width places."""
    used = 0.0
    for index, character in enumerate(text):
        used += 0.5 if character.isascii() else 1
        if used > places:
            return index
    return len(text)
