"""Mending an outline before it is adopted: pure edits, each a step; undo is a shorter list of steps.

No step loses a measure unless it drops a problem, and no step touches the text the spans count in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Any, get_args

from zhenggai.domain import steps as s
from zhenggai.domain.outline import Outline, OutlineMeasure, OutlineProblem, OutlineSection
from zhenggai.domain.report import Kind, Span
from zhenggai.domain.states import STATES
from zhenggai.domain.steps import CannotMend, Step

LONGEST_TITLE = 2000
LARGEST_NUMBER = 999_999
DATE_FACTS = frozenset({"inspected_from", "inspected_to", "feedback_date", "published"})
TEXT_FACTS = frozenset({"title", "inspected", "inspector"})
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


# Finding nodes


def find_problem(outline: Outline, key: str) -> tuple[OutlineSection, OutlineProblem]:
    """The problem of that key and the section that holds it.

    :raises CannotMend: where there is none.
    """
    for section in outline.sections:
        for problem in section.problems:
            if problem.key == key:
                return section, problem
    raise CannotMend("这个问题已不在草稿里,请刷新页面后再试。", key=key)


def find_section(outline: Outline, key: str) -> OutlineSection:
    """The section of that key.

    :raises CannotMend: where there is none.
    """
    for section in outline.sections:
        if section.key == key:
            return section
    raise CannotMend("这个方面已不在草稿里,请刷新页面后再试。", key=key)


def find_measure(outline: Outline, key: str) -> tuple[OutlineProblem, OutlineMeasure]:
    """The measure of that key and the problem that holds it.

    :raises CannotMend: where there is none.
    """
    for problem in outline.problems():
        for measure in problem.measures:
            if measure.key == key:
                return problem, measure
    raise CannotMend("这条措施已不在草稿里,请刷新页面后再试。", key=key)


# The edits, one for each kind of step


def _retitle(outline: Outline, step: s.Retitle) -> Outline:
    _, problem = find_problem(outline, step.problem)
    return _with_problem(outline, replace(problem, title=_worded(step.title, what="问题标题")))


def _set_number(outline: Outline, step: s.SetNumber) -> Outline:
    _, problem = find_problem(outline, step.problem)
    return _with_problem(outline, replace(problem, number=_numbered(step.number)))


def _set_state(outline: Outline, step: s.SetState) -> Outline:
    _, problem = find_problem(outline, step.problem)
    if step.state is not None and step.state not in STATES:
        raise CannotMend("没有“$state”这种状态。", state=step.state)
    return _with_problem(outline, replace(problem, state=step.state))


def _merge(outline: Outline, step: s.Merge) -> Outline:
    section, problem = find_problem(outline, step.problem)
    place = section.problems.index(problem)
    if place == 0:
        raise CannotMend("“$title”是本方面的第一个问题,前面没有可以并入的问题。", title=problem.title)
    joined = _joined(section.problems[place - 1], problem, text=outline.text)
    problems = (*section.problems[: place - 1], joined, *section.problems[place + 1 :])
    return _with_section(outline, replace(section, problems=problems))


def _split_at_measure(outline: Outline, step: s.SplitAtMeasure) -> Outline:
    section, problem = find_problem(outline, step.problem)
    place = next((order for order, measure in enumerate(problem.measures) if measure.key == step.measure), None)
    if place is None:
        raise CannotMend("这条措施不在这个问题里,请刷新页面后再试。")
    here = problem.measures[place].span
    before, after = _cut_pieces(problem.pieces, here[0]) if here else (problem.pieces, ())
    title = _worded(step.title, what="新问题的标题")
    head = replace(problem, pieces=before, measures=problem.measures[:place])
    tail = _new_problem(outline, title=title, pieces=after, measures=problem.measures[place:])
    return _with_two(outline, section, problem, head, tail)


def _split_at_offset(outline: Outline, step: s.SplitAtOffset) -> Outline:
    section, problem = find_problem(outline, step.problem)
    at = step.offset
    if not any(first < at < last for first, last in problem.pieces):
        raise CannotMend("拆分的位置不在“$title”的文字之内。", title=problem.title)
    before, after = _cut_pieces(problem.pieces, at)
    kept, moved = _cut_measures(problem.measures, at, text=outline.text, key=f"n{outline.minted + 2}")
    title = _worded(step.title, what="新问题的标题")
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
    title = _worded(step.title, what="问题标题")
    pieces = (_span_within(step.span, outline.text),) if step.span else ()
    problem = replace(_new_problem(outline, title=title, pieces=pieces), number=_numbered(step.number))
    return _with_inserted(_minted(outline), step.section, step.position, problem)


def _retitle_section(outline: Outline, step: s.RetitleSection) -> Outline:
    section = find_section(outline, step.section)
    return _with_section(outline, replace(section, title=_worded(step.title, what="方面标题")))


def _add_section(outline: Outline, step: s.AddSection) -> Outline:
    title = _worded(step.title, what="方面标题")
    section = OutlineSection(_next_key(outline), (step.label or "").strip() or None, title, None)
    place = _place(step.position, len(outline.sections))
    sections = (*outline.sections[:place], section, *outline.sections[place:])
    return replace(_minted(outline), sections=sections)


def _drop_section(outline: Outline, step: s.DropSection) -> Outline:
    section = find_section(outline, step.section)
    if section.problems:
        raise CannotMend("这个方面还有 $count 个问题,请先移走或删去。", count=len(section.problems))
    return replace(outline, sections=tuple(other for other in outline.sections if other.key != section.key))


def _edit_measure(outline: Outline, step: s.EditMeasure) -> Outline:
    problem, measure = find_measure(outline, step.measure)
    edited = replace(measure, text=_worded(step.text, what="措施", longest=100_000))
    measures = tuple(edited if other.key == measure.key else other for other in problem.measures)
    return _with_problem(outline, replace(problem, measures=measures))


def _set_header(outline: Outline, step: s.SetHeader) -> Outline:
    value = (step.value or "").strip() or None
    header = outline.header
    if step.fact in COUNT_FACTS:
        declared = replace(header.declared, **{COUNT_FACTS[step.fact]: _counted(value)})
        return replace(outline, header=replace(header, declared=declared))
    fact: dict[str, Any] = {step.fact: _header_value(step.fact, value)}
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


# Joining and cutting


def _joined(first: OutlineProblem, second: OutlineProblem, *, text: str) -> OutlineProblem:
    told = "\n".join(part for part in (first.description, second.title, second.description) if part)
    return replace(
        first,
        pieces=_joined_pieces((*first.pieces, *second.pieces), text),
        description=told,
        responsible=tuple(dict.fromkeys((*first.responsible, *second.responsible))),
        extra=tuple(dict((*second.extra, *first.extra)).items()),
        measures=(*first.measures, *second.measures),
    )


def _joined_pieces(pieces: tuple[Span, ...], text: str) -> tuple[Span, ...]:
    joined: list[Span] = []
    for first, last in sorted(pieces):
        if joined and first <= len(text) and not text[joined[-1][1] : first].strip():
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def _cut_pieces(pieces: tuple[Span, ...], at: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    before = tuple((first, min(last, at)) for first, last in pieces if first < at)
    after = tuple((max(first, at), last) for first, last in pieces if last > at)
    return before, after


def _cut_measures(
    measures: tuple[OutlineMeasure, ...], at: int, *, text: str, key: str
) -> tuple[tuple[OutlineMeasure, ...], tuple[OutlineMeasure, ...]]:
    kept: list[OutlineMeasure] = []
    moved: list[OutlineMeasure] = []
    for measure in measures:
        head, tail = _cut_measure(measure, at, text=text, key=key)
        kept += [head] if head else []
        moved += [tail] if tail else []
    return tuple(kept), tuple(moved)


def _cut_measure(
    measure: OutlineMeasure, at: int, *, text: str, key: str
) -> tuple[OutlineMeasure | None, OutlineMeasure | None]:
    if measure.span is None or at >= measure.span[1]:
        return measure, None
    first, last = measure.span
    if at <= first:
        return None, measure
    start = text.find(measure.text, first, last)
    head, tail = text[max(start, first) : at].strip(), text[at:last].strip()
    if start < 0 or not tail:
        # A text that was edited by hand no longer follows the span and cannot be cut with it.
        return measure, None
    if start >= at or not head:
        return None, measure
    return replace(measure, text=head, span=(first, at)), OutlineMeasure(key, None, tail, (at, last))


# Judging what was typed


def _worded(text: str, *, what: str, longest: int = LONGEST_TITLE) -> str:
    worded = text.strip()
    if not worded:
        raise CannotMend("$what不能为空。", what=what)
    if len(worded) > longest:
        raise CannotMend("$what太长,最多 $longest 个字。", what=what, longest=longest)
    if any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in worded):
        raise CannotMend("$what里有无法保存的字符。", what=what)
    return worded


def _numbered(number: int | None) -> int | None:
    if number is not None and not 0 <= number <= LARGEST_NUMBER:
        raise CannotMend("序号应在 0 到 $largest 之间。", largest=LARGEST_NUMBER)
    return number


def _counted(value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 6):
        raise CannotMend("数目应是不超过 $largest 的整数。", largest=LARGEST_NUMBER)
    return int(value)


def _header_value(fact: str, value: str | None) -> object:
    if fact in DATE_FACTS:
        return _dated(value)
    if fact in TEXT_FACTS:
        return _worded(value, what="基本信息") if value else None
    if fact == "kind" and value in get_args(Kind):
        return value
    raise CannotMend("没有这项基本信息,或内容不合适:$fact。", fact=fact)


def _dated(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as fault:
        raise CannotMend("“$value”不是一个日期,请写成 2023-09-26。", value=value) from fault


def _span_within(span: Span, text: str) -> Span:
    first, last = span
    if not 0 <= first < last <= len(text):
        raise CannotMend("所选的文字不在文件之内。")
    return first, last


def _place(position: int, count: int) -> int:
    return max(0, min(position, count))
