"""The styles of official documents as Word keeps them: names, typefaces, sizes, indents and the grid of 22 lines by 28 characters."""

from __future__ import annotations

from dataclasses import dataclass

from zhenggai.papers.official.fonts import FONTS

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Twentieths of a point. 22 lines fill 225 mm; 28 characters fill 156 mm when each of 16 pt stands 0.25 pt closer.
LINE = 579
CLOSER = -5
INDENT = 630
# Four characters from the right edge, where who signs and the day stand.
SIGNED = 1260
# Further annexes stand below the first: two characters and 附件： from the edge.
ANNEX_INDENT = INDENT // 2 * 5
SMALL_LINE = 400
# A character of the imprint, which stands one in from both edges.
IMPRINT_LETTER = 280
OFF_GRID = '<w:snapToGrid w:val="0"/>'


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; sizes in half-points. `first`, `left` and `right` are indents, `level` the outline level of a heading."""

    id: str
    name: str
    font: str = "body"
    size: int = 32
    align: str = "both"
    first: int = 0
    right: int = 0
    left: int = 0
    line: int = LINE
    level: int | None = None
    keep: bool = False
    new_page: bool = False
    closer: int = CLOSER
    before: int = 0
    after: int = 0


STYLES: tuple[Style, ...] = (
    Style("Normal", "Normal", first=INDENT),
    Style("Title", "Title", "title", 44, "center", line=700, keep=True, after=LINE, closer=0),
    Style("Heading1", "heading 1", "heading", first=INDENT, level=0, keep=True),
    Style("Heading2", "heading 2", "subheading", first=INDENT, level=1, keep=True),
    Style("Heading3", "heading 3", "body", first=INDENT, level=2, keep=True),
    Style("Heading4", "heading 4", "body", first=INDENT, level=3, keep=True),
    Style("DocumentNumber", "发文字号", align="center", after=LINE),
    Style("Addressee", "主送机关", align="left"),
    Style("Note", "说明", size=28, align="both", line=520, closer=0, after=120),
    Style("AnnexNote", "附件说明", align="left", first=INDENT, before=LINE, keep=True),
    Style("AnnexNext", "附件说明续行", align="left", left=ANNEX_INDENT, keep=True),
    Style("Annex", "附件", "heading", align="left", new_page=True, keep=True),
    Style("SignedBy", "署名", align="right", right=SIGNED, before=LINE * 2, keep=True),
    Style("SignedOn", "成文日期", align="right", right=SIGNED),
    Style("TableHead", "表格标题行", "heading", 21, "center", line=SMALL_LINE, closer=0),
    Style("TableText", "表格文字", "body", 21, "left", line=SMALL_LINE, closer=0),
    Style("TableCentred", "表格文字居中", "body", 21, "center", line=SMALL_LINE, closer=0),
    Style("TableDense", "表格密排", "body", 18, "left", line=260, closer=0),
    Style("TableDenser", "表格较密排", "body", 16, "left", line=220, closer=0),
    Style("TableDensest", "表格最密排", "body", 14, "left", line=180, closer=0),
    Style("FormText", "表单文字", "body", 24, "left", line=460, closer=0),
    Style("FormName", "表单项目", "heading", 24, "center", line=460, closer=0),
    Style("Imprint", "版记", size=28, align="left", left=IMPRINT_LETTER, right=IMPRINT_LETTER, line=520, closer=0),
    Style(
        "ImprintCopies",
        "版记抄送",
        size=28,
        align="both",
        first=-3 * IMPRINT_LETTER,
        left=4 * IMPRINT_LETTER,
        right=IMPRINT_LETTER,
        line=520,
        closer=0,
    ),
    Style("PageOdd", "页码单页", "page", 28, "right", right=280, line=0, closer=0),
    Style("PageEven", "页码双页", "page", 28, "left", first=280, line=0, closer=0),
)


def styles_part() -> str:
    """The part of a Word file that defines the styles."""
    return (
        f'<w:styles xmlns:w="{NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>{_fonts("body")}<w:sz w:val="32"/>'
        '<w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        f"{''.join(map(_style, STYLES))}</w:styles>"
    )


def _style(style: Style) -> str:
    usual = ' w:default="1"' if style.id == "Normal" else ""
    based = "" if style.id == "Normal" else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{usual} w:styleId="{style.id}"><w:name w:val="{style.name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{_paragraph(style)}</w:pPr><w:rPr>{_run(style)}</w:rPr></w:style>"
    )


def _paragraph(style: Style) -> str:
    line = f' w:line="{style.line}" w:lineRule="exact"' if style.line else ""
    chars = ' w:firstLineChars="200"' if style.first == INDENT else ' w:firstLineChars="0"'
    first = f'w:firstLine="{style.first}"' if style.first >= 0 else f'w:hanging="{-style.first}"'
    return (
        f"{'<w:keepNext/>' if style.keep else ''}{'<w:pageBreakBefore/>' if style.new_page else ''}"
        '<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        f"{'' if style.line in (0, LINE) else OFF_GRID}"
        f'<w:spacing w:before="{style.before}" w:after="{style.after}"{line}/>'
        f'<w:ind{chars} {first} w:left="{style.left}" w:right="{style.right}"/>'
        f'<w:jc w:val="{style.align}"/>{"" if style.level is None else f"""<w:outlineLvl w:val="{style.level}"/>"""}'
    )


def _run(style: Style) -> str:
    return (
        f'{_fonts(style.font)}<w:b w:val="0"/><w:color w:val="000000"/>'
        f'<w:spacing w:val="{style.closer}"/><w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>'
    )


def _fonts(key: str) -> str:
    font = FONTS[key]
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}" w:hint="eastAsia"/>'
