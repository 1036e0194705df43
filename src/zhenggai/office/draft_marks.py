"""What is marked in the text of a draft, and where a click on it leads."""

from __future__ import annotations

from collections.abc import Iterator

from zhenggai.domain.outline import OutlineMeasure, OutlineProblem, OutlineSection
from zhenggai.ledger.shapes import DraftPreview
from zhenggai.ui.marking import Mark

# A doubt about half the document is marked at its beginning only.
LONGEST_DOUBT = 240


def marks_of(preview: DraftPreview) -> Iterator[Mark]:
    """Every mark of the draft's text, in no particular order."""
    if preview.outline is None:
        return
    text = preview.outline.text
    for section in preview.outline.sections:
        yield from _section(text, section)
        for problem in section.problems:
            yield from _problem(text, problem)
    for found in preview.marks:
        yield Mark(found.kind, *found.span, note=found.note)
    for doubt in preview.doubts:
        first, last = doubt.span
        yield Mark(
            "doubt", first, min(last, first + LONGEST_DOUBT), f"d-{doubt.index}", f"#q-{doubt.index}", doubt.message
        )


def _section(text: str, section: OutlineSection) -> Iterator[Mark]:
    if section.span and section.title:
        yield Mark("section", *_heading(text, section.span[0], section.title), f"t-{section.key}", f"#o-{section.key}")


def _problem(text: str, problem: OutlineProblem) -> Iterator[Mark]:
    for order, (first, _last) in enumerate(problem.pieces):
        anchor = "" if order else f"t-{problem.key}"
        yield Mark("problem", *_heading(text, first, problem.title), anchor, f"#o-{problem.key}")
    for measure in problem.measures:
        yield from _measure(measure)


def _measure(measure: OutlineMeasure) -> Iterator[Mark]:
    if measure.span:
        first, last = measure.span
        end = min(last, first + len(measure.marker or ""))
        yield Mark("measure", first, end, f"t-{measure.key}", f"#o-{measure.key}")


def _heading(text: str, first: int, title: str) -> tuple[int, int]:
    """The range of a heading: through its title where that follows at once, else to the end of its line."""
    place = text.find(title, first, first + len(title) + 30)
    if place >= 0:
        return first, place + len(title)
    end = text.find("\n", first)
    return first, len(text) if end < 0 else end
