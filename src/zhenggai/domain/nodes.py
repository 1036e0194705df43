"""Finding the nodes of an outline by their keys."""

from __future__ import annotations

from zhenggai.domain.outline import Outline, OutlineMeasure, OutlineProblem, OutlineSection
from zhenggai.domain.steps import CannotMend


def find_problem(outline: Outline, key: str) -> tuple[OutlineSection, OutlineProblem]:
    """The problem of that key and the section that holds it.

    :raises CannotMend: where there is none.
    """
    for section in outline.sections:
        for problem in section.problems:
            if problem.key == key:
                return section, problem
    raise CannotMend("这个问题已不在草稿里，请刷新页面后再试。", key=key)


def find_section(outline: Outline, key: str) -> OutlineSection:
    """The section of that key.

    :raises CannotMend: where there is none.
    """
    for section in outline.sections:
        if section.key == key:
            return section
    raise CannotMend("这个方面已不在草稿里，请刷新页面后再试。", key=key)


def find_measure(outline: Outline, key: str) -> tuple[OutlineProblem, OutlineMeasure]:
    """The measure of that key and the problem that holds it.

    :raises CannotMend: where there is none.
    """
    for problem in outline.problems():
        for measure in problem.measures:
            if measure.key == key:
                return problem, measure
    raise CannotMend("这条措施已不在草稿里，请刷新页面后再试。", key=key)
