"""What a report of progress must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zhenggai.domain.progress import (
    CannotReport,
    NotExplained,
    Noticed,
    Report,
    demand_report,
    faults_of,
    unexplained,
    work_state,
)

TODAY, FEEDBACK = date(2026, 3, 2), date(2025, 9, 1)
NOTHING = Noticed(ahead={}, early=(), same=False)
ONGOING = Report(day=TODAY, done="巡查河道 12 次。", next_step="下周补查 3 条河。")
DONE = Report(day=TODAY, done="巡查完毕。", result="巡查记录 12 份。", claims="done")


def fields(report: Report, noticed: Noticed = NOTHING) -> list[str]:
    return [fault.field for fault in faults_of(report, today=TODAY, feedback=FEEDBACK, noticed=noticed)]


@pytest.mark.parametrize("report", [ONGOING, DONE, replace(ONGOING, day=FEEDBACK)])
def test_a_whole_report_has_no_fault(report):
    demand_report(report, today=TODAY, feedback=FEEDBACK, noticed=NOTHING)


@pytest.mark.parametrize(
    ("report", "field"),
    [
        (replace(ONGOING, day=None), "day"),
        (replace(ONGOING, day=date(2026, 3, 3)), "day"),
        (replace(ONGOING, day=date(2025, 8, 31)), "phase"),
        (replace(ONGOING, phase="x"), "phase"),
        (replace(ONGOING, done=""), "done"),
        (replace(ONGOING, done="好" * 2001), "done"),
        (replace(ONGOING, effect="坏\x00"), "effect"),
        (replace(ONGOING, effect="坏\ud800"), "effect"),
        (replace(ONGOING, next_step=""), "next_step"),
        (replace(ONGOING, claims="perhaps"), "claims"),
        (replace(DONE, result=""), "result"),
        (replace(DONE, phase="earlier"), "claims"),
    ],
)
def test_a_fault_is_told_at_its_field(report, field):
    assert field in fields(report)


def test_all_faults_are_told_at_once():
    with pytest.raises(CannotReport) as told:
        demand_report(Report(day=None, done=""), today=TODAY, feedback=FEEDBACK, noticed=NOTHING)

    assert [told.value.field, *(fault.field for fault in told.value.others)] == ["day", "done", "next_step"]


@pytest.mark.parametrize("phase", ["during", "earlier"])
def test_a_marked_report_may_be_older_than_the_feedback(phase):
    assert fields(replace(ONGOING, day=date(2025, 8, 1), phase=phase)) == []


def test_without_a_known_feedback_no_day_is_too_early():
    old = replace(ONGOING, day=date(2020, 1, 1))

    assert faults_of(old, today=TODAY, feedback=None, noticed=NOTHING) == ()


def test_what_is_still_to_come_cannot_be_reported_as_done():
    ahead = Noticed(ahead={"result": ("预计", "正在")}, early=(), same=False)

    (fault,) = faults_of(DONE, today=TODAY, feedback=FEEDBACK, noticed=ahead)

    assert (fault.field, "预计”“正在" in str(fault)) == ("result", True)
    assert fields(ONGOING, ahead) == []


def test_a_copy_needs_an_explanation_and_passes_with_one():
    copied = Noticed(ahead={}, early=(), same=True)

    with pytest.raises(NotExplained, match="雷同"):
        demand_report(ONGOING, today=TODAY, feedback=FEEDBACK, noticed=copied)
    demand_report(replace(ONGOING, explanation="汛期停工。"), today=TODAY, feedback=FEEDBACK, noticed=copied)


def test_days_before_the_feedback_need_a_mark_or_an_explanation():
    early = Noticed(ahead={}, early=("2024年5月",), same=False)

    assert len(unexplained(ONGOING, early)) == 1
    assert unexplained(replace(ONGOING, phase="during"), early) == ()
    assert unexplained(replace(ONGOING, explanation="2024年是立项时间。"), early) == ()


@pytest.mark.parametrize(
    ("claims", "state"), [((), "not_started"), (("ongoing", "done"), "ongoing"), (("done", "ongoing"), "done_claimed")]
)
def test_a_measure_stands_where_its_newest_report_says(claims, state):
    assert work_state(claims) == state
