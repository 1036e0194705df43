"""What the journal says about a mending step: the facts before and after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zhenggai.domain import steps as s
from zhenggai.domain.mending import COUNT_FACTS
from zhenggai.domain.nodes import find_measure, find_problem, find_section
from zhenggai.domain.outline import Outline, OutlineProblem, OutlineSection
from zhenggai.domain.states import STATE_NAMES
from zhenggai.domain.steps import Step

Facts = dict[str, object]

HEADER_NAMES: dict[str, str] = {
    "title": "标题",
    "kind": "类型",
    "inspected": "被检查单位",
    "inspector": "检查组",
    "inspected_from": "检查开始日",
    "inspected_to": "检查结束日",
    "feedback_date": "反馈日",
    "published": "公开日",
    "declared_aspects": "文中所称方面数",
    "declared_problems": "文中所称问题数",
    "declared_tasks": "文中所称任务数",
}


@dataclass(frozen=True, slots=True)
class Told:
    """Facts before and after a change."""

    before: Facts
    after: Facts


def tell_step(step: Step, before: Outline, after: Outline) -> Told:
    """The facts that a step changed, small enough to read in a line."""
    return TELLERS[type(step)](step, before, after)


def _problem_facts(facts: Callable[[OutlineProblem], Facts]) -> Callable[[Any, Outline, Outline], Told]:
    def tell(step: Any, before: Outline, after: Outline) -> Told:
        return Told(facts(find_problem(before, step.problem)[1]), facts(find_problem(after, step.problem)[1]))

    return tell


def _tell_merge(step: s.Merge, before: Outline, after: Outline) -> Told:
    section, problem = find_problem(before, step.problem)
    into = section.problems[section.problems.index(problem) - 1]
    return Told({"problem": problem.title}, {"problem": into.title})


def _tell_split(step: s.SplitAtMeasure | s.SplitAtOffset, before: Outline, after: Outline) -> Told:
    title = find_problem(before, step.problem)[1].title
    return Told({"problem": title}, {"problem": f"{title} | {step.title}"})


def _tell_move(step: s.Move, before: Outline, after: Outline) -> Told:
    title = find_problem(before, step.problem)[1].title
    return Told(
        {"problem": title, "place": _place(before, step.problem)},
        {"problem": title, "place": _place(after, step.problem)},
    )


def _tell_drop(step: s.Drop, before: Outline, after: Outline) -> Told:
    problem = find_problem(before, step.problem)[1]
    return Told({"problem": problem.title, "measures": len(problem.measures)}, {})


def _tell_add(step: s.Add, before: Outline, after: Outline) -> Told:
    return Told({}, {"problem": step.title, "number": step.number})


def _tell_section_title(step: s.RetitleSection, before: Outline, after: Outline) -> Told:
    old, new = find_section(before, step.section), find_section(after, step.section)
    return Told({"title": old.title}, {"title": new.title})


def _tell_added_section(step: s.AddSection, before: Outline, after: Outline) -> Told:
    return Told({}, {"title": step.title})


def _tell_dropped_section(step: s.DropSection, before: Outline, after: Outline) -> Told:
    return Told({"title": find_section(before, step.section).title}, {})


def _tell_measure(step: s.EditMeasure, before: Outline, after: Outline) -> Told:
    return Told(
        {"text": find_measure(before, step.measure)[1].text}, {"text": find_measure(after, step.measure)[1].text}
    )


def _tell_header(step: s.SetHeader, before: Outline, after: Outline) -> Told:
    name = HEADER_NAMES[step.fact]
    return Told(
        {"fact": name, "value": _header_fact(before, step.fact)},
        {"fact": name, "value": _header_fact(after, step.fact)},
    )


TELLERS: dict[type, Callable[[Any, Outline, Outline], Told]] = {
    s.Retitle: _problem_facts(lambda problem: {"title": problem.title}),
    s.SetNumber: _problem_facts(lambda problem: {"problem": problem.title, "number": problem.number}),
    s.SetState: _problem_facts(
        lambda problem: {"problem": problem.title, "state": problem.state and STATE_NAMES[problem.state]}
    ),
    s.Merge: _tell_merge,
    s.SplitAtMeasure: _tell_split,
    s.SplitAtOffset: _tell_split,
    s.Move: _tell_move,
    s.Drop: _tell_drop,
    s.Add: _tell_add,
    s.RetitleSection: _tell_section_title,
    s.AddSection: _tell_added_section,
    s.DropSection: _tell_dropped_section,
    s.EditMeasure: _tell_measure,
    s.SetHeader: _tell_header,
}


def _place(outline: Outline, key: str) -> str:
    section, problem = find_problem(outline, key)
    return f"{_section_name(section)} 第 {section.problems.index(problem) + 1} 个"


def _section_name(section: OutlineSection) -> str:
    return f"{section.label or ''}{section.title or ''}" or "（无标题）"


def _header_fact(outline: Outline, fact: str) -> object:
    if fact in COUNT_FACTS:
        return getattr(outline.header.declared, COUNT_FACTS[fact])
    return getattr(outline.header, fact)
