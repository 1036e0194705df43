"""Print precision, recall and F1 of the reader over every folder of `tests/documents`; `-v` names the misses.

Run from the repository's root: `python tests/unit/reading/scores.py [-v] [--only PREFIX]`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Run as a script, Python knows this folder alone; the document builders stand two floors up.
sys.path.append(str(Path(__file__).parents[2]))

from document_pairs import (
    FOLDERS,
    Json,
    expected_of,
    expected_rows,
    expected_sections,
    read_header,
    read_rows,
    read_sections,
    walk_problems,
)

Bag = Counter[str]
HEADER_FIELDS = (
    "title",
    "kind",
    "inspected",
    "inspector",
    "inspected_from",
    "inspected_to",
    "feedback_date",
    "published",
)


@dataclass(slots=True)
class Score:
    """Counts of one part over all folders, with the misses in words."""

    right: int = 0
    missed: int = 0
    invented: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, folder: str, expected: Bag, found: Bag) -> None:
        """Count what one folder should give against what it gave."""
        missed, invented = expected - found, found - expected
        self.right += (expected & found).total()
        self.missed += missed.total()
        self.invented += invented.total()
        self.misses += [f"  {folder}  缺 {row}" for row in missed.elements()]
        self.misses += [f"  {folder}  多 {row}" for row in invented.elements()]

    @property
    def precision(self) -> float:
        """Share of what was read that is right."""
        return self.right / (self.right + self.invented) if self.right + self.invented else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was read."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def problem_rows(sections: list[Json]) -> Iterator[str]:
    """Yield each problem with its heading: found and bounded right means the same row."""
    for section in sections:
        for problem in walk_problems([section]):
            measured = "".join(text for _, text in problem["measures"])
            yield f"{section['path']} {problem['label']} {problem['title']} …{measured[-20:]}"


def measure_rows(sections: list[Json]) -> Iterator[str]:
    """Yield each measure with its problem."""
    for problem in walk_problems(sections):
        yield from (f"{problem['title']}: {marker} {text}" for marker, text in problem["measures"])


def header_rows(header: Json) -> Iterator[str]:
    """Yield each field that the header fills."""
    flat = {name: header[name] for name in HEADER_FIELDS} | header["declared"]
    yield from (f"{name}: {value}" for name, value in flat.items() if value is not None)


def outline_bags(rows: Callable[[list[Json]], Iterator[str]]) -> Callable[[Path], tuple[Bag, Bag]]:
    """Compare the rows that a function makes of the sections."""
    return lambda folder: (Bag(rows(expected_sections(folder))), Bag(rows(read_sections(folder))))


def row_bags(part: str) -> Callable[[Path], tuple[Bag, Bag]]:
    """Compare one list of findings; a quantity is its text, value and unit."""
    width = 3 if part == "quantities" else None

    def bags(folder: Path) -> tuple[Bag, Bag]:
        expected, found = expected_rows(folder, part), read_rows(folder, part)
        return Bag(str(row[:width]) for row in expected), Bag(str(row[:width]) for row in found)

    return bags


def header_bags(folder: Path) -> tuple[Bag, Bag]:
    """Compare the filled header fields."""
    return Bag(header_rows(expected_of(folder)["header"])), Bag(header_rows(read_header(folder)))


PARTS: dict[str, Callable[[Path], tuple[Bag, Bag]]] = {
    "problems": outline_bags(problem_rows),
    "measures": outline_bags(measure_rows),
    "quantities": row_bags("quantities"),
    "dated promises": row_bags("promises"),
    "header fields": header_bags,
    "dates": row_bags("dates"),
    "references": row_bags("references"),
    "relations": row_bags("relations"),
    "chapters": row_bags("chapters"),
}


def score_part(part: str, folders: list[Path]) -> Score:
    """Add one part up over folders."""
    score = Score()
    for folder in folders:
        expected, found = PARTS[part](folder)
        score.add(folder.name, expected, found)
    return score


def write_line(*columns: Any) -> None:
    """Write one line of the table."""
    sys.stdout.write("  ".join(str(column) for column in columns) + "\n")


def main() -> None:
    """Print one line for each part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-v", "--verbose", action="store_true", help="name the misses")
    parser.add_argument("--only", default="", help="only the folders whose name starts so")
    options = parser.parse_args()
    folders = [folder for folder in FOLDERS if folder.name.startswith(options.only)]
    write_line(f"{len(folders)} documents".ljust(16), "precision", "   recall", "       F1", "right missed invented")
    for part in PARTS:
        score = score_part(part, folders)
        figures = (f"{value:9.4f}" for value in (score.precision, score.recall, score.f1))
        write_line(part.ljust(16), *figures, f"{score.right:5} {score.missed:6} {score.invented:8}")
        for miss in score.misses if options.verbose else ():
            write_line(miss)


if __name__ == "__main__":
    main()
