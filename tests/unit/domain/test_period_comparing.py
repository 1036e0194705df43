"""Two moments of a round compared: moved, slipped, dated anew, came and went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zhenggai.domain.period_comparing import Change, Side, Then, compare_sides, counts_by_kind, points_between
from zhenggai.domain.periods import FrozenTask
from zhenggai.domain.rates import Rate

TASK = FrozenTask(1, 1, "县水利局", "ongoing", date(2026, 4, 30), "normal")


def at(*tasks: FrozenTask) -> Side:
    return Side(date(2026, 3, 31), tuple(Then(task, task.number, "", "") for task in tasks))


def kinds(old: Side, new: Side) -> list[str]:
    return [change.kind for change in compare_sides(old, new)]


def test_what_is_the_same_is_in_no_list():
    assert kinds(at(TASK), at(TASK)) == []


def test_another_state_is_a_move():
    assert kinds(at(TASK), at(replace(TASK, state="done", light="closed"))) == ["moved"]


@pytest.mark.parametrize("light", ["near", "urgent", "late"])
def test_a_worse_light_of_an_open_task_is_a_slip(light):
    assert kinds(at(TASK), at(replace(TASK, light=light))) == ["slipped"]


def test_a_better_light_and_one_of_a_task_that_is_over_are_no_slip():
    late = replace(TASK, light="late")

    assert kinds(at(late), at(TASK)) == []
    assert kinds(at(replace(late, state="done")), at(replace(late, state="done"))) == []


def test_another_deadline_is_listed_with_both():
    (change,) = compare_sides(at(TASK), at(replace(TASK, deadline=date(2026, 6, 30))))

    assert isinstance(change, Change)
    assert (change.kind, change.before.task.deadline, change.after.task.deadline) == (
        "deadline",
        date(2026, 4, 30),
        date(2026, 6, 30),
    )


def test_tasks_come_and_go_by_their_numbers():
    other = replace(TASK, task_id=2, number=2)

    assert kinds(at(TASK), at(other)) == ["came", "went"]
    assert counts_by_kind(compare_sides(at(TASK), at(other))) == {
        "moved": 0,
        "slipped": 0,
        "deadline": 0,
        "came": 1,
        "went": 1,
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [((1, 3), (2, 3), "+33.3"), ((2, 3), (1, 3), "−33.3"), ((1, 3), (1, 3), "0.0"), ((0, 0), (1, 3), "—")],
)
def test_rates_move_by_points(old, new, said):
    assert points_between(Rate(*old), Rate(*new)) == said
