"""The rows of a ledger become problems: merged and continued cells unfolded, measures cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zhenggai.domain.numbering import label_value
from zhenggai.domain.report import Measure, Problem, Span, State
from zhenggai.reading.normal import PlacedTable
from zhenggai.reading.structure.labels import Label, match_label
from zhenggai.reading.structure.marks import Marks
from zhenggai.reading.structure.measures import cut_measures, first_chain, trim
from zhenggai.reading.structure.problems import responsible_names
from zhenggai.reading.structure.titles import state_of, title_span, without_state_note
from zhenggai.reading.tables.columns import Layout, Use

_SUM_ROW = re.compile(r"合\s?计|总\s?计|小\s?计|填报|填表|备注|注:|说明:|制表|审核")
_LABEL_MARKS = str.maketrans("", "", "().、 ")
_SHORT_STATE = 16


@dataclass(slots=True)
class Entry:
    """One problem's cells, gathered over the rows it covers, by what their columns are for."""

    cells: dict[Use, list[tuple[str, Span]]] = field(default_factory=dict)
    aspect: Span | None = None
    title: Span = (0, 0)
    span: Span = (0, 0)

    def take(self, use: Use, name: str, span: Span) -> None:
        """Remember a cell once, however many rows it covers."""
        found = self.cells.setdefault(use, [])
        if span[0] < span[1] and (name, span) not in found:
            found.append((name, span))


@dataclass(frozen=True, slots=True)
class Banner:
    """A row with one text across all columns: the name of an aspect."""

    span: Span


def read_rows(text: str, table: PlacedTable, layout: Layout) -> Iterator[Entry | Banner]:
    """Entries and banners in row order."""
    entry: Entry | None = None
    for row in table.rows[layout.first_row :]:
        filled = [span for span in dict.fromkeys(row) if span[0] < span[1]]
        if not filled or (len(filled) <= 2 and _SUM_ROW.match(text[filled[0][0] : filled[0][1]])):
            continue
        if len(filled) == 1 and row.count(filled[0]) > max(1, len(row) // 2):
            if entry is not None:
                yield entry
                entry = None
            yield Banner(filled[0])
            continue
        title = _title_cell(row, layout)
        if title is not None and (entry is None or title != entry.title):
            if entry is not None:
                yield entry
            entry = Entry(title=title)
        if entry is not None:
            _fill(entry, row, layout)
    if entry is not None:
        yield entry


def _title_cell(row: Sequence[Span], layout: Layout) -> Span | None:
    for column, span in zip(layout.columns, row, strict=True):
        if column.use == "problem" and span[0] < span[1]:
            return span
    return None


def _fill(entry: Entry, row: Sequence[Span], layout: Layout) -> None:
    for column, span in zip(layout.columns, row, strict=True):
        if column.use == "aspect" and span[0] < span[1]:
            entry.aspect = entry.aspect or span
        if column.name:
            entry.take(column.use, column.name, span)
    filled = [span for span in row if span[0] < span[1]]
    first = min(span[0] for span in filled)
    last = max(span[1] for span in filled)
    entry.span = (min(entry.span[0], first) if entry.span[1] else first, max(entry.span[1], last))


def problem_of(text: str, entry: Entry, marks: Marks) -> Problem:
    """The problem that an entry's cells describe."""
    label = match_label(text, entry.title[0])
    if label is not None and label.end >= entry.title[1]:
        label = None
    line_end = text.find("\n", *entry.title)
    heading = title_span(text, label.end if label else entry.title[0], entry.title[1] if line_end < 0 else line_end)
    title, note = without_state_note(text, heading.span)
    number, printed = _number(text, entry, label)
    rest = trim(text, (heading.body, entry.title[1]))
    description = [text[a:b] for a, b in (rest, *(span for _, span in entry.cells.get("detail", []))) if a < b]
    first = min(entry.span[0], entry.title[0])
    return Problem(
        number=number,
        label=printed,
        title=text[title[0] : title[1]],
        span=(first, entry.span[1]),
        description="\n".join(description) or None,
        state=_state(text, entry, note),
        responsible=responsible_names(f"{name}:{text[a:b]}" for name, (a, b) in entry.cells.get("responsible", [])),
        measures=_measures(text, entry, marks),
        extra=_extra(text, entry),
    )


def _number(text: str, entry: Entry, label: Label | None) -> tuple[int | None, str | None]:
    for _, (first, last) in entry.cells.get("number", []):
        printed = text[first:last]
        value = label_value(printed.translate(_LABEL_MARKS))
        if value is None and (found := match_label(text, first)) is not None:
            value = found.number
        return value, printed
    return (label.number, label.text) if label else (None, None)


def _measures(text: str, entry: Entry, marks: Marks) -> tuple[Measure, ...]:
    cells = [span for _, span in entry.cells.get("measures", [])]
    if not cells:
        cells = [span for _, span in entry.cells.get("progress", []) if not _is_bare_state(text, span)]
    if first_chain(cells, marks):
        return cut_measures(text, cells, marks).measures
    return tuple(measure for span in cells for measure in _lines_of(text, span))


def _lines_of(text: str, span: Span) -> list[Measure]:
    """Measures of a cell without markers: its lines."""
    lines = []
    start = span[0]
    for line in text[span[0] : span[1]].split("\n"):
        end = start + len(line)
        first, last = trim(text, (start, end))
        label = match_label(text, first)
        body = trim(text, (label.end, last)) if label else (first, last)
        if first < last:
            lines.append(Measure(label.text if label else None, text[body[0] : body[1]], (first, last)))
        start = end + 1
    return lines


def _is_bare_state(text: str, span: Span) -> bool:
    said = text[span[0] : span[1]].strip("。")
    return len(said) <= _SHORT_STATE and not any(mark in said for mark in ",;。") and state_of(said) is not None


def _state(text: str, entry: Entry, note: str | None) -> State | None:
    if note and (state := state_of(note)):
        return state
    for use in ("state", "progress"):
        for _, (first, last) in entry.cells.get(use, []):
            said = re.split(r"[,。;\n]", text[first:last], maxsplit=1)[0]
            if len(said) <= _SHORT_STATE and (state := state_of(said)):
                return state
    return None


def _extra(text: str, entry: Entry) -> tuple[tuple[str, str], ...]:
    """Every column that has no field of its own, by its printed name; nothing is dropped."""
    kept: dict[str, str] = {}
    for use, cells in entry.cells.items():
        if use in ("number", "aspect", "problem", "detail", "measures"):
            continue
        for name, (first, last) in cells:
            value = text[first:last]
            kept[name] = f"{kept[name]}\n{value}" if name in kept else value
    return tuple(kept.items())
