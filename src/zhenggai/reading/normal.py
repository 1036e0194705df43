"""One text out of many blocks: the normal text that every span counts in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from zhenggai.domain.report import Doubt, Span
from zhenggai.reading.blocks import Cell, Document, Table
from zhenggai.reading.furniture import is_furniture, published_on
from zhenggai.reading.signature import SIGNED_DATE, looks_signed
from zhenggai.reading.structure.fields import match_field
from zhenggai.reading.structure.labels import match_label

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_IRREGULAR = re.compile(
    r"[\uff01-\uff5e\uff61-\uff64\u3000\xa0\u2002-\u200f\u202a-\u202e\u2060\ufeff\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]"
)
_REPLACED: dict[str, str] = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict(zip("｡｢｣､", "。「」、", strict=True)),
    **{chr(code): " " for code in (0x3000, 0xA0, 0x09, *range(0x2002, 0x200B))},
    **{
        chr(code): ""
        for code in (
            *range(0x09),
            *range(0x0E, 0x20),
            0x7F,
            0xFEFF,
            0x2060,
            *range(0x200B, 0x2010),
            *range(0x202A, 0x202F),
        )
    },
    **{chr(code): "\n" for code in (0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029)},
}
_MEASURE_START = re.compile(r"[一二三四五六七八九十]{1,3}是")
_INSIDE = re.compile(r"[。;]")
_UNFINISHED = re.compile(r"[\u4e00-\u9fffA-Za-z0-9,、(]")
_LONG_PROSE = 40
_SHORT_PROSE = 12
_TITLE_ENDS = ("通报", "公告", "公示", "报告", "方案", "情况", "台账", "清单")
_WRAPPED_LINES = 12
_NARROWEST = 20
_WIDEST = 80
_RAGGED = 3


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table in the normal text: where each cell's text stands; a merged cell's place stands in each of its cells."""

    rows: tuple[tuple[Span, ...], ...]
    span: Span
    name: str | None


@dataclass(frozen=True, slots=True)
class NormalText:
    """The text, the first offset of each line of prose, and the tables between them."""

    text: str
    lines: tuple[int, ...]
    tables: tuple[PlacedTable, ...] = ()
    headings: dict[int, int] = field(default_factory=dict)
    published: date | None = None
    title: str | None = None
    doubts: tuple[Doubt, ...] = ()


def normal_characters(text: str) -> str:
    """Half-width ASCII, plain blanks and line breaks, no control characters; lines stripped, empty ones gone."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    place = 0
    while match := _IRREGULAR.search(text, place):
        character = match.group()
        replaced = _REPLACED.get(character)
        text = _SURROGATE.sub("\ufffd", text) if replaced is None else text.replace(character, replaced)
        place = match.start()
    return "\n".join(line for each in text.split("\n") if (line := each.strip(" ")))


class _Writer:
    """Collects lines and tables and remembers where each one came to stand."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.lines: list[int] = []
        self.tables: list[PlacedTable] = []
        self.headings: dict[int, int] = {}
        self.doubts: list[Doubt] = []
        self.published: date | None = None

    def add_line(self, line: str, heading: int | None) -> None:
        start = self._begin()
        self.lines.append(start)
        if heading is not None:
            self.headings[start] = heading
        self._put(line)

    def join_line(self, line: str, *, is_noted: bool) -> None:
        seam = self.length
        self._put(line)
        if not is_noted:
            return
        self.doubts.append(
            Doubt(
                "reading.mended",
                "info",
                f"“{self.parts[-2][-6:]}”与“{line[:6]}”之间的断行已接上",
                (max(0, seam - 6), min(self.length, seam + 6)),
            )
        )

    def add_table(self, table: Table) -> None:
        start = self._begin()
        places: dict[int, Span] = {}
        rows: list[tuple[Span, ...]] = []
        for row in table.rows:
            if rows:
                self._put("\n")
            rows.append(self._add_row(row, places))
        self.tables.append(PlacedTable(tuple(rows), (start, self.length), table.name))

    def _add_row(self, row: Sequence[Cell], places: dict[int, Span]) -> tuple[Span, ...]:
        spans: list[Span] = []
        for column, cell in enumerate(row):
            if id(cell) not in places:
                if column:
                    self._put("\t")
                first = self.length
                self._put(normal_characters(cell.text))
                places[id(cell)] = (first, self.length)
            spans.append(places[id(cell)])
        return tuple(spans)

    def _begin(self) -> int:
        if self.length:
            self._put("\n")
        return self.length

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def normalise(document: Document) -> NormalText:
    """The normal text of a document: furniture dropped, broken paragraphs joined, tables printed row by row."""
    writer = _Writer()
    last_line = ""
    signed = False
    for block in document.blocks:
        if isinstance(block, Table):
            writer.add_table(block)
            last_line = ""
            continue
        lines = normal_characters(block.text).split("\n")
        width = _wrapped_at(lines)
        last_length = 0
        for line in lines:
            if not line or _dropped(line, writer, signed=signed):
                continue
            wrapped = width is not None and last_length >= width and _goes_on(last_line, line)
            last_length = len(line)
            if last_line and block.heading is None and (wrapped or _is_broken(last_line, line)):
                writer.join_line(line, is_noted=not wrapped)
                last_line += line
                continue
            writer.add_line(line, block.heading)
            signed = signed or (SIGNED_DATE.fullmatch(line) is not None and looks_signed(last_line))
            last_line = line
    for note in document.mended:
        writer.doubts.append(Doubt("reading.mended", "info", note.what, (0, 0)))
    return NormalText(
        "".join(writer.parts),
        tuple(writer.lines),
        tuple(writer.tables),
        writer.headings,
        document.published or writer.published,
        normal_characters(document.title) if document.title else None,
        tuple(writer.doubts),
    )


def _wrapped_at(lines: Sequence[str]) -> int | None:
    """Length from which a line counts as full in a text that breaks all its lines at one width; None in any other."""
    longest = max(map(len, lines), default=0)
    full = longest - _RAGGED
    is_wrapped = (
        len(lines) >= _WRAPPED_LINES
        and _NARROWEST <= longest <= _WIDEST
        and sum(len(line) >= full for line in lines) * 4 >= len(lines)
    )
    return full if is_wrapped else None


def _goes_on(previous: str, line: str) -> bool:
    """Whether a full line ends inside a sentence that the next line goes on with."""
    return previous[-1:] not in "。;:!?" and not previous.endswith(_TITLE_ENDS) and not _starts_anew(line)


def _dropped(line: str, writer: _Writer, *, signed: bool) -> bool:
    """Whether a line is furniture; a publication date met on such a line is kept aside."""
    if not is_furniture(line):
        return signed and not _may_follow_signature(line)
    day = published_on(line)
    if day is not None and writer.published is None:
        try:
            writer.published = date(*day)
        except ValueError:
            return True
    return True


def _may_follow_signature(line: str) -> bool:
    """After the signature only an appendix, a contact line or a further numbered part is still the report's."""
    return (
        line.startswith(("附", "抄送", "抄报", "联系", "监督电话", "(联系", "欢迎", "表"))
        or match_label(line, 0) is not None
        or "整改" in line
        or line.endswith("印发")
    )


def _is_broken(previous: str, line: str) -> bool:
    """Whether a page broke one paragraph between these two lines."""
    if not _UNFINISHED.match(previous[-1]) or _starts_anew(line):
        return False
    if previous[-1] in ",、(":
        return len(previous) >= 12
    if _starts_anew(previous) and not _MEASURE_START.match(previous) and "。" not in previous:
        return False
    prose = _INSIDE.search(previous) is not None or ("," in previous and len(previous) >= _LONG_PROSE)
    prose = prose or (_MEASURE_START.match(previous) is not None and len(previous) >= _SHORT_PROSE)
    return prose and not looks_signed(line) and (len(line) > 30 or line[-1] in "。;!?" or "。" in line)


def _starts_anew(line: str) -> bool:
    return (
        match_label(line, 0) is not None
        or match_field(line, 0) is not None
        or _MEASURE_START.match(line) is not None
        or SIGNED_DATE.fullmatch(line) is not None
        or line.startswith(("针对", "关于", "下一步"))
    )
