"""Paragraphs of a part of a Word file with the place of each, and their text across runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Element = Any
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Two braces around anything but braces.
PLACE = re.compile(r"\{\{([^{}]*)\}\}")


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a paragraph as a sentence with its numbers; `top` ones stand in the text itself, in no table."""

    pattern: str
    facts: dict[str, int]
    top: bool = False


def paragraphs(root: Element, *, part: str = "") -> Iterator[tuple[Where, Element]]:
    """Each paragraph of a part with its place; `part` is 页眉, 页脚 or 脚注, or nothing for the text."""
    cells = _cells(root)
    number = 0
    for paragraph in root.iter(f"{W}p"):
        above = next(paragraph.iterancestors(f"{W}tc"), None)
        if above is not None:
            table, row, cell = cells[above]
            yield (
                Where(f"{part}第 $table 张表第 $row 行第 $cell 格", {"table": table, "row": row, "cell": cell}),
                paragraph,
            )
            continue
        number += 1
        top = not part and paragraph.getparent().tag == f"{W}body"
        yield Where(f"{part}第 $number 段", {"number": number}, top), paragraph


def _cells(root: Element) -> dict[Element, tuple[int, int, int]]:
    return {
        cell: (table_number, row_number, cell_number)
        for table_number, table in enumerate(root.iter(f"{W}tbl"), start=1)
        for row_number, row in enumerate(table.iterchildren(f"{W}tr"), start=1)
        for cell_number, cell in enumerate(row.iterdescendants(f"{W}tc"), start=1)
    }


def pieces_of(paragraph: Element) -> list[Element]:
    """The elements that hold the text of a paragraph, without those of boxes inside it."""
    return [piece for piece in paragraph.iter(f"{W}t") if next(piece.iterancestors(f"{W}p")) is paragraph]


def text_of(paragraph: Element) -> str:
    """The text of a paragraph, however it is cut into runs."""
    return "".join(piece.text or "" for piece in pieces_of(paragraph))
