"""A table as a workbook: one sheet, a frozen head, a filter over the columns, ready to print on A4.

The sheet is written as text, row by row, into the package: a general writer of workbooks takes several times as long for
a table of which every row looks alike.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

Cell = str | int | date | None

MEMORY_BYTES = 4_000_000
ROWS_AT_ONCE = 200
# So many ways to write a cell are remembered, of texts no longer than this.
MOST_KNOWN, LONGEST_KNOWN = 5000, 30
# Quick to pack; a table of words shrinks to a tenth all the same.
LEVEL = 1
# What a cell of a workbook can hold.
MAX_CELL = 32_767
MAX_TITLE = 31
HEAD, BODY, DAY = 1, 2, 3
# The first day that a workbook counts as every other calendar does, and the day before its first.
FIRST_DAY, ZERO_DAY = date(1900, 3, 1), date(1899, 12, 30)

_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BORDER = "".join(
    f'<{side} style="thin"><color rgb="FFDFE3E8"/></{side}>' for side in ("left", "right", "top", "bottom")
)
# What text may not hold as it stands: marks of the format, signs that cannot be written, and what may look like one of those.
_SPECIAL = re.compile(r"[&<>_\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_WRITTEN = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
PARTS = {
    "[Content_Types].xml": f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>""",
    "xl/styles.xml": f"""<styleSheet xmlns="{_MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>
<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFEEF1F4"/><bgColor indexed="64"/></patternFill></fill></fills>
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>{_BORDER}<diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">
<alignment vertical="center" wrapText="1"/></xf>
<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1">
<alignment vertical="top" wrapText="1"/></xf>
<xf numFmtId="164" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1">
<alignment vertical="top"/></xf></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>""",
}


@dataclass(frozen=True, slots=True)
class BookColumn:
    """A column's heading and its width in characters."""

    label: str
    width: int


def table_book(*, title: str, columns: Sequence[BookColumn], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """The workbook as a file that stands at its beginning; rows are taken one by one and not kept in memory."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115 - handed to the caller
    try:
        _pack(file, title[:MAX_TITLE], columns, rows)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _pack(file: IO[bytes], title: str, columns: Sequence[BookColumn], rows: Iterable[Sequence[Cell]]) -> None:
    letters = [_letters(place) for place in range(len(columns))]
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=LEVEL) as package:
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_begin(columns).encode())
            written = _rows(sheet.write, letters, [[column.label for column in columns]], first=1, style=HEAD)
            written += _rows(sheet.write, letters, rows, first=2, style=BODY)
            bottom = max(written, 2)
            sheet.write(_end(f"A1:{letters[-1]}{bottom}").encode())
        for name, text in PARTS.items():
            package.writestr(name, _DECLARED + text)
        package.writestr("xl/workbook.xml", _DECLARED + _workbook(title, f"${letters[-1]}${bottom}"))


def _rows(
    write: Callable[[bytes], object], letters: Sequence[str], rows: Iterable[Sequence[Cell]], *, first: int, style: int
) -> int:
    """Write rows from the line `first` on, a few hundred at once, and return how many there were."""
    number, rest, cell = first, iter(rows), _Cells(style).__getitem__
    # The number of the line comes in at each #, the rest of each cell at %b; neither stands in a letter.
    line = "".join(['<row r="#">', *(f'<c r="{letter}#"%b' for letter in letters), "</row>"]).encode().split(b"#")
    while piece := list(islice(rest, ROWS_AT_ONCE)):
        lines = []
        for row in piece:
            if len(row) != len(letters):
                raise ValueError(f"a row of {len(row)} cells in a table of {len(letters)} columns")
            lines.append((b"%d" % number).join(line) % tuple(map(cell, row)))
            number += 1
        write(b"".join(lines))
    return number - first


class _Cells(dict[Cell, bytes]):
    """How cells are written behind their place; short ones are remembered, since most columns say the same over and over."""

    def __init__(self, style: int) -> None:
        super().__init__()
        self._style = style
        self._text = f' s="{style}" t="inlineStr"><is><t xml:space="preserve">'.encode()

    def __missing__(self, cell: Cell) -> bytes:
        if not isinstance(cell, str):
            return self._remember(cell, self._other(cell))
        text = cell if len(cell) <= MAX_CELL else cell[:MAX_CELL]
        if _SPECIAL.search(text):
            text = _writable(text)
        written = b"%b%b</t></is></c>" % (self._text, text.encode())
        return written if len(cell) > LONGEST_KNOWN else self._remember(cell, written)

    def _remember(self, cell: Cell, written: bytes) -> bytes:
        if len(self) < MOST_KNOWN:
            self[cell] = written
        return written

    def _other(self, cell: int | date | None) -> bytes:
        if cell is None:
            return f' s="{self._style}"/>'.encode()
        if not isinstance(cell, date):
            return f' s="{self._style}"><v>{cell}</v></c>'.encode()
        if cell < FIRST_DAY:
            return self[cell.isoformat()]
        return f' s="{DAY}"><v>{(cell - ZERO_DAY).days}</v></c>'.encode()


def _writable(text: str) -> str:
    """Text with marks of the format escaped, and what cannot be written as the format itself writes it."""
    told = _LOOKS_WRITTEN.sub("_x005F_", text)
    return escape(_UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", told))


def _begin(columns: Sequence[BookColumn]) -> str:
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{column.width + 0.7109375}" customWidth="1"/>'
        for place, column in enumerate(columns, start=1)
    )
    return (
        f'{_DECLARED}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        '<sheetView tabSelected="1" workbookViewId="0"><pane xSplit="2" ySplit="1" topLeftCell="C2" '
        'activePane="bottomRight" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{widths}</cols><sheetData>"
    )


def _end(area: str) -> str:
    return (
        f'</sheetData><autoFilter ref="{area}"/><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" '
        'header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def _workbook(title: str, last: str) -> str:
    """The sheet under its name, with what is filtered and the row that is printed on every page."""
    sheet = "'" + title.replace("'", "''") + "'"
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name={quoteattr(title)} sheetId="1" r:id="rId1"/>'
        f'</sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{escape(sheet)}!$A$1:{last}'
        f'</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">{escape(sheet)}!$1:$1</definedName>'
        "</definedNames></workbook>"
    )


def _letters(place: int) -> str:
    """The name of a column, counted from 0: A, B, … Z, AA."""
    return "".join(reversed(list(_letters_backwards(place + 1))))


def _letters_backwards(number: int) -> Iterator[str]:
    while number:
        number, rest = divmod(number - 1, 26)
        yield chr(ord("A") + rest)
