"""Mending an outline: every step does what it says, loses nothing it does not drop, and can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.reports import Finding, a_report
from zhenggai.domain import steps as s
from zhenggai.domain.mending import apply_step, replay
from zhenggai.domain.outline import Outline, outline_of
from zhenggai.domain.report import Measure, Problem
from zhenggai.domain.steps import CannotMend, step_from_json, step_to_json

REPORT = a_report(
    [Finding("甲问题", ["排查三次", "整治到位", "建章立制"]), Finding("乙问题", ["约谈负责人"])],
    [Finding("丙问题", ["补拨资金", "完成清退"])],
)
OUTLINE = outline_of(REPORT)


def titles(outline: Outline) -> list[list[str]]:
    return [[problem.title for problem in section.problems] for section in outline.sections]


def measures(outline: Outline) -> list[str]:
    return [measure.text for problem in outline.problems() for measure in problem.measures]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (s.Retitle("p0-0", " 新 "), [["新", "乙问题"], ["丙问题"]]),
        (s.Merge("p0-1"), [["甲问题"], ["丙问题"]]),
        (s.SplitAtMeasure("p0-0", "m0-0-1", "丁"), [["甲问题", "丁", "乙问题"], ["丙问题"]]),
        (s.SplitAtOffset("p0-0", REPORT.text.index("整治到位"), "丁"), [["甲问题", "丁", "乙问题"], ["丙问题"]]),
        (s.Move("p0-0", "s1", 0), [["乙问题"], ["甲问题", "丙问题"]]),
        (s.Move("p0-0", "s0", 1), [["乙问题", "甲问题"], ["丙问题"]]),
        (s.Move("p0-0", "s1", 99), [["乙问题"], ["丙问题", "甲问题"]]),
        (s.Drop("p0-1"), [["甲问题"], ["丙问题"]]),
        (s.Add("s1", 0, "丁", number=4), [["甲问题", "乙问题"], ["丁", "丙问题"]]),
        (s.AddSection(1, "新方面", "(三)"), [["甲问题", "乙问题"], [], ["丙问题"]]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_step_rearranges_the_outline(step, expected):
    assert titles(apply_step(OUTLINE, step)) == expected


@pytest.mark.parametrize(
    "step",
    [
        s.Retitle("p9-9", "新"),
        s.Retitle("p0-0", "  "),
        s.Retitle("p0-0", "长" * 2001),
        s.Retitle("p0-0", "\x00"),
        s.Retitle("p0-0", "\ud800"),
        s.SetNumber("p0-0", -1),
        s.SetNumber("p0-0", 1_000_000),
        s.SetState("p0-0", "finished"),
        s.Merge("p0-0"),
        s.Merge("p1-0"),
        s.SplitAtMeasure("p0-0", "m1-0-0", "丁"),
        s.SplitAtMeasure("p0-0", "m0-0-1", ""),
        s.SplitAtOffset("p0-0", 0, "丁"),
        s.SplitAtOffset("p0-0", 10**9, "丁"),
        s.Move("p0-0", "s9", 0),
        s.Add("s9", 0, "丁"),
        s.Add("s0", 0, "丁", span=(5, 5)),
        s.Add("s0", 0, "丁", span=(0, 10**9)),
        s.DropSection("s0"),
        s.DropSection("s9"),
        s.EditMeasure("m9-9-9", "x"),
        s.EditMeasure("m0-0-0", ""),
        s.SetHeader("published", "2023-02-30"),
        s.SetHeader("kind", "抽查"),
        s.SetHeader("kind", None),
        s.SetHeader("declared_tasks", "五十二"),
        s.SetHeader("source", "x"),
    ],
    ids=str,
)
def test_a_step_that_does_not_fit_is_refused_with_a_sentence(step):
    with pytest.raises(CannotMend) as refusal:
        apply_step(OUTLINE, step)

    assert str(refusal.value).endswith("。")
    assert "$" not in str(refusal.value)


@pytest.mark.parametrize(
    ("fact", "value", "read"),
    [
        ("title", "新报告", lambda header: header.title == "新报告"),
        ("inspected", "", lambda header: header.inspected is None),
        ("kind", "审计", lambda header: header.kind == "审计"),
        ("published", "2023-09-26", lambda header: header.published == date(2023, 9, 26)),
        ("feedback_date", None, lambda header: header.feedback_date is None),
        ("declared_tasks", "52", lambda header: header.declared.tasks == 52),
    ],
)
def test_a_fact_of_the_header_is_corrected(fact, value, read):
    assert read(apply_step(OUTLINE, s.SetHeader(fact, value)).header)


def test_a_merged_problem_keeps_the_words_and_places_of_both():
    merged = apply_step(OUTLINE, s.Merge("p0-1")).problems()[0]

    assert merged.description == "乙问题"
    assert merged.pieces == ((OUTLINE.problems()[0].pieces[0][0], OUTLINE.problems()[1].pieces[0][1]),)
    assert len(merged.measures) == 4


def test_splitting_inside_a_measure_cuts_its_text_in_two():
    at = REPORT.text.index("到位")

    first, second = apply_step(OUTLINE, s.SplitAtOffset("p0-0", at, "丁")).problems()[:2]

    assert [measure.text for measure in first.measures] == ["排查三次。", "整治"]
    assert [(measure.marker, measure.text) for measure in second.measures] == [(None, "到位。"), ("三是", "建章立制。")]
    assert first.pieces[0][1] == at == second.pieces[0][0]


def test_splitting_at_the_marker_moves_the_measure_whole():
    at = REPORT.text.index("治到位") - 1

    second = apply_step(OUTLINE, s.SplitAtOffset("p0-0", at, "丁")).problems()[1]

    assert [measure.text for measure in second.measures] == ["整治到位。", "建章立制。"]


def test_a_measure_edited_by_hand_is_not_cut():
    edited = apply_step(OUTLINE, s.EditMeasure("m0-0-1", "改写过的措施"))

    first, second = apply_step(edited, s.SplitAtOffset("p0-0", REPORT.text.index("到位"), "丁")).problems()[:2]

    assert [measure.text for measure in first.measures] == ["排查三次。", "改写过的措施"]
    assert [measure.text for measure in second.measures] == ["建章立制。"]


def test_an_emptied_section_can_be_dropped():
    assert titles(replay(OUTLINE, [s.Drop("p1-0"), s.DropSection("s1")])) == [["甲问题", "乙问题"]]


def test_sub_problems_stand_for_their_problem_unless_it_has_measures_of_its_own():
    child = Problem(1, "(1)", "子问题", (20, 30), measures=(Measure(None, "x", (22, 24)),))
    section = REPORT.sections[0]
    bare = replace(section.problems[0], measures=(), children=(child,))
    full = replace(section.problems[0], children=(child,))

    def outlined(problem: Problem) -> list[tuple[str, str | None]]:
        report = replace(REPORT, sections=(replace(section, problems=(problem,)),))
        return [(found.title, found.parent) for found in outline_of(report).problems()]

    assert outlined(bare) == [("子问题", "甲问题")]
    assert outlined(full) == [("甲问题", None), ("子问题", "甲问题")]


# Random walks


@st.composite
def walks(draw: st.DrawFn) -> list[s.Step]:
    """Steps that fit, found by trying steps at random nodes of the outline as it then stands."""
    outline, steps = OUTLINE, []
    for _ in range(draw(st.integers(1, 12))):
        step = draw(any_step(outline))
        try:
            outline = apply_step(outline, step)
        except CannotMend:
            continue
        steps.append(step)
    return steps


def any_step(outline: Outline) -> st.SearchStrategy[s.Step]:
    problems = st.sampled_from([problem.key for problem in outline.problems()] or ["none"])
    sections = st.sampled_from([section.key for section in outline.sections] or ["none"])
    keys = [measure.key for problem in outline.problems() for measure in problem.measures]
    nodes = st.sampled_from(keys or ["none"])
    title = st.sampled_from(["新一", "新二", ""])
    place = st.integers(-1, 5)
    return st.one_of(
        st.builds(s.Retitle, problems, title),
        st.builds(s.SetNumber, problems, st.none() | st.integers(0, 99)),
        st.builds(s.SetState, problems, st.sampled_from([None, "done", "ongoing"])),
        st.builds(s.Merge, problems),
        st.builds(s.SplitAtMeasure, problems, nodes, title),
        st.builds(s.SplitAtOffset, problems, st.integers(0, len(REPORT.text)), title),
        st.builds(s.Move, problems, sections, place),
        st.builds(s.Drop, problems),
        st.builds(s.Add, sections, place, title, span=st.none() | st.just((3, 9))),
        st.builds(s.RetitleSection, sections, title),
        st.builds(s.AddSection, place, title),
        st.builds(s.DropSection, sections),
        st.builds(s.SetHeader, st.just("title"), title),
    )


@settings(deadline=None)
@given(walks())
def test_undoing_all_gives_what_was_read_and_redoing_all_what_was_mended(steps):
    mended = replay(OUTLINE, steps)

    assert replay(OUTLINE, steps[:0]) == OUTLINE == outline_of(REPORT)
    assert replay(OUTLINE, [step_from_json(step_to_json(step)) for step in steps]) == mended


@settings(deadline=None)
@given(walks())
def test_no_step_loses_a_measure_unless_it_drops_its_problem(steps):
    before = OUTLINE
    for step in steps:
        after = apply_step(before, step)
        if not isinstance(step, s.Drop):
            joined = "".join(sorted("".join(measures(after))))
            assert joined == "".join(sorted("".join(measures(before))))
        before = after


@settings(deadline=None)
@given(walks())
def test_keys_stay_unique_and_spans_stay_within_the_text(steps):
    mended = replay(OUTLINE, steps)

    found = mended.problems()
    keys = [problem.key for problem in found] + [section.key for section in mended.sections]
    keys += [measure.key for problem in found for measure in problem.measures]
    assert len(keys) == len(set(keys))
    for problem in found:
        assert all(0 <= first < last <= len(REPORT.text) for first, last in problem.pieces)
        for measure in problem.measures:
            assert measure.span
            assert measure.text in REPORT.text[slice(*measure.span)]


@pytest.mark.parametrize("value", [{}, {"step": "explode"}, {"step": "retitle"}, {"step": "move", "problem": "p0-0"}])
def test_json_that_is_no_step_is_refused(value):
    with pytest.raises(CannotMend):
        step_from_json(value)
