"""Who is told when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenggai.domain.calendar import NATIONAL
from zhenggai.domain.ladder import STEPS, Ladder, steps_due

DUE = date(2026, 3, 6)  # a Friday
PRESET = Ladder()


def keys(today: date, ladder: Ladder = PRESET) -> list[str]:
    return [step.key for step in steps_due(ladder, due=DUE, today=today, calendar=NATIONAL)]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 1, 1), []),
        (DUE - timedelta(days=31), []),
        (DUE - timedelta(days=30), ["before-30"]),
        (DUE - timedelta(days=8), ["before-30"]),
        (DUE - timedelta(days=7), ["before-7"]),
        (DUE - timedelta(days=1), ["before-1"]),
        (DUE, ["person"]),
        (date(2026, 3, 8), ["person"]),  # over the weekend nobody above is troubled
        (date(2026, 3, 9), ["person", "unit_head"]),
        (date(2026, 3, 11), ["person", "unit_head", "leader"]),
        (date(2026, 3, 13), ["person", "unit_head", "leader", "office"]),
        (date(2026, 9, 1), ["person", "unit_head", "leader", "office"]),
    ],
)
def test_the_ladder_is_climbed_in_working_days(today, expected):
    assert keys(today) == expected


def test_a_step_that_is_left_out_is_never_due():
    assert keys(date(2026, 9, 1), Ladder(before=(), person=None, leader=None)) == ["unit_head", "office"]
    assert keys(DUE - timedelta(days=1), Ladder(before=())) == []


@given(st.integers(-60, 60))
def test_no_step_is_due_twice_and_lower_ones_come_first(ahead):
    names = [step.name for step in steps_due(PRESET, due=DUE, today=DUE + timedelta(days=ahead), calendar=NATIONAL)]

    assert names == sorted(set(names), key=STEPS.index)
