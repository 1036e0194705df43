"""The body of a Word document, block by block and in order, with its numbers written out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhenggai.reading.blocks import Cell, Paragraph, Table
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.grid import table_of
from zhenggai.reading.formats.limits import Limits
from zhenggai.reading.formats.word.names import number_of, value_of, w, whole
from zhenggai.reading.formats.word.numbering import Numbering
from zhenggai.reading.formats.word.styles import Styles
from zhenggai.reading.formats.word.text import gather
from zhenggai.reading.formats.xml import Element

Block = Paragraph | Table

_PARAGRAPH, _TABLE, _ROW, _CELL = w("p"), w("tbl"), w("tr"), w("tc")
# What only wraps blocks: content controls, tracked insertions, custom markup.
_WRAPPERS = {w(name) for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_WIDEST = 1_000


class Body:
    """Turns elements into blocks; it remembers where each list has counted to."""

    def __init__(self, *, styles: Styles, numbering: Numbering, limits: Limits) -> None:
        self._styles = styles
        self._numbering = numbering
        self._limits = limits
        self._pending = ""
        self._in_cell = False

    def blocks(self, element: Element, *, depth: int = 0) -> Iterator[Block]:
        """Blocks of one element of the body.

        :raises Unreadable: where tables and boxes nest too deep.
        """
        if depth > self._limits.depth // 4:
            raise Unreadable(faults.TOO_DEEP, limit=self._limits.depth // 4)
        if element.tag == _PARAGRAPH:
            yield from self._paragraph(element, depth)
        elif element.tag == _TABLE:
            yield from self._table(element, depth)
        elif element.tag in _WRAPPERS:
            for child in element:
                yield from self.blocks(child, depth=depth + 1)

    def _paragraph(self, element: Element, depth: int) -> Iterator[Block]:
        properties = element.find(w("pPr"))
        style = value_of(properties, "pStyle")
        if self._styles.is_contents(style):
            return
        gathered = gather(element, bold=self._styles.bold(style), depth=self._limits.depth)
        text = self._pending + gathered.text
        if _mark_is_deleted(properties):
            self._pending = text
        else:
            self._pending = ""
            label = self._label(properties, style)
            # An empty numbered paragraph counts; its number alone means something only in a cell (序号).
            if text.strip() or (label and self._in_cell):
                yield Paragraph((label + text).rstrip(), heading=self._heading(properties, style), bold=gathered.bold)
        for box in gathered.boxes:
            for child in box:
                yield from self.blocks(child, depth=depth + 1)

    def _heading(self, properties: Element | None, style: str | None) -> int | None:
        own = number_of(properties, "outlineLvl")
        if own is None:
            return self._styles.heading(style)
        return own + 1 if own < 9 else None

    def _label(self, properties: Element | None, style: str | None) -> str:
        """The automatic number; a blank keeps a bare digit apart from the text."""
        numbering = properties.find(w("numPr")) if properties is not None else None
        list_id = value_of(numbering, "numId")
        level = whole(value_of(numbering, "ilvl"))
        inherited = self._styles.list_of(style)
        if list_id is None and inherited is not None:
            list_id, own_level, owner = inherited
            level = level if level is not None else own_level
            level = level if level is not None else self._numbering.level_of_style(list_id, owner)
        if list_id is None or list_id == "0":
            return ""
        label = self._numbering.next_label(list_id, level or 0)
        return f"{label} " if label[-1:].isalnum() and label[-1:].isascii() else label

    def _table(self, element: Element, depth: int) -> Iterator[Block]:
        """A grid; or, where the table only lays out the page, what stands in its cells."""
        grid = [self._row(row, depth) for row in _children(element, _ROW)]
        distinct = {id(content): content for line in grid for _, content in line}
        if _is_layout([len(line) for line in grid], distinct.values()):
            for content in distinct.values():
                yield from content
            return
        made: dict[int, Cell] = {key: Cell(_flat(content)) for key, content in distinct.items()}
        table = table_of(_merged(grid, made), limit=self._limits.cells)
        if table is not None:
            yield table

    def _row(self, row: Element, depth: int) -> list[tuple[str | None, list[Block]]]:
        """One entry per place: how it merges with the row above, and what the cell holds."""
        properties = row.find(w("trPr"))
        if properties is not None and properties.find(w("del")) is not None:
            return []
        line: list[tuple[str | None, list[Block]]] = [
            (None, []) for _ in range(_bounded(number_of(properties, "gridBefore") or 0))
        ]
        for cell in _children(row, _CELL):
            shape = cell.find(w("tcPr"))
            content = self._content(cell, depth)
            if value_of(shape, "hMerge") == "continue" and line:
                line.append(line[-1])
                continue
            line += [(_vertical(shape), content)] * _bounded(number_of(shape, "gridSpan") or 1)
        return line

    def _content(self, cell: Element, depth: int) -> list[Block]:
        outside, self._in_cell = self._in_cell, True
        content = [block for child in cell for block in self.blocks(child, depth=depth + 1)]
        self._in_cell = outside
        return content


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also where a content control wraps them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _mark_is_deleted(properties: Element | None) -> bool:
    """Whether the paragraph's end was deleted under tracking, which joins it to the next."""
    mark = properties.find(w("rPr")) if properties is not None else None
    return mark is not None and mark.find(w("del")) is not None


def _bounded(places: int) -> int:
    return max(0, min(places, _WIDEST))


def _vertical(shape: Element | None) -> str | None:
    """`restart` where a merge downwards begins, `continue` where it goes on."""
    merge = shape.find(w("vMerge")) if shape is not None else None
    return None if merge is None else merge.get(w("val"), "continue")


def _merged(grid: list[list[tuple[str | None, list[Block]]]], made: dict[int, Cell]) -> list[list[Cell | None]]:
    rows: list[list[Cell | None]] = []
    for line in grid:
        above = rows[-1] if rows else []
        rows.append(
            [
                above[place] if merge == "continue" and place < len(above) else made[id(content)]
                for place, (merge, content) in enumerate(line)
            ]
        )
    return rows


def _is_layout(widths: list[int], contents: Iterable[list[Block]]) -> bool:
    """A single column, or a frame around another table, is no table of data."""
    blocks = [block for content in contents for block in content]
    return max(widths, default=0) <= 1 or any(isinstance(block, Table) and len(block.rows[0]) > 2 for block in blocks)


def _flat(content: list[Block]) -> str:
    return "\n".join(
        block.text
        if isinstance(block, Paragraph)
        else "\n".join("\t".join(cell.text for cell in dict.fromkeys(row)) for row in block.rows)
        for block in content
    ).strip()
