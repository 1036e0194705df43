"""Word documents: from a text or from blocks, with typed or automatic numbers, or from raw XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from zhenggai.reading.blocks import Paragraph, Table

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# Levels of official prose: 一、 then (一) then 1. then (1).
_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "(%2)"), ("decimal", "%3."), ("decimal", "(%4)"))
_LABELS = (r"[一二三四五六七八九十]+、", r"[((][一二三四五六七八九十]+[))]", r"\d+[..](?!\d)", r"[((]\d+[))]")


def zip_of(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return out.getvalue()


def docx_with(
    body: str,
    *,
    numbering: str | None = None,
    styles: str | None = None,
    extra: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A document whose `w:body` holds this XML; side parts only where given, as lean programs write them."""
    parts: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>',
    }
    side = {"numbering": numbering, "styles": styles}
    links = "".join(
        f'<Relationship Id="{kind}" Type="{RELATIONS}/{kind}" Target="{kind}.xml"/>'
        for kind, inner in side.items()
        if inner is not None
    )
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'
    for kind, inner in side.items():
        if inner is not None:
            parts[f"word/{kind}.xml"] = f"<w:{kind} {NAMESPACES}>{inner}</w:{kind}>"
    return zip_of({**parts, **(extra or {})})


def docx_of(content: str | Sequence[Paragraph | Table], *, numbered: bool = False) -> bytes:
    """A document with one paragraph per line or block.

    With `numbered`, typed labels (一、 (一) 1. (1)) become Word's automatic numbers.
    """
    blocks = [Paragraph(line) for line in content.split("\n")] if isinstance(content, str) else content
    body = "".join(
        _table(block) if isinstance(block, Table) else _paragraph(block, numbered=numbered) for block in blocks
    )
    return docx_with(body, numbering=_numbering() if numbered else None)


def _paragraph(block: Paragraph, *, numbered: bool) -> str:
    text, properties = block.text, ""
    if numbered:
        for level, pattern in enumerate(_LABELS):
            match = re.match(pattern, text)
            if match:
                text = text[match.end() :]
                properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
                break
    if block.heading is not None:
        properties += f'<w:outlineLvl w:val="{block.heading - 1}"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{_run(text, bold=block.bold)}</w:p>"


def _run(text: str, *, bold: bool = False) -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{'<w:rPr><w:b/></w:rPr>' if bold else ''}{lines}</w:r>"


def _table(table: Table) -> str:
    """Cells that are the same object are written merged, across and down."""
    rows = []
    for index, row in enumerate(table.rows):
        cells = []
        place = 0
        while place < len(row):
            cell, first = row[place], place
            while place < len(row) and row[place] is cell:
                place += 1
            above = index > 0 and first < len(table.rows[index - 1]) and table.rows[index - 1][first] is cell
            below = index + 1 < len(table.rows) and table.rows[index + 1][first] is cell
            merge = '<w:vMerge w:val="continue"/>' if above else '<w:vMerge w:val="restart"/>' if below else ""
            shape = f'<w:tcPr><w:gridSpan w:val="{place - first}"/>{merge}</w:tcPr>'
            inner = "" if above else "".join(f"<w:p>{_run(line)}</w:p>" for line in cell.text.split("\n"))
            cells.append(f"<w:tc>{shape}{inner or '<w:p/>'}</w:tc>")
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (shape, text) in enumerate(_LEVELS)
    )
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
