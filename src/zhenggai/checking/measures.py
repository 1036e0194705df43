"""Measures: whether a problem has any, and whether 一是、二是、三是 count up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhenggai.checking.indexed import Indexed
from zhenggai.checking.registry import RULES, Finding
from zhenggai.checking.sequences import backward, missing, name_all, read_label, repeated, split_runs, write_label
from zhenggai.domain.report import Measure, Span


@dataclass(frozen=True, slots=True)
class _Run:
    name: str
    form: str
    numbers: tuple[int, ...]
    spans: tuple[Span, ...]

    def label(self, value: int) -> str:
        return f"“{write_label(self.form, value)}”"


@RULES.rule(
    "measure.gap",
    severity="warning",
    title="措施缺号",
    explanation="一个问题下的措施没有依次编号，如一是、二是之后直接写四是。核对是漏写了一条，还是编号写错。",
    source="P09 E04",
)
def find_gaps(indexed: Indexed) -> Iterator[Finding]:
    """Markers that a problem's measures leave out."""
    for run in indexed.once(_runs):
        gaps = [run.label(value) for value in missing(run.numbers)]
        if gaps:
            place = next(i for i, number in enumerate(run.numbers) if number > missing(run.numbers)[0])
            yield Finding(f"{run.name}的措施缺{name_all(gaps)}，请核对是否漏写", run.spans[place])


@RULES.rule(
    "measure.repeat",
    severity="warning",
    title="措施重号",
    explanation="一个问题下两条措施用了同一个序号，如两个二是。核对序号。",
    source="P09 E04",
)
def find_repeats(indexed: Indexed) -> Iterator[Finding]:
    """A marker that two measures of a problem carry."""
    for run in indexed.once(_runs):
        for index in repeated(run.numbers):
            yield Finding(f"{run.name}的措施有两个{run.label(run.numbers[index])}，请核对序号", run.spans[index])


@RULES.rule(
    "measure.order",
    severity="warning",
    title="措施倒序",
    explanation="一个问题下的措施序号前大后小，如三是排在四是之后。核对顺序。",
    source="P09 E04",
)
def find_disorder(indexed: Indexed) -> Iterator[Finding]:
    """A marker lower than the one before it."""
    for run in indexed.once(_runs):
        for index in backward(run.numbers):
            message = f"{run.name}的措施{run.label(run.numbers[index])}排在更大的序号之后，请核对顺序"
            yield Finding(message, run.spans[index])


@RULES.rule(
    "measure.none",
    severity="warning",
    title="没有措施",
    explanation="这个问题下没有写任何整改措施，而同一份材料的其他问题都有。补上措施，或说明原因。全篇都没有措施的问题清单不报。",
    source="E04 X16",
)
def find_none(indexed: Indexed) -> Iterator[Finding]:
    """A problem without any measure, in a document that gives measures."""
    if not any(place.problem.measures for place in indexed.leaves):
        return
    for place in indexed.leaves:
        if not place.problem.measures:
            yield Finding(f"{place.name}没有写整改措施，请补上或说明原因", indexed.title(place.problem))


def _runs(indexed: Indexed) -> Iterator[_Run]:
    for place in indexed.leaves:
        for form, counted in _by_form(place.problem.measures).items():
            numbers = [value for value, _ in counted]
            if numbers == list(range(1, len(numbers) + 1)):
                continue
            for first, last in split_runs(numbers):
                spans = tuple(span for _, span in counted[first:last])
                yield _Run(place.name, form, tuple(numbers[first:last]), spans)


def _by_form(measures: Sequence[Measure]) -> dict[str, list[tuple[int, Span]]]:
    forms: dict[str, list[tuple[int, Span]]] = {}
    for measure in measures:
        read = read_label(measure.marker) if measure.marker else None
        if read:
            first = measure.span[0]
            forms.setdefault(read[0], []).append((read[1], (first, first + len(measure.marker or ""))))
    return forms
