"""The burn-down: what was left day by day, told back from what is left now."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhenggai.domain.burning import MOST_DAYS, Left, Step, burn_down, days_told

FIRST = date(2026, 3, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def test_what_ended_today_was_open_yesterday():
    now = Left(day(2), open=1, planned=0, strict=1, broad=1)

    told = burn_down(now, [Step(day(2), 1, 1, 1), Step(day(1), open=1)], {day(1): 2, day(9): 1}, first=FIRST)

    assert [(one.open, one.planned, one.strict, one.broad) for one in told] == [
        (3, 3, 2, 2),
        (2, 1, 2, 2),
        (1, 1, 1, 1),
    ]


def test_what_was_opened_again_was_not_open_before():
    told = burn_down(Left(day(1), 1, 0, 1, 1), [Step(day(1), -1, -1, -1)], {}, first=FIRST, undated=1)

    assert [one.open for one in told] == [0, 1]
    assert [one.planned for one in told] == [1, 1]


def test_a_long_way_is_told_by_the_ends_of_months():
    days = days_told(FIRST, day(MOST_DAYS + 10))

    assert days == (FIRST, date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31), day(MOST_DAYS + 10))


def test_a_round_that_has_just_begun_has_one_day():
    assert days_told(day(1), FIRST) == (FIRST,)


@given(ends=st.lists(st.integers(0, 200), max_size=30), length=st.integers(0, 200))
def test_every_day_agrees_with_counting_what_had_not_ended(ends, length):
    steps = [Step(day(end), 1, 1, 1) for end in ends if end <= length]
    open_now = len(ends) - len(steps)
    due = Counter(day(end) for end in ends)

    told = burn_down(Left(day(length), open_now, 0, open_now, open_now), steps, due, first=FIRST)

    for one in told:
        left = sum(day(end) > one.day for end in ends)
        assert (one.open, one.planned, one.strict) == (left, left, left)
