"""A composed paper as a Word file: passages as styled paragraphs, figures as locked content controls, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from zhenggai.domain.papers.facts import spoken
from zhenggai.domain.papers.passages import Composed, Passage, Table
from zhenggai.domain.papers.titles import first_line
from zhenggai.domain.papers.words import FigureField, Words, plain
from zhenggai.papers.official.fitting import fit_of
from zhenggai.papers.official.package import PARTS, page_part
from zhenggai.papers.official.styles import IMPRINT_LETTER, NAMESPACE, styles_part

# The dates inside a zip count from then; with one fixed day the same paper is the same file.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
# Word keeps no more of a control's name and mark.
LONGEST_TAG = 64
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# A letter of a title in twentieths of a point.
TITLE_LETTER = 440
_STYLE_OF: dict[str, str] = {
    "title": "Title",
    "addressee": "Addressee",
    "heading1": "Heading1",
    "heading2": "Heading2",
    "heading3": "Heading3",
    "heading4": "Heading4",
    "body": "Normal",
    "note": "Note",
    "annexes": "AnnexNote",
    "annex": "Annex",
    "signature": "SignedBy",
    "date": "SignedOn",
}
# Millimetres in twentieths of a point: the paper, its margins, and the width that is left for words.
_TALL = 'w:w="11906" w:h="16838"', 'w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"', 8844
# A3 upright, for a table that must stand on one page and does not fit A4.
_LARGE = 'w:w="16838" w:h="23811"', 'w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"', 13776
_TAIL = '<w:p><w:pPr><w:pStyle w:val="TableDensest"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
_WIDE = (
    'w:w="16838" w:h="11906" w:orient="landscape"',
    'w:top="1588" w:right="2098" w:bottom="1474" w:left="1984"',
    12756,
)
# Letters of a table across a page, and the lines up to which a row is not cut.
_LETTERS, _LETTERS_WIDE = 42, 60
_LINES, _LINES_WIDE = 12, 8
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx_of(paper: Composed) -> bytes:
    """The paper as a Word file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in _parts(paper).items():
            member = zipfile.ZipInfo(name, _ZIP_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            container.writestr(member, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')
    return out.getvalue()


def body_of(paper: Composed, passages: Iterable[Passage]) -> tuple[str, int]:
    """These passages of a paper as they stand in its Word file, for a page that somebody else laid out, and the width of tables."""
    return _Body(paper).bare(passages)


def _parts(paper: Composed) -> dict[str, str]:
    return {
        **PARTS,
        "docProps/core.xml": _core(paper),
        "word/document.xml": _Body(paper).part(),
        "word/styles.xml": styles_part(),
        "word/footer1.xml": page_part("PageOdd"),
        "word/footer2.xml": page_part("PageEven"),
    }


class _Body:
    """The body of one paper; content controls are numbered as they are written."""

    def __init__(self, paper: Composed) -> None:
        self._paper = paper
        self._ids = count(1)
        self._fit = fit_of(paper)
        large = self._fit is not None and self._fit.large
        self._size, self._margins, self._width = _WIDE if paper.wide else _LARGE if large else _TALL

    def bare(self, passages: Iterable[Passage]) -> tuple[str, int]:
        """These passages as a body without a page of its own, and how wide its tables are."""
        inner = "".join(self._passage(passage, behind="") for passage in passages)
        return f'<w:body xmlns:w="{NAMESPACE}">{inner}</w:body>', self._width

    def part(self) -> str:
        number = self._paper.document_number
        head = self._paragraph("DocumentNumber", (number,)) if number else ""
        inner = "".join(
            self._passage(passage, behind=before.kind if before else "", before=after.kind if after else "")
            for before, passage, after in neighbours(self._paper.passages)
        )
        # Word puts an empty line behind a table that ends a document; on a full page it would begin another one.
        last = self._paper.passages[-1] if self._paper.passages else None
        tail = _TAIL if last is not None and last.table is not None and last.table.dense else ""
        return (
            f'<w:document xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONS}"><w:body>{head}{inner}{tail}{self._imprint()}'
            '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
            f'<w:pgSz {self._size}/><w:pgMar {self._margins} w:header="851" w:footer="1304" w:gutter="0"/>'
            '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr></w:body></w:document>'
        )

    def _passage(self, passage: Passage, *, behind: str, before: str = "") -> str:
        if passage.table is not None:
            return self._table(passage.table)
        # A further title begins a page of its own, unless it is that of an annex.
        new_page = passage.kind == "title" and behind not in ("", "annex")
        style = "AnnexNext" if passage.kind == behind == "annexes" else _STYLE_OF[passage.kind]
        room = self._title_room(passage)
        return self._paragraph(style, passage.words, new_page=new_page, room=room, keep=is_kept(passage.kind, before))

    def _title_room(self, passage: Passage) -> int:
        """What a title is set in from both sides, so that its first line ends between words."""
        letters = first_line(passage.text) if passage.kind == "title" else 0
        return (self._width - letters * TITLE_LETTER - TITLE_LETTER // 4) // 2 if letters else 0

    def _paragraph(self, style: str, words: Words, *, new_page: bool = False, room: int = 0, keep: bool = False) -> str:
        page = f"{'<w:keepNext/>' if keep else ''}{'<w:pageBreakBefore/>' if new_page else ''}"
        inset = f'<w:ind w:left="{room}" w:right="{room}" w:firstLineChars="0" w:firstLine="0"/>' if room else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{page}{inset}</w:pPr>{"".join(self._runs(words))}</w:p>'

    def _runs(self, words: Words) -> Iterator[str]:
        for piece in words:
            if isinstance(piece, str):
                yield _run(piece)
            else:
                yield self._control(piece)

    def _control(self, field: FigureField) -> str:
        name = field.scope or field.source
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={_attribute(name)}/><w:tag w:val={_attribute(field.key)}/>"
            f'<w:id w:val="{next(self._ids)}"/><w:lock w:val="sdtContentLocked"/><w:text/></w:sdtPr>'
            f"<w:sdtContent>{_run(field.text)}</w:sdtContent></w:sdt>"
        )

    def _table(self, table: Table) -> str:
        widths = _widths(table, self._width)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        dense = self._fit.style if self._fit is not None and table.dense else ""
        names = [dense] * len(table.columns) if dense else ["TableHead"] * len(table.columns)
        head = "" if table.bare else self._row(_head(table), widths, names, repeated=True)
        styles = _cell_styles(table, dense)
        rows = "".join(
            self._row(row, widths, styles, whole=row_is_whole(row, table, wide=self._paper.wide)) for row in table.rows
        )
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
            f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
        )

    def _row(
        self,
        cells: tuple[Words, ...],
        widths: list[int],
        styles: list[str],
        *,
        repeated: bool = False,
        whole: bool = True,
    ) -> str:
        facts = f"<w:trPr>{'<w:cantSplit/>' if whole else ''}{'<w:tblHeader/>' if repeated else ''}</w:trPr>"
        inner = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{self._paragraph(style, cell)}</w:tc>'
            for cell, width, style in zip(cells, widths, styles, strict=True)
        )
        return f"<w:tr>{facts}{inner}</w:tr>"

    def _imprint(self) -> str:
        lines = imprint_lines(self._paper)
        if not lines:
            return ""
        rows = "".join(self._imprint_row(left, right) for left, right in lines)
        rules = "".join(
            f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
            for side, size in (("top", 8), ("bottom", 8), ("insideH", 6))
        )
        return (
            '<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin" w:tblpXSpec="left" w:tblpYSpec="bottom"/>'
            f'<w:tblW w:w="{self._width}" w:type="dxa"/><w:tblBorders>{rules}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f'<w:tblGrid><w:gridCol w:w="{self._width}"/></w:tblGrid>{rows}</w:tbl>{self._paragraph("TableText", ())}'
        )

    def _imprint_row(self, left: str, right: str) -> str:
        """A line of the imprint, one character in from both edges; what stands on the right ends there."""
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{self._width - IMPRINT_LETTER}"/></w:tabs>' if right else ""
        style = "Imprint" if right else "ImprintCopies"
        words = _run(left) + (f"<w:r><w:tab/></w:r>{_run(right)}" if right else "")
        return (
            f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{self._width}" w:type="dxa"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{tab}</w:pPr>{words}</w:p></w:tc></w:tr>'
        )


def imprint_lines(paper: Composed) -> list[tuple[str, str]]:
    """What stands at the foot of the last page, left and right: who gets copies, who printed it and when."""
    copies = [(f"抄送：{paper.copies_to}。", "")] if paper.copies_to else []
    return [*copies, (paper.printed_by, f"{spoken(paper.as_of)}印发")] if paper.printed_by else copies


def row_is_whole(row: tuple[Words, ...], table: Table, *, wide: bool) -> bool:
    """Whether a row is short enough to go to the next page as a whole; a tall one would leave half a page empty."""
    shares = sum(column.share for column in table.columns)
    letters = (_LETTERS_WIDE if wide else _LETTERS) / shares
    lines = (
        sum(-(-len(line) // max(1, int(letters * column.share) - 1)) for line in plain(cell).split("\n"))
        for cell, column in zip(row, table.columns, strict=True)
    )
    return max(lines, default=0) <= (_LINES_WIDE if wide else _LINES)


def neighbours(passages: Sequence[Passage]) -> Iterator[tuple[Passage | None, Passage, Passage | None]]:
    """Each passage between the one before it and the one after it."""
    return zip((None, *passages), passages, (*passages[1:], None), strict=False)


def is_kept(kind: str, before: str) -> bool:
    """Whether a paragraph stays with what follows, so that nobody signs on a page without words."""
    return kind == "body" and before in ("annexes", "signature")


def _run(text: str) -> str:
    if not text:
        return ""
    lines = (f'<w:t xml:space="preserve">{escape(printable(line))}</w:t>' for line in text.split("\n"))
    return f"<w:r>{'<w:br/>'.join(lines)}</w:r>"


def printable(text: str) -> str:
    """The text without what XML cannot hold."""
    return "".join(character for character in text if character >= " " or character in "\t\n")


def _attribute(text: str) -> str:
    return quoteattr(printable(text)[:LONGEST_TAG])


def _cell_styles(table: Table, dense: str) -> list[str]:
    if table.bare:
        return ["FormName", *["FormText"] * (len(table.columns) - 1)]
    if dense:
        return [dense] * len(table.columns)
    return ["TableCentred" if column.centred else "TableText" for column in table.columns]


def _head(table: Table) -> tuple[Words, ...]:
    return tuple((column.title,) for column in table.columns)


def _widths(table: Table, width: int) -> list[int]:
    whole = sum(column.share for column in table.columns)
    return [width * column.share // whole for column in table.columns]


def _core(paper: Composed) -> str:
    day = f"{paper.as_of.isoformat()}T00:00:00Z"
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(printable(paper.title))}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created></cp:coreProperties>'
    )
