"""Word files that offices bring as their own layout, made part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
GOOD = ("云岭县整改办文件", "{{发文字号}}", "{{标题}}", "{{正文}}", "{{署名}}", "{{成文日期}}")


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of these runs."""
    inner = "".join(f'<w:r><w:t xml:space="preserve">{escape(run)}</w:t></w:r>' for run in runs)
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{inner}</w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of texts."""
    told = "".join(f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{told}</w:tbl>"


def link(target: str, kind: str = "image", *, outside: bool = True) -> str:
    """A relationship, to something outside the file unless told otherwise."""
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="rId9" Type="{_OFFICE}/{kind}" Target="{escape(target)}"{mode}/>'


def layout_of(
    body: str | Sequence[str] = GOOD,
    *,
    links: str = "",
    header: str = "",
    styles: str = "",
    more: dict[str, bytes] | None = None,
    kind: str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
) -> bytes:
    """A layout: paragraphs, or a body that is XML already."""
    inner = body if isinstance(body, str) else "".join(map(paragraph, body))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{inner}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:left="1000" w:right="1000"/></w:sectPr></w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
        f"</w:style>{styles}</w:styles>",
    }
    if header:
        parts["word/header1.xml"] = f'<w:hdr xmlns:w="{W}">{header}</w:hdr>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, text in parts.items():
            container.writestr(name, text)
        for name, data in (more or {}).items():
            container.writestr(name, data)
    return out.getvalue()
