"""The measures of a problem with their figures marked, each leading to its line in the table of figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from zhenggai.ledger.shapes import FigureRow, MeasureRow, ProblemPage, TaskCard
from zhenggai.ui.marking import Mark, marked_text
from zhenggai.ui.words import grouped_digits


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure as the page prints it."""

    position: int
    marker: str
    text: SafeString


@dataclass(frozen=True, slots=True)
class TaskLines:
    """A task and its measures."""

    card: TaskCard
    measures: tuple[MeasureLine, ...]


def tasks_with_figures(page: ProblemPage) -> tuple[TaskLines, ...]:
    """The tasks of a problem, with the figures marked in the measures that name them."""
    return tuple(
        TaskLines(task, tuple(_line(measure, page.figures) for measure in task.measures)) for task in page.tasks
    )


def _line(measure: MeasureRow, figures: Sequence[FigureRow]) -> MeasureLine:
    mine = [figure for figure in figures if figure.measure == measure.position]
    text = marked_text(measure.text, _marks(measure.text, mine))
    return MeasureLine(measure.position, measure.marker or "·", text)


def _marks(text: str, figures: Sequence[FigureRow]) -> Iterator[Mark]:
    """Where each figure stands, looked for in the order in which they were read."""
    place = 0
    for figure in figures:
        first = text.find(figure.text, place)
        if first >= 0:
            place = first + len(figure.text)
            unit = "" if figure.unit == "1" else f" {figure.unit}"
            note = f"{grouped_digits(figure.value)}{unit} · {figure.scope}"
            yield Mark("figure", first, place, link=f"#figure-{figure.id}", note=note)
