"""Numbers of sections and problems: a gap is a fact to be explained, never to be closed by renumbering."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from zhenggai.checking.indexed import Indexed, section_name
from zhenggai.checking.registry import RULES, Finding
from zhenggai.checking.sequences import backward, missing, name_all, read_label, repeated, split_runs, write_label
from zhenggai.domain.report import Problem, Section, Span


@dataclass(frozen=True, slots=True)
class Numbered:
    """One run of siblings: the name of what holds them, their numbers and spans, and the first number expected."""

    name: str
    span: Span
    numbers: tuple[int, ...]
    spans: tuple[Span, ...]
    start: int
    known: frozenset[int] = frozenset()


@RULES.rule(
    "numbering.gap",
    severity="info",
    title="编号缺号",
    explanation="同一标题下的问题（或同级标题）编号不连续。缺号可能是依规不公开的问题：核对原件，登记不公开的依据和审批人，保留原号，不要重排。",
    source="P01 X16",
)
def find_gaps(indexed: Indexed) -> Iterator[Finding]:
    """Numbers that siblings leave out."""
    for run in indexed.once(_problem_runs):
        gaps = [str(value) for value in missing(run.numbers, start=run.start) if value not in run.known]
        if gaps:
            yield Finding(f"{run.name}缺第{name_all(gaps)}项", indexed.heading(run.span))
    yield from _section_gaps(indexed)


@RULES.rule(
    "numbering.repeat",
    severity="warning",
    title="编号重复",
    explanation="同一标题下两个问题用了同一个编号。核对原件，问题编号一经确定不得重复使用。",
    source="M04",
)
def find_repeats(indexed: Indexed) -> Iterator[Finding]:
    """A number that two siblings carry."""
    for run in indexed.once(_problem_runs):
        for index in repeated(run.numbers):
            message = f"{run.name}第{run.numbers[index]}项的编号与前面重复，请核对原件"
            yield Finding(message, indexed.heading(run.spans[index]))


@RULES.rule(
    "numbering.order",
    severity="warning",
    title="编号倒序",
    explanation="同一标题下的编号前大后小。核对是排版颠倒，还是这一项本属另一标题。",
    source="M04",
)
def find_disorder(indexed: Indexed) -> Iterator[Finding]:
    """A number lower than the one before it."""
    for run in indexed.once(_problem_runs):
        for index in backward(run.numbers):
            message = f"{run.name}第{run.numbers[index]}项排在更大的编号之后，请核对顺序"
            yield Finding(message, indexed.heading(run.spans[index]))


def _problem_runs(indexed: Indexed) -> Iterator[Numbered]:
    sections = indexed.report.sections
    running = _runs_through(sections)
    start = 1
    for section in sections:
        known = _other_numbers(indexed, section)
        for run in _runs(section_name(section), section.span, section.problems, start, known):
            yield run
            start = max(run.numbers) + 1 if running else 1
    for place in indexed.problems:
        yield from _runs(place.name, place.problem.span, place.problem.children, 1, frozenset())


def _runs(
    name: str, span: Span, problems: tuple[Problem, ...], start: int, known: frozenset[int]
) -> Iterator[Numbered]:
    counted = [(problem.number, problem.span) for problem in problems if problem.number is not None]
    numbers = [number for number, _ in counted]
    for first, last in split_runs(numbers):
        spans = tuple(span for _, span in counted[first:last])
        yield Numbered(name, span, tuple(numbers[first:last]), spans, 1 if first else start, known)


def _runs_through(sections: tuple[Section, ...]) -> bool:
    highest = 0
    for section in sections:
        numbers = [problem.number for problem in section.problems if problem.number is not None]
        if not numbers or numbers[0] <= highest:
            return False
        highest = max(numbers)
    return len(sections) > 1


def _other_numbers(indexed: Indexed, section: Section) -> frozenset[int]:
    """Numbers that headings among the section's problems carry in the same form."""
    first = next((problem.label for problem in section.problems if problem.label), None)
    form = read_label(first) if first else None
    if form is None:
        return frozenset()
    inside = [
        other.label for other in indexed.report.sections if other.path[:-1] == section.path and other is not section
    ]
    inside += [
        chapter.label for chapter in indexed.report.chapters if section.span[0] <= chapter.span[0] < section.span[1]
    ]
    read = [read_label(label) for label in inside if label]
    return frozenset(label[1] for label in read if label and label[0] == form[0])


def _section_gaps(indexed: Indexed) -> Iterator[Finding]:
    families: dict[tuple[str, ...], list[Section]] = {}
    for section in indexed.report.sections:
        families.setdefault(section.path[:-1], []).append(section)
    for siblings in families.values():
        for before, after in pairwise(siblings):
            gaps = _between(indexed, before, after)
            if gaps:
                yield Finding(
                    f"标题缺{name_all(gaps)}：{before.label}之后直接是{after.label}", indexed.heading(after.span)
                )


def _between(indexed: Indexed, before: Section, after: Section) -> list[str]:
    low, high = read_label(before.label or ""), read_label(after.label or "")
    if low is None or high is None or low[0] != high[0] or high[1] <= low[1] + 1:
        return []
    labels = [chapter.label for chapter in indexed.report.chapters if before.span[0] <= chapter.span[0] < after.span[0]]
    labels += [p.problem.label for p in indexed.problems if before.span[0] <= p.problem.span[0] < after.span[0]]
    known = {read_label(label) for label in labels if label}
    gaps = (value for value in range(low[1] + 1, high[1]) if (low[0], value) not in known)
    return [write_label(low[0], value) for value in gaps]
