"""What the document says about itself against what was read, and problems without any figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenggai.checking.indexed import Indexed
from zhenggai.checking.registry import RULES, Finding
from zhenggai.domain.report import Problem, Span

# Sections that reports put beside the aspects of the feedback: petitions, clues, special inspections.
_BESIDE_THE_ASPECTS = re.compile(r"信访|线索|群众反映|移交|专项检查|立行立改")
_DIGIT = re.compile(r"[0-9]")


@RULES.rule(
    "declared.mismatch",
    severity="warning",
    title="自述总数与读出的不符",
    explanation="文中说有几个方面、几个问题、几项任务，读出的数目不同。核对是否有依规不公开的、合并写的、或漏读的；任务与问题不一一对应时登记对应关系。",
    source="N05 N06 X28",
)
def find_mismatch(indexed: Indexed) -> Iterator[Finding]:
    """Counts the document declares and does not show."""
    declared = indexed.report.header.declared
    problems, leaves = len([p for s in indexed.report.sections for p in s.problems]), len(indexed.leaves)
    if not problems:
        return
    titles = [section.title or "" for section in indexed.report.sections if section.label or section.title]
    aspects, proper = len(titles), len([title for title in titles if not _BESIDE_THE_ASPECTS.search(title)])
    if declared.aspects is not None and aspects and declared.aspects not in (aspects, proper):
        yield _mismatch(indexed, f"{declared.aspects}个方面", "方面", f"{aspects}个方面")
    if declared.problems is not None and declared.problems not in (problems, leaves):
        yield _mismatch(indexed, f"{declared.problems}个问题", "问题", f"{problems}个问题")
    if declared.tasks is not None and declared.tasks not in (problems, leaves, _measures(indexed)):
        yield _mismatch(indexed, f"{declared.tasks}项任务", "任务", f"{problems}个问题")


@RULES.rule(
    "problem.no_quantity",
    severity="info",
    title="没有数字也没有日期",
    explanation="这个问题的整改措施里没有一个带单位的数字，也没有一个日期，只有动作。核对能否补上结果、数量和时间。",
    source="X01",
)
def find_no_quantity(indexed: Indexed) -> Iterator[Finding]:
    """Problems whose measures state neither a figure nor a date."""
    for place in indexed.leaves:
        if place.problem.measures and not _has_figure(indexed, place.problem):
            yield Finding(f"{place.name}的措施没有数字也没有日期，请看能否补上结果", indexed.title(place.problem))


def _has_figure(indexed: Indexed, problem: Problem) -> bool:
    span: Span = (problem.measures[0].span[0], problem.measures[-1].span[1])
    if any(_DIGIT.search(quantity.text) for quantity in indexed.quantities_in(span)):
        return True
    return any(_DIGIT.search(found.text) for found in indexed.dates_in(span))


def _measures(indexed: Indexed) -> int:
    return sum(len(place.problem.measures) for place in indexed.leaves)


def _mismatch(indexed: Indexed, stated: str, noun: str, read: str) -> Finding:
    message = f"文中说有{stated}，读出{read}，请核对缺少的{noun}是不公开、合并写还是漏读"
    return Finding(message, _stated_at(indexed, stated))


def _stated_at(indexed: Indexed, stated: str) -> Span:
    """Where the figure stands before the first section; the text's first line where it is written otherwise."""
    digits = "".join(character for character in stated if character.isdigit())
    end = indexed.report.sections[0].span[0]
    for quantity in indexed.quantities_in((0, end)):
        if quantity.kind == "count" and str(quantity.value) == digits and quantity.unit == stated[len(digits)]:
            return quantity.span
    return indexed.heading((0, end or len(indexed.text)))
