"""The parts of a Word file that are the same for every paper."""

from __future__ import annotations

from zhenggai.papers.official.fonts import WORD_TAKES
from zhenggai.papers.official.styles import NAMESPACE

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_INNER = {"rId1": ("styles", "styles.xml"), "rId2": ("settings", "settings.xml"), "rId3": ("fontTable", "fontTable.xml"),
    "rId4": ("footer", "footer1.xml"), "rId5": ("footer", "footer2.xml")}  # fmt: skip
_CONTENT = {
    "document": "document.main",
    "styles": "styles",
    "settings": "settings",
    "fontTable": "fontTable",
    "footer1": "footer",
    "footer2": "footer",
}


def page_part(style: str) -> str:
    """A foot that holds the number of the page between dashes."""
    field = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    return f'<w:ftr xmlns:w="{NAMESPACE}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{field}</w:p></w:ftr>'


PARTS: dict[str, str] = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
            for name, kind in _CONTENT.items()
        )
        + '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for key, (kind, target) in _INNER.items()
        )
        + "</Relationships>"
    ),
    "word/settings.xml": (
        f'<w:settings xmlns:w="{NAMESPACE}"><w:evenAndOddHeaders/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/></w:settings>'
    ),
    "word/fontTable.xml": (
        f'<w:fonts xmlns:w="{NAMESPACE}">'
        + "".join(
            f'<w:font w:name="{font}"><w:altName w:val="{taken}"/></w:font>' for font, taken in WORD_TAKES.items()
        )
        + "</w:fonts>"
    ),
}
