"""What a task takes that is over."""

from __future__ import annotations

from typing import get_args

import pytest

from zhenggai.domain.closed import STANDS, WATCH, WORDS, Doing, TaskClosed, Watch, Work, demand_open, is_open
from zhenggai.domain.states import CLOSED, STATES, LedgerState

OPEN = [state for state in STATES if state not in CLOSED]


@pytest.mark.parametrize("doing", WORDS)
@pytest.mark.parametrize("state", OPEN)
def test_a_task_that_is_not_over_takes_everything(doing: Doing, state: LedgerState) -> None:
    demand_open(doing, state)


@pytest.mark.parametrize("doing", get_args(Work))
@pytest.mark.parametrize("state", sorted(CLOSED))
def test_work_on_a_task_that_is_over_is_refused_with_the_way_forward(doing: Doing, state: LedgerState) -> None:
    with pytest.raises(TaskClosed, match=f"^这条任务{STANDS[state]}，先重新激活，才能{WORDS[doing]}。$"):
        demand_open(doing, state)


@pytest.mark.parametrize("doing", get_args(Watch))
def test_what_belongs_to_the_watch_goes_on_but_not_on_what_is_no_longer_needed(doing: Doing) -> None:
    assert is_open(doing, "done")
    assert is_open(doing, "stable")
    assert not is_open(doing, "not_applicable")


def test_every_doing_is_either_work_or_watch() -> None:
    assert set(WORDS) == {*get_args(Work), *get_args(Watch)}
    assert frozenset(get_args(Watch)) == WATCH
    assert set(STANDS) == CLOSED
