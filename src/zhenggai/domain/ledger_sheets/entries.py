"""The rows of somebody's own ledger as entries: merged cells unfolded, measures cut apart, deadlines understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from zhenggai.domain.ledger_sheets.columns import SheetMapping
from zhenggai.domain.ledger_sheets.deadlines import Deadline, deadline_of
from zhenggai.domain.ledger_sheets.measures import measures_in
from zhenggai.domain.ledger_sheets.reports import NOWHERE, ReportCells, SheetReport, Standing, reports_in, standing_in
from zhenggai.domain.planning import names_in
from zhenggai.domain.registers.heads import Head
from zhenggai.domain.states import TASK_KINDS
from zhenggai.domain.workbooks.base import RefusedCell, sentence
from zhenggai.domain.workbooks.cells import CellRefused, narrow, plain

Row = Sequence[str]
_SUM_ROW = re.compile(r"合\s*计|总\s*计|小\s*计|填\s*报|填\s*表|制\s*表|审\s*核|备\s*注|注\s*[：:]|说\s*明")
_HONOUR = re.compile(r"[（(][^（）()]*[）)]|同志$|^(?:组长|副组长)[：:]")
_KIND_WORDS = (
    ("立行", "immediate"),
    ("立即", "immediate"),
    ("长期", "long_term"),
    ("分阶段", "staged"),
    ("限期", "timed"),
)
# What each row says for itself, so that an empty cell says nothing.
_OF_ROWS = frozenset({"measures", "progress", "result", "next_step", "status"})
# What an entry says of its task as a whole.
TASK_FIELDS = ("target", "leader", "unit", "co_units", "person", "deadline", "kind")


@dataclass(frozen=True, slots=True)
class SheetMeasure:
    """A measure; unit and deadline where its own row says another than the entry."""

    text: str
    unit: str = ""
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a ledger says of one problem. `place` is its first row as people count; `values` holds what is not empty.

    `year_inferred` says that a year was not written, and follows from the day of the feedback.
    """

    place: int
    number: str
    problem: str
    values: dict[str, str]
    measures: tuple[SheetMeasure, ...] = ()
    refused: tuple[RefusedCell, ...] = ()
    year_inferred: bool = False
    reports: tuple[SheetReport, ...] = ()
    standing: Standing = NOWHERE

    @property
    def key(self) -> str:
        """What the entry is called on pages and where decisions are kept."""
        return str(self.place)


@dataclass(slots=True)
class _Gathered:
    """The cells of an entry's rows, by use; the first row says what holds of all."""

    place: int
    rows: list[dict[str, str]] = field(default_factory=list)


def entries_of(rows: Sequence[Row], head: Head, mapping: SheetMapping, *, feedback: date | None) -> tuple[Entry, ...]:
    """The entries of a sheet below its head, in order."""
    places = {use: head.columns.index(heading) for use, heading in mapping.columns}
    return tuple(_entry(found, feedback) for found in _gather(rows, head, places))


def _gather(rows: Sequence[Row], head: Head, places: dict[str, int]) -> Iterator[_Gathered]:
    current: _Gathered | None = None
    for index in range(head.first_row, len(rows)):
        cells = rows[index]
        if _says_nothing(cells, places):
            continue
        told = {use: plain(cells[place]) if place < len(cells) else "" for use, place in places.items()}
        if current is None or _opens(told, current.rows[-1]):
            if current is not None:
                yield current
            current = _Gathered(index + 1)
            current.rows.append(told)
        else:
            # A cell that goes over several rows is written in the first of them, or in each.
            known = current.rows[-1]
            kept = {use: told[use] or known[use] for use in told if use not in _OF_ROWS}
            current.rows.append({**told, **kept})
    if current is not None:
        yield current


def _says_nothing(cells: Row, places: dict[str, int]) -> bool:
    """Whether a row is empty, a sum, or one text across the sheet, such as the name of an aspect."""
    texts = [text for cell in cells if (text := plain(cell))]
    if not texts or (len(set(texts)) <= 2 and _SUM_ROW.match(texts[0])):
        return True
    if len(set(texts)) > 1:
        return False
    own = {place for use, place in places.items() if use != "number"}
    standing = [place for place, cell in enumerate(cells) if plain(cell)]
    return len(standing) > 1 or standing[0] not in own


def _opens(told: dict[str, str], before: dict[str, str]) -> bool:
    """Whether a row begins another entry: it names a problem, or a number, other than that of the row above it."""
    named = [use for use in ("number", "problem") if told.get(use)]
    return any(narrow(told[use]) != narrow(before[use]) for use in named)


def _entry(found: _Gathered, feedback: date | None) -> Entry:
    first = found.rows[0]
    values, refused = _task_values(first)
    days, cells, inferred = _deadlines(found.rows, feedback)
    refused.extend(cells)
    entry = Entry(found.place, first.get("number", ""), first.get("problem", ""), values, year_inferred=inferred)
    stated = [day for day in days if day.day]
    if stated:
        values["deadline"] = max(day.day for day in stated if day.day).isoformat()
    if "kind" not in values:
        kind = next((day.kind for day in days if day.kind not in ("unset", "timed")), "")
        values.update({"kind": kind} if kind else {})
    measures, rows_of = _measures(found.rows, values, days)
    reports = reports_in([_report_cells(row) for row in found.rows], rows_of)
    standing = standing_in([row.get(use, "") for row in found.rows for use in ("status", "progress", "result")])
    return replace(entry, measures=measures, refused=tuple(refused), reports=reports, standing=standing)


def _report_cells(row: dict[str, str]) -> ReportCells:
    return ReportCells(row.get("progress", ""), row.get("result", ""), row.get("next_step", ""))


def _task_values(first: dict[str, str]) -> tuple[dict[str, str], list[RefusedCell]]:
    values: dict[str, str] = {}
    refused: list[RefusedCell] = []
    for use in ("target", "unit", "person", "leader", "co_units", "kind"):
        text = first.get(use, "")
        if not text:
            continue
        try:
            values[use] = _READERS.get(use, plain)(text)
        except CellRefused as refusal:
            refused.append(RefusedCell(use, text[:200], sentence(refusal)))
    if "unit" in values:
        lead, *others = names_in(values["unit"]) or ("",)
        values["unit"] = lead
        together = dict.fromkeys([*others, *names_in(values.get("co_units", ""))])
        values["co_units"] = "、".join(name for name in together if name != lead)
    return {use: text for use, text in values.items() if text}, refused


def _deadlines(rows: Sequence[dict[str, str]], feedback: date | None) -> tuple[list[Deadline], list[RefusedCell], bool]:
    days: list[Deadline] = []
    refused: dict[str, RefusedCell] = {}
    for row in rows:
        text = row.get("deadline", "")
        try:
            days.append(deadline_of(text, feedback=feedback))
        except CellRefused as refusal:
            days.append(Deadline())
            refused[text] = RefusedCell("deadline", text[:200], sentence(refusal))
    return days, list(refused.values()), any(day.inferred for day in days)


def _measures(
    rows: Sequence[dict[str, str]], values: dict[str, str], days: Sequence[Deadline]
) -> tuple[tuple[SheetMeasure, ...], tuple[int, ...]]:
    """The measures, and for each the row in which it stands, counted from 0."""
    found: list[SheetMeasure] = []
    rows_of: list[int] = []
    said = ""
    for place, (row, deadline) in enumerate(zip(rows, days, strict=True)):
        text = row.get("measures", "")
        if not text or text == said:
            continue
        said = text
        unit = next(iter(names_in(row.get("unit", ""))), "")
        day = deadline.day.isoformat() if deadline.day else ""
        own_unit = unit if unit != values.get("unit", "") else ""
        own_day = day if day != values.get("deadline", "") else ""
        cut = measures_in(text)
        found.extend(SheetMeasure(one, own_unit, own_day) for one in cut)
        rows_of.extend(place for _one in cut)
    return tuple(found), tuple(rows_of)


def _leader(text: str) -> str:
    names = names_in(_HONOUR.sub("", text.replace("\n", "、")).strip())
    bare = [_HONOUR.sub("", name) for name in names]
    if len(bare) > 1:
        raise CellRefused("写了几位领导：$names。一项任务只有一位牵头领导。", names="、".join(bare)[:60])
    return bare[0] if bare else ""


def _co_units(text: str) -> str:
    return "、".join(names_in(text))


def _kind(text: str) -> str:
    wanted = narrow(text)
    exact = next((key for key, word in TASK_KINDS.items() if word == wanted and key != "unset"), "")
    found = exact or next((key for word, key in _KIND_WORDS if word in wanted), "")
    if not found:
        words = "、".join(word for key, word in TASK_KINDS.items() if key != "unset")
        raise CellRefused("没有“$text”这种整改类型，请写：$words。", text=text[:20], words=words)
    return found


_READERS = {"leader": _leader, "co_units": _co_units, "kind": _kind}
