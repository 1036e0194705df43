"""OFD files (GB/T 33190) with text placed line by line."""

from __future__ import annotations

from xml.sax.saxutils import escape

from builders.pdf import broken
from builders.word import zip_of

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_LINES = 22
_LEFT, _TOP, _SIZE, _LEADING = 28.0, 37.0, 5.6, 10.0


def ofd_of(text: str, *, per_line: int = 27) -> bytes:
    """A4 pages with `per_line` characters a line and a number on each page."""
    lines = [line for paragraph in text.split("\n") for line in broken(paragraph, per_line)]
    pages = [lines[first : first + _LINES] for first in range(0, len(lines), _LINES)]
    links = "".join(f'<ofd:Page ID="{page}" BaseLoc="Pages/Page_{page}/Content.xml"/>' for page in range(len(pages)))
    parts: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {_NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f"<ofd:Document {_NAMESPACE}><ofd:Pages>{links}</ofd:Pages></ofd:Document>",
    }
    for page, content in enumerate(pages):
        objects = "".join(
            _object(_LEFT + indent * _SIZE, _TOP + row * _LEADING, line) for row, (indent, line) in enumerate(content)
        )
        objects += _object(100, 280, f"— {page + 1} —")
        parts[f"Doc_0/Pages/Page_{page}/Content.xml"] = (
            f'<ofd:Page {_NAMESPACE}><ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    return zip_of(parts)


def _object(left: float, top: float, line: str) -> str:
    deltas = " ".join(str(_SIZE if not character.isascii() else _SIZE / 2) for character in line[1:])
    boundary = f"{left:.2f} {top:.2f} {len(line) * _SIZE:.2f} {_SIZE:.2f}"
    code = f'<ofd:TextCode X="0" Y="{_SIZE * 0.85:.2f}" DeltaX="{deltas}">{escape(line)}</ofd:TextCode>'
    return f'<ofd:TextObject ID="9" Boundary="{boundary}" Font="1" Size="{_SIZE}">{code}</ofd:TextObject>'
