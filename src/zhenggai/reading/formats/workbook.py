"""Excel workbooks (xlsx, xlsm): cells as a clerk sees them, read sparsely, so that an empty million of rows costs nothing.

calamine hides number formats, by which a share is told from a number, and lays out the whole used range at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenggai.reading.blocks import Document, Table
from zhenggai.reading.errors import Unreadable
from zhenggai.reading.formats import faults
from zhenggai.reading.formats.archive import Archive
from zhenggai.reading.formats.limits import Limits
from zhenggai.reading.formats.number_formats import Shape, shape_of, shown
from zhenggai.reading.formats.sparse import Area, Sparse
from zhenggai.reading.formats.xml import Element, parse, related, relations, release, stream

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_VISIBLE = {"", "visible"}


def open_workbook(archive: Archive, *, limits: Limits) -> Document:
    """:raises Unreadable: where the workbook is damaged, hostile, empty or too large."""
    main = related(archive, "", "officeDocument") or "xl/workbook.xml"
    if main not in archive:
        raise Unreadable(faults.DAMAGED)
    book = parse(archive.read(main))
    cells = _Cells(archive, main, from_1904=any(e.get("date1904") in {"1", "true"} for e in book.iter("{*}workbookPr")))
    tables = [
        table
        for name, path in _sheets(book, relations(archive, main))
        if path in archive and (table := _table(archive.read(path), name, cells, limits)) is not None
    ]
    if not tables:
        raise Unreadable(faults.NO_TEXT)
    return Document(format="xlsx", blocks=tuple(tables))


def _sheets(book: Element, targets: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Name and path of each sheet that a person sees."""
    for sheet in book.iter("{*}sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        kind, path = targets.get(link, ("", ""))
        if kind == "worksheet" and sheet.get("state", "") in _VISIBLE:
            yield sheet.get("name", ""), path


def _table(data: bytes, name: str, cells: _Cells, limits: Limits) -> Table | None:
    found = Sparse(limit=limits.cells)
    row = -1
    for element in stream(data, tags=("{*}row", "{*}mergeCell")):
        if element.tag.endswith("mergeCell"):
            area = _area(element.get("ref", ""))
            if area is not None:
                found.merge(area)
            continue
        row = _row_number(element.get("r"), row + 1)
        column = -1
        for cell in element.iterchildren("{*}c"):
            place = _REFERENCE.fullmatch(cell.get("r", ""))
            column = _column_number(place[1]) if place else column + 1
            found.put(row, column, cells.text(cell))
        release(element)
    return found.table(name)


def _row_number(text: str | None, otherwise: int) -> int:
    return int(text) - 1 if text is not None and text.isdecimal() and len(text) <= 7 else otherwise


def _column_number(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - ord("A") + 1
    return value - 1


def _area(text: str) -> Area | None:
    ends = [_REFERENCE.fullmatch(part) for part in text.split(":")]
    first, last = ends[0], ends[-1]
    if first is None or last is None:
        return None
    return (int(first[2]) - 1, _column_number(first[1]), int(last[2]) - 1, _column_number(last[1]))


class _Cells:
    """What the cells of one workbook share: its strings and its number formats."""

    def __init__(self, archive: Archive, main: str, *, from_1904: bool) -> None:
        self._from_1904 = from_1904
        strings = related(archive, main, "sharedStrings")
        self._strings = list(_strings(archive.read(strings))) if strings else []
        styles = related(archive, main, "styles")
        self._shapes = _shapes(parse(archive.read(styles))) if styles else []

    def text(self, cell: Element) -> str:
        """The cell as it is shown."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _written(cell)
        value = next((child.text or "" for child in cell.iterchildren("{*}v")), "")
        if kind == "s":
            index = int(value) if value.isdecimal() else -1
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if kind == "b":
            return "是" if value == "1" else "否"
        if kind == "n":
            return shown(value, self._shape(cell.get("s", "0")), from_1904=self._from_1904)
        return "" if kind == "e" else _plain(value.removesuffix("T00:00:00"))

    def _shape(self, index: str) -> Shape:
        place = int(index) if index.isdecimal() else 0
        return self._shapes[place] if place < len(self._shapes) else Shape()


def _strings(data: bytes) -> Iterator[str]:
    for item in stream(data, tags=("{*}si",)):
        yield _written(item)
        release(item)


def _written(item: Element) -> str:
    """Text of a string, without the reading aids that may stand beside it."""
    pieces = (
        text.text or ""
        for text in item.iter("{*}t")
        if not (text.getparent() is not None and text.getparent().tag.endswith("rPh"))
    )
    return _plain("".join(pieces))


def _plain(text: str) -> str:
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _shapes(styles: Element) -> list[Shape]:
    codes = {element.get("numFmtId", ""): element.get("formatCode", "") for element in styles.iter("{*}numFmt")}
    return [
        shape_of(number := element.get("numFmtId", "0"), codes.get(number))
        for group in styles.iter("{*}cellXfs")
        for element in group.iterchildren("{*}xf")
    ]
