"""An article's elements into paragraphs and tables, in the order in which a browser shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode as Node

from zhenggai.reading.blocks import Cell, Paragraph, Table
from zhenggai.reading.formats.grid import Spanning, spread, table_of
from zhenggai.reading.formats.limits import Limits
from zhenggai.reading.formats.web.lists import item_label, starts_with_label
from zhenggai.reading.formats.web.nodes import BLOCK, SILENT, is_text

Block = Paragraph | Table

_SPACES = re.compile(r"[ \t\n\r\f]+")
# A line break in the source between two Chinese characters is the editor's, not the author's.
_SOURCE_BREAK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u2e80-\u9fff\uff00-\uffef])")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ROWS = {"tr"}
_CELLS = {"td", "th"}
_WIDEST = 1_000


@dataclass(slots=True)
class _Line:
    """The paragraph being gathered."""

    parts: list[str] = field(default_factory=list)
    bold: int = 0
    headings: list[int] = field(default_factory=list)
    label: str = ""
    written: bool = False
    plain: bool = False


class Flow:
    """Walks one article without recursion and closes a paragraph at every edge of a block."""

    def __init__(self, *, limits: Limits) -> None:
        self._limits = limits
        self._blocks: list[Block] = []
        self._line = _Line()

    def blocks(self, article: Node) -> tuple[Block, ...]:
        """:raises Unreadable: where a table exceeds the limits."""
        stack: list[tuple[Node, bool]] = [(article, False)]
        while stack:
            node, done = stack.pop()
            if done:
                self._leave(node)
            elif is_text(node):
                self._write(node)
            elif node.tag == "table" and node.mem_id != article.mem_id and (grid := _data_rows(node)):
                self._table(grid)
            elif node.tag not in SILENT:
                self._enter(node)
                stack.append((node, True))
                stack += [(child, False) for child in reversed(list(node.iter(include_text=True)))]
        self._close()
        return tuple(self._blocks)

    def _enter(self, node: Node) -> None:
        tag = node.tag
        if tag == "br":
            self._line.parts.append("\n")
            return
        if tag in BLOCK:
            self._close()
        if tag == "li":
            self._line.label = item_label(node)
        if tag in _HEADINGS:
            self._line.headings.append(_HEADINGS[tag])
        if _is_bold(node):
            self._line.bold += 1

    def _leave(self, node: Node) -> None:
        if node.tag in BLOCK:
            self._close()
        if node.tag == "li":
            self._line.label = ""
        if node.tag in _HEADINGS:
            self._line.headings.pop()
        if _is_bold(node):
            self._line.bold -= 1

    def _write(self, node: Node) -> None:
        text = _SPACES.sub(" ", _SOURCE_BREAK.sub("", node.text_content or ""))
        if text == " " and not self._line.parts:
            return
        self._line.parts.append(text)
        if text.strip():
            self._line.written = True
            self._line.plain = self._line.plain or not self._line.bold

    def _close(self) -> None:
        """End the paragraph; an item's number goes before its first one."""
        line = self._line
        text = _tidy("".join(line.parts))
        if line.written and text:
            label, line.label = line.label, ""
            heading = line.headings[-1] if line.headings else None
            numbered = text if starts_with_label(text) else label + text
            self._blocks.append(Paragraph(numbered, heading=heading, bold=not line.plain))
        line.parts, line.written, line.plain = [], False, False

    def _table(self, rows: list[list[Node]]) -> None:
        self._close()
        spans = ([_spanning(cell, self._limits) for cell in row] for row in rows)
        table = table_of(spread(spans, limit=self._limits.cells), limit=self._limits.cells)
        if table is not None:
            self._blocks.append(table)


def _tidy(text: str) -> str:
    return "\n".join(line.strip() for line in text.replace("\xa0", " ").replace("\u200b", "").split("\n")).strip()


def _is_bold(node: Node) -> bool:
    return node.tag in {"b", "strong"} or bool(_BOLD.search(node.attributes.get("style") or ""))


def _data_rows(table: Node) -> list[list[Node]]:
    """Cells by row, where the table holds data; empty where it lays out the page."""
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return []
    rows = [[cell for cell in row.iter(include_text=False) if cell.tag in _CELLS] for row in table.css("tr")]
    rows = [row for row in rows if row]
    texts = [cell.text(separator="").strip() for row in rows for cell in row]
    longest, total = max(map(len, texts), default=0), sum(map(len, texts))
    one_column = all(len(row) == 1 for row in rows)
    if one_column or (longest > 500 and longest > total * 0.8):
        return []
    return rows


def _spanning(cell: Node, limits: Limits) -> Spanning:
    inner = Flow(limits=limits).blocks(cell)
    text = "\n".join(block.text for block in inner if isinstance(block, Paragraph))
    return Spanning(Cell(text), across=_span(cell, "colspan"), down=_span(cell, "rowspan"))


def _span(cell: Node, name: str) -> int:
    text = (cell.attributes.get(name) or "").strip()
    return min(max(int(text), 1), _WIDEST) if text.isdecimal() and len(text) < 8 else 1
