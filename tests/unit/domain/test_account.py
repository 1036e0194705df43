"""Every task is counted once, whoever counts."""

from __future__ import annotations

from zhenggai.domain.account import BROAD, PARTS, STATES_OF, account_of, account_of_states, states_of
from zhenggai.domain.rates import Counted, rates_of
from zhenggai.domain.states import STATES


def test_each_state_stands_in_exactly_one_part():
    assert sorted(states_of(PARTS)) == sorted(STATES)
    assert list(STATES_OF) == list(PARTS)


def test_the_parts_add_up():
    account = account_of(dict(zip(STATES, (1, 2, 4, 8, 16, 32, 64), strict=True)))

    assert account.total == sum(account.parts.values()) == 127
    assert (account.strict, account.broad) == (16 + 32, 16 + 32 + 8)
    assert account.parts["running"] == 2 + 4


def test_tasks_and_counts_of_tasks_come_to_the_same():
    states = ["done", "stable", "long_term", "ongoing", "closing", "not_started", "not_applicable", "done"]

    assert account_of_states(states) == account_of({state: states.count(state) for state in STATES})
    assert account_of_states([]).total == 0


def test_rates_count_the_same_tasks_where_all_went_through_the_gate():
    states = ["done", "stable", "long_term", "ongoing", "not_applicable"]
    account = account_of_states(states)

    rates = rates_of([Counted(state, 1, through_gate=1, staged=1) for state in states], stated=None)

    assert (rates.strict.part, rates.broad.part, rates.counted) == (account.strict, account.broad, account.total)
    assert states_of(BROAD) == ("done", "stable", "long_term")
