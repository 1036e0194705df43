"""Tables of problems join the outline: as sections of their own, or as states of problems read before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from zhenggai.domain.report import Chapter, Problem, Section, Span
from zhenggai.reading.normal import PlacedTable
from zhenggai.reading.structure.labels import match_label
from zhenggai.reading.structure.marks import Marks
from zhenggai.reading.structure.outline import Outline
from zhenggai.reading.structure.titles import title_span
from zhenggai.reading.tables.columns import Layout, find_layout
from zhenggai.reading.tables.rows import Banner, Entry, problem_of, read_rows


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The outline with its tables taken in, and the rows above the headers, which are prose."""

    outline: Outline
    captions: tuple[Span, ...]
    deadlines: tuple[Span, ...]


def take_tables(text: str, tables: Sequence[PlacedTable], outline: Outline, marks: Marks) -> Ledgers:
    """Add what tables of problems say to what the prose said."""
    captions: list[Span] = []
    deadlines: list[Span] = []
    for table in tables:
        layout = find_layout(text, table)
        if layout is None:
            captions.extend(_captions(table, 1) if len(tables) == 1 else ())
            continue
        captions.extend(_captions(table, layout.header_row))
        rows = list(read_rows(text, table, layout))
        deadlines.extend(span for row in rows if isinstance(row, Entry) for _, span in row.cells.get("deadline", []))
        outline = _join(text, table, rows, outline, marks, layout)
    return Ledgers(outline, tuple(captions), tuple(deadlines))


def _captions(table: PlacedTable, rows: int) -> list[Span]:
    spans = dict.fromkeys(span for row in table.rows[:rows] for span in row)
    return [span for span in spans if span[0] < span[1]]


def _join(
    text: str, table: PlacedTable, rows: Sequence[Entry | Banner], outline: Outline, marks: Marks, layout: Layout
) -> Outline:
    problems = {id(row): problem_of(text, row, marks) for row in rows if isinstance(row, Entry)}
    if outline.sections and not any(column.use == "measures" for column in layout.columns):
        known = _Known(outline)
        matched = [known.find(problem) for problem in problems.values()]
        if any(matched):
            return known.with_states(problems.values())
    above = _heading_above(table, outline)
    sections = _sections(text, rows, problems, above)
    chapters = tuple(c for c in outline.chapters if c is not above) if sections else outline.chapters
    return Outline(tuple(sorted((*outline.sections, *sections), key=lambda s: s.span)), chapters)


def _heading_above(table: PlacedTable, outline: Outline) -> Chapter | None:
    """The heading without problems under which the table stands."""
    above = [c for c in outline.chapters if c.span[0] < table.span[0] <= c.span[1] + 1]
    return above[-1] if above else None


def _sections(
    text: str, rows: Sequence[Entry | Banner], problems: dict[int, Problem], above: Chapter | None
) -> list[Section]:
    sections: list[Section] = []
    heading: Span | None = None
    for row in rows:
        if isinstance(row, Banner):
            heading = row.span
            continue
        problem = problems[id(row)]
        own = row.aspect or heading
        if sections and sections[-1].span[0] == (own[0] if own else sections[0].span[0]):
            last = sections[-1]
            sections[-1] = replace(
                last, problems=(*last.problems, problem), span=(last.span[0], max(last.span[1], problem.span[1]))
            )
            continue
        if own and sections and sections[-1].title == _title(text, own):
            last = sections[-1]
            sections[-1] = replace(
                last, problems=(*last.problems, problem), span=(last.span[0], max(last.span[1], problem.span[1]))
            )
            continue
        sections.append(_section(text, own, problem, above))
    return sections


def _title(text: str, own: Span) -> str:
    label = match_label(text, own[0])
    title = title_span(text, label.end if label else own[0], own[1]).span
    return text[title[0] : title[1]]


def _section(text: str, own: Span | None, problem: Problem, above: Chapter | None) -> Section:
    if own is None:
        label, title = (above.label, above.title) if above else (None, None)
        return Section(label, title, (label,) if label else (), problem.span, (problem,))
    found = match_label(text, own[0])
    path = tuple(part for part in (above.label if above else None, found.text if found else None) if part)
    span = (min(own[0], problem.span[0]), max(own[1], problem.span[1]))
    return Section(found.text if found else None, _title(text, own), path, span, (problem,))


class _Known:
    """Problems already read from the prose, found again by their title or number."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._problems = [problem for section in outline.sections for problem in section.problems]

    def find(self, row: Problem) -> Problem | None:
        wanted = _core(row.title)
        return next(
            (p for p in self._problems if wanted and (wanted in _core(p.title) or _core(p.title) in wanted)), None
        )

    def with_states(self, rows: Iterable[Problem]) -> Outline:
        said = {id(found): row for row in rows if (found := self.find(row)) is not None}
        sections = tuple(
            replace(section, problems=tuple(_merged(problem, said.get(id(problem))) for problem in section.problems))
            for section in self._outline.sections
        )
        return replace(self._outline, sections=sections)


def _merged(problem: Problem, row: Problem | None) -> Problem:
    if row is None:
        return problem
    return replace(
        problem,
        state=problem.state or row.state,
        responsible=problem.responsible or row.responsible,
        extra=(*problem.extra, *(pair for pair in row.extra if pair[0] not in dict(problem.extra))),
    )


def _core(title: str) -> str:
    return title.removeprefix("关于").removesuffix("问题").removesuffix("的").strip("。")
