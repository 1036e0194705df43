"""Months of reporting: when they end, what they count, and what later corrections do to the counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenggai.domain.calendar import LocalDay, calendar_of
from zhenggai.domain.periods import (
    DAY,
    CannotFreeze,
    Counts,
    Effect,
    FrozenTask,
    PeriodRules,
    counted,
    counts_of,
    demand_period_rules,
    month_after,
    month_holding,
    month_named,
    months_until,
    rates_by,
    recounted,
    restated,
    span_of,
)

LAST = date(2026, 3, 31)
RULES = st.builds(
    PeriodRules,
    month_end=st.integers(0, 28),
    roll=st.sampled_from(["none", "before", "after"]),
    grace=st.integers(0, 10),
)
TASK = FrozenTask(7, 1, "县水利局", "ongoing", date(2026, 3, 20), "late")
DONE = replace(TASK, state="done", light="closed", gated=True, closed_on=date(2026, 3, 18))


def test_a_month_ends_with_its_last_day_unless_the_office_says_otherwise():
    usual, early = span_of("2026-02", PeriodRules()), span_of("2026-02", PeriodRules(month_end=25))

    assert (usual.first, usual.last) == (date(2026, 2, 1), date(2026, 2, 28))
    assert (early.first, early.last) == (date(2026, 1, 26), date(2026, 2, 25))


@pytest.mark.parametrize(
    ("roll", "last"), [("none", date(2026, 1, 31)), ("before", date(2026, 1, 30)), ("after", date(2026, 2, 2))]
)
def test_an_end_on_a_free_day_moves_as_the_office_set_it(roll, last):
    assert span_of("2026-01", PeriodRules(roll=roll)).last == last


def test_the_own_free_days_of_the_office_count():
    closed = calendar_of([LocalDay(date(2026, 3, 31), working=False)])

    assert span_of("2026-03", PeriodRules(roll="before"), closed).last == date(2026, 3, 30)


def test_it_is_due_some_working_days_later():
    assert span_of("2026-02", PeriodRules(grace=3)).due == date(2026, 3, 4)


@given(rules=RULES, year=st.integers(2005, 2024), place=st.integers(1, 12))
def test_months_follow_each_other_without_gap_or_overlap(rules, year, place):
    month = f"{year}-{place:02}"

    span, following = span_of(month, rules), span_of(month_after(month), rules)

    assert following.first == span.last + DAY
    assert month_holding(span.first, rules) == month_holding(span.last, rules) == month


def test_months_until_another_are_all_named():
    assert months_until("2025-11", "2026-02") == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert months_until("2026-03", "2026-02") == ()


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "26-01", "0001-01", "２０２６-01", "2026-01-01"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(CannotFreeze):
        month_named(text)


@pytest.mark.parametrize("rules", [PeriodRules(29), PeriodRules(-1), PeriodRules(roll="up"), PeriodRules(grace=-1)])
def test_settings_without_sense_are_refused(rules):
    with pytest.raises(CannotFreeze):
        demand_period_rules(rules)


def test_a_task_is_counted_once_in_each_way():
    assert counts_of(TASK) == Counts(total=1, overdue=1)
    assert counts_of(DONE) == Counts(total=1, done=1, on_time=1, gated=1, broad=1)


def test_what_only_a_document_calls_done_is_broadly_done_and_not_on_time():
    assert counts_of(replace(DONE, gated=False, closed_on=None)) == Counts(total=1, done=1, broad=1)


def test_long_term_work_counts_broadly_only_with_stages():
    long_term = replace(TASK, state="long_term", light="long_term")

    assert (counts_of(long_term).broad, counts_of(replace(long_term, staged=True)).broad) == (0, 1)


def test_units_add_up_to_all():
    whole, units = counted([TASK, DONE, replace(TASK, unit="县财政局")])

    assert list(units) == ["县水利局", "县财政局"]
    assert units["县水利局"].plus(units["县财政局"]) == whole


def test_a_reopened_task_is_not_done_and_late_again():
    now = restated(DONE, Effect(reopened=True), last=LAST)

    assert counts_of(now) == Counts(total=1, overdue=1)


def test_a_deadline_moved_later_takes_the_light_away():
    now = restated(TASK, Effect(deadline=date(2026, 6, 30), dated_anew=True), last=LAST)

    assert (counts_of(now).overdue, counts_of(TASK).overdue) == (0, 1)


def test_only_what_was_corrected_moves_the_counts():
    whole, units = recounted([DONE], {7: Effect(reopened=True, moved=True, returns=1)}, last=LAST)

    assert whole == Counts(done=-1, on_time=-1, overdue=1, moved=1, returns=1, gated=-1, broad=-1)
    assert units == {"县水利局": whole}


def test_rates_are_out_of_the_stated_number():
    strict, broad = rates_by(Counts(total=4, gated=1, broad=2), 3)

    assert (strict.percent, broad.percent) == ("33.3", "66.6")
