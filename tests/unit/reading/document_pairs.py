"""The pairs of `tests/documents`: what a folder expects, and the same parts taken from a report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from document_files import load_input

from zhenggai.domain.report import Problem, Report, Section
from zhenggai.domain.report_json import report_to_json
from zhenggai.reading import read

Json = dict[str, Any]

FOLDERS = sorted(path.parent for path in (Path(__file__).parents[2] / "documents").glob("*/expected.json"))
OPTIONAL = "optional"
ROW_KEYS = {
    "quantities": ("text", "value", "unit", "kind", "approximate", "bound"),
    "dates": ("text", "from", "to", "inferred"),
    "promises": ("text", "due", "due_text"),
    "references": ("text", "kind", "title"),
}


def expected_of(folder: Path) -> Json:
    """Return what the folder's `expected.json` holds."""
    value: Json = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return value


@cache
def report_of(folder: Path) -> Report:
    """Read the folder's input with the day that its `expected.json` names."""
    name, data = load_input(folder)
    return read(data, name=name, today=date.fromisoformat(expected_of(folder)["today"]))


def expected_rows(folder: Path, part: str) -> list[tuple[Any, ...]]:
    """Return the rows that must be read, without those marked optional."""
    return [row for row, optional in _marked_rows(folder, part) if not optional]


def read_rows(folder: Path, part: str) -> list[tuple[Any, ...]]:
    """Return the rows that were read, without those the folder marks optional."""
    optional = [row for row, is_optional in _marked_rows(folder, part) if is_optional]
    return [row for row in rows_of(report_of(folder), part) if row not in optional]


def rows_of(report: Report, part: str) -> list[tuple[Any, ...]]:
    """Return one part of a report as rows in the order and shape of `expected.json`."""
    value = report_to_json(report)
    if part == "relations":
        return [_relation_row(value, relation) for relation in value["relations"]]
    if part == "chapters":
        return [(chapter["label"], chapter["title"]) for chapter in value["chapters"]]
    rows = [tuple(item[key] for key in ROW_KEYS[part]) for item in value[part]]
    return [row for row in rows if row[1] is not None] if part == "promises" else rows


def expected_sections(folder: Path) -> list[Json]:
    """Return the sections that must be read."""
    sections: list[Json] = expected_of(folder)["sections"]
    return sections


def read_sections(folder: Path) -> list[Json]:
    """Return the sections that were read in the shape of `expected.json`; `extra` only where the folder names it."""
    sections = [_section_json(section) for section in report_of(folder).sections]
    for expected, found in zip(walk_problems(expected_sections(folder)), walk_problems(sections), strict=False):
        if "extra" not in expected:
            del found["extra"]
    return sections


def read_header(folder: Path) -> Json:
    """Return the header that was read in the shape of `expected.json`."""
    header: Json = report_to_json(report_of(folder))["header"]
    return header


def walk_problems(sections: list[Json]) -> Iterator[Json]:
    """Yield each problem and then its sub-problems, in the order of the text."""
    for section in sections:
        yield from _with_children(section["problems"])


def _with_children(problems: list[Json]) -> Iterator[Json]:
    for problem in problems:
        yield problem
        yield from _with_children(problem["children"])


def _section_json(section: Section) -> Json:
    return {
        "label": section.label,
        "title": section.title,
        "path": list(section.path),
        "problems": [_problem_json(problem) for problem in section.problems],
    }


def _problem_json(problem: Problem) -> Json:
    return {
        "number": problem.number,
        "label": problem.label,
        "title": problem.title,
        "description": problem.description,
        "state": problem.state,
        "responsible": list(problem.responsible),
        "measures": [[measure.marker, measure.text] for measure in problem.measures],
        "children": [_problem_json(child) for child in problem.children],
        "extra": dict(problem.extra),
    }


def _relation_row(value: Json, relation: Json) -> tuple[Any, ...]:
    total, *parts = (value["quantities"][index]["text"] for index in (relation["total"], *relation["parts"]))
    return (relation["kind"], total, parts, relation["holds"])


def _marked_rows(folder: Path, part: str) -> list[tuple[tuple[Any, ...], bool]]:
    if part == "chapters":
        chapters = expected_of(folder)["chapters"]
        return [((chapter["label"], chapter["title"]), chapter.get(OPTIONAL, False)) for chapter in chapters]
    rows = expected_of(folder)[part]
    return [(tuple(row[:-1]), True) if row[-1] == OPTIONAL else (tuple(row), False) for row in rows]
