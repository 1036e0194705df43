"""The one input file of a document folder, as the bytes a user would hand to the reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from builders import docx_of, xlsx_of
from zhenggai.reading.blocks import Cell, Paragraph, Table


def load_input(folder: Path) -> tuple[str, bytes]:
    """Return the file name and the bytes of the document in this folder.

    :raises FileNotFoundError: where the folder holds no input.
    """
    for name in ("text.txt", "page.html"):
        if (folder / name).exists():
            return name, (folder / name).read_bytes()
    recipe = json.loads((folder / "table.json").read_text(encoding="utf-8"))
    name = f"{folder.name}.{recipe['format']}"
    return name, _BUILDERS[recipe["format"]](recipe["blocks"])


def _workbook(blocks: list[Any]) -> bytes:
    """Build the one sheet of a ledger."""
    (sheet,) = blocks
    merges = [tuple(area) for area in sheet.get("merges", ())]
    book: bytes = xlsx_of(sheet["rows"], merges, name=sheet["name"])
    return book


def _word(blocks: list[Any]) -> bytes:
    """Build a document of paragraphs and tables."""
    document: bytes = docx_of([Paragraph(block) if isinstance(block, str) else _table(block) for block in blocks])
    return document


def _table(block: dict[str, Any]) -> Table:
    """Build a table; the places of a merged area share one cell."""
    rows = [[Cell(str(value or "")) for value in row] for row in block["rows"]]
    for first, left, last, right in block.get("merges", ()):
        for row in range(first, last + 1):
            rows[row][left : right + 1] = [rows[first][left]] * (right - left + 1)
    return Table(tuple(tuple(row) for row in rows))


_BUILDERS = {"xlsx": _workbook, "docx": _word}
