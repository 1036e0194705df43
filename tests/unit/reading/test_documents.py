"""Every folder of `tests/documents`, read and compared with its `expected.json` part by part."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from document_pairs import (
    FOLDERS,
    expected_of,
    expected_rows,
    expected_sections,
    read_header,
    read_rows,
    read_sections,
    report_of,
)

from zhenggai.domain.report import Problem, Report, Span

FOLDERS_WITH_UNDATED = [folder for folder in FOLDERS if "promises_undated" in expected_of(folder)]

every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def laid_out(value: Any) -> str:
    """Lay a value out line by line, so that a difference shows as a line."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)


def one_a_line(rows: list[tuple[Any, ...]]) -> str:
    """Lay rows out one a line, so that a difference shows as a line."""
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def test_there_are_documents_to_read() -> None:
    assert len(FOLDERS) >= 40


@every_folder
def test_the_header_is_read(folder: Path) -> None:
    assert laid_out(read_header(folder)) == laid_out(expected_of(folder)["header"])


@every_folder
def test_the_outline_is_read(folder: Path) -> None:
    assert laid_out(read_sections(folder)) == laid_out(expected_sections(folder))


@every_folder
def test_headings_without_problems_are_chapters(folder: Path) -> None:
    assert one_a_line(read_rows(folder, "chapters")) == one_a_line(expected_rows(folder, "chapters"))


@every_folder
def test_quantities_are_read(folder: Path) -> None:
    assert one_a_line(read_rows(folder, "quantities")) == one_a_line(expected_rows(folder, "quantities"))


@every_folder
def test_dates_are_read(folder: Path) -> None:
    assert one_a_line(read_rows(folder, "dates")) == one_a_line(expected_rows(folder, "dates"))


@every_folder
def test_dated_promises_are_read(folder: Path) -> None:
    assert one_a_line(read_rows(folder, "promises")) == one_a_line(expected_rows(folder, "promises"))


@pytest.mark.parametrize("folder", FOLDERS_WITH_UNDATED, ids=lambda folder: folder.name)
def test_undated_promises_are_read(folder: Path) -> None:
    found = [promise.text for promise in report_of(folder).promises if promise.due is None]

    assert found == expected_of(folder)["promises_undated"]


@every_folder
def test_references_are_read(folder: Path) -> None:
    assert one_a_line(read_rows(folder, "references")) == one_a_line(expected_rows(folder, "references"))


@every_folder
def test_relations_are_claimed_where_the_text_states_them_and_nowhere_else(folder: Path) -> None:
    found = sorted(read_rows(folder, "relations"), key=str)

    assert one_a_line(found) == one_a_line(sorted(expected_rows(folder, "relations"), key=str))


@every_folder
def test_the_doubts_that_must_appear_do(folder: Path) -> None:
    found = {doubt.rule for doubt in report_of(folder).doubts}

    assert set(expected_of(folder)["doubts"]) <= found


@every_folder
def test_no_false_alarm_is_raised_about_sums_or_ratios(folder: Path) -> None:
    found = {doubt.rule for doubt in report_of(folder).doubts if doubt.rule.startswith("relation.")}

    assert found <= set(expected_of(folder)["doubts"])


@every_folder
def test_every_span_lies_in_the_text(folder: Path) -> None:
    report = report_of(folder)

    outside = [span for span in every_span(report) if not 0 <= span[0] <= span[1] <= len(report.text)]

    assert outside == []


@every_folder
def test_sections_problems_and_measures_are_nested(folder: Path) -> None:
    astray = [(outer, inner) for outer, inner in nested_pairs(report_of(folder)) if not encloses(outer, inner)]

    assert astray == []


@every_folder
def test_problems_and_measures_follow_each_other_without_overlap(folder: Path) -> None:
    overlaps = [
        (before, after)
        for siblings in sibling_spans(report_of(folder))
        for before, after in pairwise(siblings)
        if before[1] > after[0]
    ]

    assert overlaps == []


@every_folder
def test_every_span_shows_what_was_read(folder: Path) -> None:
    report = report_of(folder)

    wrong = [(read, report.text[a:b]) for read, (a, b) in read_texts(report) if read not in report.text[a:b]]

    assert wrong == []


def encloses(outer: Span, inner: Span) -> bool:
    """Say whether the inner span lies wholly in the outer one."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def every_span(report: Report) -> Iterator[Span]:
    """Yield the span of every finding."""
    for part in (report.chapters, report.quantities, report.dates, report.promises, report.references, report.doubts):
        yield from (item.span for item in part)
    for outer, inner in nested_pairs(report):
        yield outer
        yield inner


def nested_pairs(report: Report) -> Iterator[tuple[Span, Span]]:
    """Yield the span of each section, problem and measure beside the one it belongs in."""
    for section in report.sections:
        yield (0, len(report.text)), section.span
        for problem in section.problems:
            yield section.span, problem.span
            yield from pairs_inside(problem)


def pairs_inside(problem: Problem) -> Iterator[tuple[Span, Span]]:
    """Yield a problem's span beside each of its measures and sub-problems."""
    yield from ((problem.span, measure.span) for measure in problem.measures)
    for child in problem.children:
        yield problem.span, child.span
        yield from pairs_inside(child)


def sibling_spans(report: Report) -> Iterator[list[Span]]:
    """Yield the spans of things that stand side by side."""
    yield [section.span for section in report.sections]
    for section in report.sections:
        yield [problem.span for problem in section.problems]
        for problem in every_problem(section.problems):
            yield [measure.span for measure in problem.measures]
            yield [child.span for child in problem.children]


def every_problem(problems: tuple[Problem, ...]) -> Iterator[Problem]:
    """Yield problems and their sub-problems in the order of the text."""
    for problem in problems:
        yield problem
        yield from every_problem(problem.children)


def read_texts(report: Report) -> Iterator[tuple[str, Span]]:
    """Yield each text that was read together with its span."""
    for part in (report.quantities, report.dates, report.promises, report.references):
        yield from ((item.text, item.span) for item in part)
    yield from ((chapter.title, chapter.span) for chapter in report.chapters)
    for section in report.sections:
        yield section.title or "", section.span
        for problem in every_problem(section.problems):
            yield problem.title, problem.span
            yield from ((measure.text, measure.span) for measure in problem.measures)
            yield from ((measure.marker or "", measure.span) for measure in problem.measures)
