"""Mending an outline before it is adopted: pure edits, each a step; undo is a shorter list of steps.

No step loses a measure unless it drops a problem, and no step touches the text the spans count in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from typing import Any

from zhenggai.domain import steps as s
from zhenggai.domain.cutting import cut_measures, cut_pieces, join_problems
from zhenggai.domain.nodes import find_measure, find_problem, find_section
from zhenggai.domain.outline import Outline, OutlineMeasure, OutlineProblem, OutlineSection
from zhenggai.domain.report import Span
from zhenggai.domain.states import READ_STATES
from zhenggai.domain.steps import CannotMend, Step
from zhenggai.domain.typed import counted, header_value, numbered, span_within, worded

COUNT_FACTS = {"declared_aspects": "aspects", "declared_problems": "problems", "declared_tasks": "tasks"}


def replay(outline: Outline, steps: Iterable[Step]) -> Outline:
    """The outline after the steps, in order.

    :raises CannotMend: at the first step that does not fit.
    """
    return reduce(apply_step, steps, outline)


def apply_step(outline: Outline, step: Step) -> Outline:
    """The outline after one step.

    :raises CannotMend: with a sentence for the person who asked.
    """
    return EDITS[type(step)](outline, step)


# The edits, one for each kind of step


def _retitle(outline: Outline, step: s.Retitle) -> Outline:
    _, problem = find_problem(outline, step.problem)
    return _with_problem(outline, replace(problem, title=worded(step.title, what="问题标题")))


def _set_number(outline: Outline, step: s.SetNumber) -> Outline:
    _, problem = find_problem(outline, step.problem)
    return _with_problem(outline, replace(problem, number=numbered(step.number)))


def _set_state(outline: Outline, step: s.SetState) -> Outline:
    _, problem = find_problem(outline, step.problem)
    if step.state is not None and step.state not in READ_STATES:
        raise CannotMend("没有“$state”这种状态。", state=step.state)
    return _with_problem(outline, replace(problem, state=step.state))


def _merge(outline: Outline, step: s.Merge) -> Outline:
    section, problem = find_problem(outline, step.problem)
    place = section.problems.index(problem)
    if place == 0:
        raise CannotMend("“$title”是本方面的第一个问题，前面没有可以并入的问题。", title=problem.title)
    joined = join_problems(section.problems[place - 1], problem, text=outline.text)
    problems = (*section.problems[: place - 1], joined, *section.problems[place + 1 :])
    return _with_section(outline, replace(section, problems=problems))


def _split_at_measure(outline: Outline, step: s.SplitAtMeasure) -> Outline:
    section, problem = find_problem(outline, step.problem)
    place = next((order for order, measure in enumerate(problem.measures) if measure.key == step.measure), None)
    if place is None:
        raise CannotMend("这条措施不在这个问题里，请刷新页面后再试。")
    here = problem.measures[place].span
    before, after = cut_pieces(problem.pieces, here[0]) if here else (problem.pieces, ())
    title = worded(step.title, what="新问题的标题")
    head = replace(problem, pieces=before, measures=problem.measures[:place])
    tail = _new_problem(outline, title=title, pieces=after, measures=problem.measures[place:])
    return _with_two(outline, section, problem, head, tail)


def _split_at_offset(outline: Outline, step: s.SplitAtOffset) -> Outline:
    section, problem = find_problem(outline, step.problem)
    at = step.offset
    if not any(first < at < last for first, last in problem.pieces):
        raise CannotMend("拆分的位置不在“$title”的文字之内。", title=problem.title)
    before, after = cut_pieces(problem.pieces, at)
    kept, moved = cut_measures(problem.measures, at, text=outline.text, key=f"n{outline.minted + 2}")
    title = worded(step.title, what="新问题的标题")
    head = replace(problem, pieces=before, measures=kept)
    tail = _new_problem(outline, title=title, pieces=after, measures=moved)
    return _with_two(replace(outline, minted=outline.minted + 1), section, problem, head, tail)


def _move(outline: Outline, step: s.Move) -> Outline:
    section, problem = find_problem(outline, step.problem)
    find_section(outline, step.section)
    without = _with_section(outline, replace(section, problems=_left(section.problems, problem)))
    return _with_inserted(without, step.section, step.position, problem)


def _drop(outline: Outline, step: s.Drop) -> Outline:
    section, problem = find_problem(outline, step.problem)
    return _with_section(outline, replace(section, problems=_left(section.problems, problem)))


def _add(outline: Outline, step: s.Add) -> Outline:
    find_section(outline, step.section)
    title = worded(step.title, what="问题标题")
    pieces = (span_within(step.span, outline.text),) if step.span else ()
    problem = replace(_new_problem(outline, title=title, pieces=pieces), number=numbered(step.number))
    return _with_inserted(_minted(outline), step.section, step.position, problem)


def _retitle_section(outline: Outline, step: s.RetitleSection) -> Outline:
    section = find_section(outline, step.section)
    return _with_section(outline, replace(section, title=worded(step.title, what="方面标题")))


def _add_section(outline: Outline, step: s.AddSection) -> Outline:
    title = worded(step.title, what="方面标题")
    section = OutlineSection(_next_key(outline), (step.label or "").strip() or None, title, None)
    place = _place(step.position, len(outline.sections))
    sections = (*outline.sections[:place], section, *outline.sections[place:])
    return replace(_minted(outline), sections=sections)


def _drop_section(outline: Outline, step: s.DropSection) -> Outline:
    section = find_section(outline, step.section)
    if section.problems:
        raise CannotMend("这个方面还有 $count 个问题，请先移走或删去。", count=len(section.problems))
    return replace(outline, sections=tuple(other for other in outline.sections if other.key != section.key))


def _edit_measure(outline: Outline, step: s.EditMeasure) -> Outline:
    problem, measure = find_measure(outline, step.measure)
    edited = replace(measure, text=worded(step.text, what="措施", longest=100_000))
    measures = tuple(edited if other.key == measure.key else other for other in problem.measures)
    return _with_problem(outline, replace(problem, measures=measures))


def _set_header(outline: Outline, step: s.SetHeader) -> Outline:
    value = (step.value or "").strip() or None
    header = outline.header
    if step.fact in COUNT_FACTS:
        declared = replace(header.declared, **{COUNT_FACTS[step.fact]: counted(value)})
        return replace(outline, header=replace(header, declared=declared))
    fact: dict[str, Any] = {step.fact: header_value(step.fact, value)}
    return replace(outline, header=replace(header, **fact))


EDITS: dict[type, Callable[[Outline, Any], Outline]] = {
    s.Retitle: _retitle,
    s.SetNumber: _set_number,
    s.SetState: _set_state,
    s.Merge: _merge,
    s.SplitAtMeasure: _split_at_measure,
    s.SplitAtOffset: _split_at_offset,
    s.Move: _move,
    s.Drop: _drop,
    s.Add: _add,
    s.RetitleSection: _retitle_section,
    s.AddSection: _add_section,
    s.DropSection: _drop_section,
    s.EditMeasure: _edit_measure,
    s.SetHeader: _set_header,
}


# Putting nodes back


def _with_section(outline: Outline, section: OutlineSection) -> Outline:
    return replace(outline, sections=tuple(section if o.key == section.key else o for o in outline.sections))


def _with_problem(outline: Outline, problem: OutlineProblem) -> Outline:
    section, _ = find_problem(outline, problem.key)
    problems = tuple(problem if other.key == problem.key else other for other in section.problems)
    return _with_section(outline, replace(section, problems=problems))


def _with_two(
    outline: Outline, section: OutlineSection, whole: OutlineProblem, head: OutlineProblem, tail: OutlineProblem
) -> Outline:
    place = section.problems.index(whole)
    problems = (*section.problems[:place], head, tail, *section.problems[place + 1 :])
    return _with_section(_minted(outline), replace(section, problems=problems))


def _with_inserted(outline: Outline, key: str, position: int, problem: OutlineProblem) -> Outline:
    section = find_section(outline, key)
    place = _place(position, len(section.problems))
    problems = (*section.problems[:place], problem, *section.problems[place:])
    return _with_section(outline, replace(section, problems=problems))


def _left(problems: tuple[OutlineProblem, ...], gone: OutlineProblem) -> tuple[OutlineProblem, ...]:
    return tuple(problem for problem in problems if problem.key != gone.key)


def _new_problem(
    outline: Outline, *, title: str, pieces: tuple[Span, ...], measures: tuple[OutlineMeasure, ...] = ()
) -> OutlineProblem:
    return OutlineProblem(_next_key(outline), None, None, title, pieces, measures=measures)


def _next_key(outline: Outline) -> str:
    return f"n{outline.minted + 1}"


def _minted(outline: Outline) -> Outline:
    return replace(outline, minted=outline.minted + 1)


def _place(position: int, count: int) -> int:
    return max(0, min(position, count))
