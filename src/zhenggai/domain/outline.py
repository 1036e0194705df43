"""An outline that a person mends before adopting it: the sections, problems and measures of a report, each with a key.

Keys are stable: those of read nodes come from their place in the report, new ones are minted in order of the steps.
Nothing here carries text of its own that was not read or typed; `pieces` are the ranges of the text a node stands on.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhenggai.domain import report as r
from zhenggai.domain.report import Header, Span, State


@dataclass(frozen=True, slots=True)
class OutlineMeasure:
    """One measure; a measure that was cut in two keeps its marker on the first part."""

    key: str
    marker: str | None
    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class OutlineProblem:
    """One problem. `pieces` are the places it was read from, several after a merge, none where it was typed in.

    `parent` is the title of the problem above it, where the document has sub-problems.
    """

    key: str
    number: int | None
    label: str | None
    title: str
    pieces: tuple[Span, ...]
    description: str | None = None
    state: State | None = None
    responsible: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    measures: tuple[OutlineMeasure, ...] = ()
    parent: str | None = None

    @property
    def span(self) -> Span | None:
        """The first place it was read from."""
        return self.pieces[0] if self.pieces else None


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A heading that owns problems; title and label are None for problems that stand under no heading."""

    key: str
    label: str | None
    title: str | None
    span: Span | None
    problems: tuple[OutlineProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """What would be adopted. `minted` counts the keys that steps have made."""

    header: Header
    text: str
    sections: tuple[OutlineSection, ...]
    minted: int = 0

    def problems(self) -> tuple[OutlineProblem, ...]:
        """Every problem in order."""
        return tuple(problem for section in self.sections for problem in section.problems)


def outline_of(report: r.Report) -> Outline:
    """The outline of a report as read; a problem with sub-problems stands in them, unless it has measures of its own."""
    sections = tuple(_section(place, section) for place, section in enumerate(report.sections))
    return Outline(header=report.header, text=report.text, sections=sections)


def _section(place: int, section: r.Section) -> OutlineSection:
    problems = tuple(
        found
        for order, problem in enumerate(section.problems)
        for found in _problems(f"{place}-{order}", problem, parent=None)
    )
    return OutlineSection(f"s{place}", section.label, section.title, section.span, problems)


def _problems(place: str, problem: r.Problem, *, parent: str | None) -> tuple[OutlineProblem, ...]:
    below = tuple(
        found
        for order, child in enumerate(problem.children)
        for found in _problems(f"{place}-{order}", child, parent=problem.title)
    )
    if below and not problem.measures:
        return below
    return (_problem(place, problem, parent=parent), *below)


def _problem(place: str, problem: r.Problem, *, parent: str | None) -> OutlineProblem:
    first, last = problem.span
    if problem.children:
        last = min(last, problem.children[0].span[0])
    return OutlineProblem(
        key=f"p{place}",
        number=problem.number,
        label=problem.label,
        title=problem.title,
        pieces=((first, last),),
        description=problem.description,
        state=problem.state,
        responsible=problem.responsible,
        extra=problem.extra,
        measures=tuple(
            OutlineMeasure(f"m{place}-{order}", measure.marker, measure.text, measure.span)
            for order, measure in enumerate(problem.measures)
        ),
        parent=parent,
    )
