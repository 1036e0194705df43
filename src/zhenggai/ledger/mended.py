"""A report after its outline was mended: doubts about numbers and counts are looked for again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhenggai.checking import check_report
from zhenggai.domain.outline import Outline, OutlineProblem, OutlineSection, outline_of
from zhenggai.domain.report import Measure, Problem, Report, Section

# The families whose findings follow from the outline; all others follow from the text, which never changes.
OUTLINE_FAMILIES = ("numbering.", "declared.", "measure.")
NOWHERE = (0, 0)


def mended_report(report: Report, outline: Outline, *, today: date) -> Report:
    """The report with the doubts that its mended outline raises; as read where nothing was mended."""
    if outline == outline_of(report) or any(p.children for s in report.sections for p in s.problems):
        # Sub-problems were flattened, so their numbers no longer tell which of them are siblings.
        return report
    mended = replace(report, header=outline.header, sections=tuple(map(_section, outline.sections)))
    found = [doubt for doubt in check_report(mended, today=today) if doubt.rule.startswith(OUTLINE_FAMILIES)]
    kept = [doubt for doubt in report.doubts if not doubt.rule.startswith(OUTLINE_FAMILIES)]
    return replace(report, doubts=tuple(sorted([*kept, *found], key=lambda doubt: (doubt.span, doubt.rule))))


def _section(section: OutlineSection) -> Section:
    return Section(
        label=section.label,
        title=section.title,
        path=(section.label,) if section.label else (),
        span=section.span or NOWHERE,
        problems=tuple(map(_problem, section.problems)),
    )


def _problem(problem: OutlineProblem) -> Problem:
    return Problem(
        number=problem.number,
        label=problem.label,
        title=problem.title,
        span=problem.span or NOWHERE,
        description=problem.description,
        state=problem.state,
        measures=tuple(Measure(m.marker, m.text, m.span or NOWHERE) for m in problem.measures),
    )
