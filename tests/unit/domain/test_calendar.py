"""Working days and the lights that count by them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenggai.domain.calendar import LAST_YEAR, NATIONAL, LocalDay, calendar_of, is_known
from zhenggai.domain.lights import Thresholds, light_of

FRIDAY, SATURDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (FRIDAY, True),
        (SATURDAY, False),
        (date(2026, 10, 1), False),
        (date(2026, 2, 28), True),  # a Saturday worked for the spring festival
        (date(LAST_YEAR + 1, 10, 1), date(LAST_YEAR + 1, 10, 1).weekday() < 5),
    ],
)
def test_a_day_is_worked_as_the_state_says_and_beyond_its_years_by_the_week(day, working):
    assert NATIONAL.is_working(day) is working


def test_the_years_that_are_known_end():
    assert is_known(LAST_YEAR)
    assert not is_known(LAST_YEAR + 1)
    assert not is_known(1999)


def test_an_office_has_its_own_days():
    own = calendar_of([LocalDay(FRIDAY, working=False, note="县庆"), LocalDay(SATURDAY, working=True)])

    assert (own.is_working(FRIDAY), own.is_working(SATURDAY), own.is_working(MONDAY)) == (False, True, True)
    assert own.add_working_days(date(2026, 3, 5), 1) == SATURDAY


@pytest.mark.parametrize(
    ("first", "number", "last"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 1, MONDAY),
        (MONDAY, -1, FRIDAY),
        (FRIDAY, 5, date(2026, 3, 13)),
    ],
)
def test_working_days_are_added(first, number, last):
    assert NATIONAL.add_working_days(first, number) == last


def test_no_sum_leaves_the_calendar():
    assert NATIONAL.add_working_days(date(9999, 12, 30), 50) == date.max


@given(DAYS, st.integers(1, 60))
def test_adding_and_counting_agree(day, number):
    assert NATIONAL.working_days_between(day, NATIONAL.add_working_days(day, number)) == number


@given(DAYS, DAYS)
def test_counting_backwards_is_counting_forwards(first, last):
    assert NATIONAL.working_days_between(first, last) == -NATIONAL.working_days_between(last, first)


@given(DAYS, st.integers(-40, 60), st.integers(0, 10), st.integers(10, 25))
def test_lights_in_working_days_follow_the_working_days_left(today, ahead, urgent, near):
    deadline = today + timedelta(days=ahead)
    rules = Thresholds(near=near, urgent=urgent, counting="working")

    light = light_of(state="ongoing", deadline=deadline, today=today, thresholds=rules)

    left = NATIONAL.working_days_between(today, deadline)
    expected = "urgent" if left <= urgent else "near" if left <= near else "normal"
    assert light.name == ("late" if deadline < today else expected)


def test_days_left_are_told_as_they_are_counted():
    working = Thresholds(counting="working")

    assert Thresholds().days_left(FRIDAY, MONDAY) == 3
    assert working.days_left(FRIDAY, MONDAY) == 1
    assert working.days_left(MONDAY, SATURDAY) == -1
