"""A report with the look-ups that all rules share, made once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from zhenggai.domain.report import DateRange, Measure, Problem, Promise, Quantity, Report, Section, Span

Thing = TypeVar("Thing")

_LABEL_END = ".、:,。． "
_TITLE_IN_A_MESSAGE = 14


@dataclass(frozen=True, slots=True)
class Placed:
    """A problem with the name a clerk finds it by, such as (一)19; `depth` is 0 unless another owns it."""

    name: str
    section: Section
    problem: Problem
    depth: int


class Indexed:
    """The report under check, its problems by name, and its findings by place.

    `leaves` are the problems without children, `measures` theirs, `dated` the measures that hold dates.
    """

    __slots__ = (
        "_dates",
        "_found",
        "_measure_starts",
        "_problem_starts",
        "_promises",
        "_quantities",
        "_titles",
        "dated",
        "leaves",
        "measures",
        "problems",
        "published",
        "report",
        "text",
    )

    def __init__(self, report: Report, *, today: date) -> None:
        self.report = report
        self.text = report.text
        self.published = report.header.published or today
        self.problems = tuple(_placed(report))
        self._problem_starts = [place.problem.span[0] for place in self.problems]
        self.leaves = tuple(place for place in self.problems if not place.problem.children)
        self.measures = tuple((place, measure) for place in self.leaves for measure in place.problem.measures)
        self._measure_starts = [measure.span[0] for _, measure in self.measures]
        self._found: dict[object, tuple[object, ...]] = {}
        self._dates = [found.span[0] for found in report.dates]
        self._quantities = [found.span[0] for found in report.quantities]
        self._titles = [found.span for found in report.references if found.kind == "title"]
        self._promises = [found.span[0] for found in report.promises]
        self.dated = tuple(self._dated())

    def once(self, find: Callable[[Indexed], Iterable[Thing]]) -> tuple[Thing, ...]:
        """What `find` finds in this report, looked for once however many rules ask."""
        if find not in self._found:
            self._found[find] = tuple(find(self))
        return cast("tuple[Thing, ...]", self._found[find])

    def dates_in(self, span: Span) -> tuple[DateRange, ...]:
        """Time expressions that begin inside the span, in order."""
        return self.report.dates[bisect_left(self._dates, span[0]) : bisect_left(self._dates, span[1])]

    def quantities_in(self, span: Span) -> tuple[Quantity, ...]:
        """Quantities that begin inside the span, in order."""
        found = self._quantities
        return self.report.quantities[bisect_left(found, span[0]) : bisect_left(found, span[1])]

    def promises_in(self, span: Span) -> tuple[Promise, ...]:
        """Promises that begin inside the span, in order."""
        found = self._promises
        return self.report.promises[bisect_left(found, span[0]) : bisect_left(found, span[1])]

    def in_title(self, offset: int) -> bool:
        """True inside a title in 《》."""
        index = bisect_right(self._titles, (offset, len(self.text))) - 1
        return index >= 0 and offset < self._titles[index][1]

    def measure_at(self, offset: int) -> tuple[Placed, Measure] | None:
        """The measure around an offset with its problem; None outside all measures."""
        index = bisect_right(self._measure_starts, offset) - 1
        if index < 0 or offset >= self.measures[index][1].span[1]:
            return None
        return self.measures[index]

    def _dated(self) -> Iterator[tuple[Placed, Measure, tuple[DateRange, ...]]]:
        groups: dict[int, list[DateRange]] = {}
        for found in self.report.dates:
            index = bisect_right(self._measure_starts, found.span[0]) - 1
            if index >= 0 and found.span[0] < self.measures[index][1].span[1]:
                groups.setdefault(index, []).append(found)
        for index, dates in groups.items():
            yield *self.measures[index], tuple(dates)

    def sentence(self, span: Span, *, inside: Span) -> Span:
        """The sentence around a finding, no wider than `inside`."""
        first = max(self.text.rfind(mark, inside[0], span[0]) for mark in "。\n") + 1
        ends = [end for mark in "。\n" if (end := self.text.find(mark, span[1], inside[1])) >= 0]
        return max(first, inside[0]), min(ends, default=inside[1])

    def heading(self, span: Span) -> Span:
        """The first line of a span: where its heading is printed."""
        end = self.text.find("\n", span[0], span[1])
        return span[0], span[1] if end < 0 else end

    def title(self, problem: Problem) -> Span:
        """A problem's label and title; its first line where the title cannot be found."""
        first, last = problem.span
        start = self.text.find(problem.title, first, last)
        return (first, start + len(problem.title)) if start >= 0 else self.heading(problem.span)

    def place_of(self, offset: int) -> str:
        """Name of the innermost problem around an offset, 正文 where there is none."""
        for index in range(bisect_right(self._problem_starts, offset) - 1, -1, -1):
            place = self.problems[index]
            if offset < place.problem.span[1]:
                return place.name
            if not place.depth:
                break
        return "正文"


def section_name(section: Section) -> str:
    """How a message names a section: its label, else its title in quotation marks."""
    if section.label:
        return section.label
    return f"“{section.title}”" if section.title else ""


def _placed(report: Report) -> Iterator[Placed]:
    for section in report.sections:
        for problem in section.problems:
            yield from _unfold(section, problem, section.label or "", 0)


def _unfold(section: Section, problem: Problem, prefix: str, depth: int) -> Iterator[Placed]:
    name = prefix + _own_name(problem, alone=not prefix)
    yield Placed(name, section, problem, depth)
    for child in problem.children:
        yield from _unfold(section, child, name, depth + 1)


def _own_name(problem: Problem, *, alone: bool) -> str:
    label = (problem.label or "").strip(_LABEL_END)
    if label:
        return f"第{label}项" if alone and label.isdigit() else label
    if problem.number is not None:
        return f"第{problem.number}项" if alone else str(problem.number)
    return f"“{problem.title[:_TITLE_IN_A_MESSAGE]}”"
