from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest

from zhenggai.domain.closing_rules import (
    ALWAYS_ASKED,
    CHAIN,
    STEP_ROLES,
    STEPS,
    ClosingRules,
    closing_changes,
    closing_with,
)
from zhenggai.domain.roles import GRANTS, Act
from zhenggai.domain.states import CLOSED, LedgerState
from zhenggai.domain.workflow import (
    OPTIONAL,
    MoveRefused,
    WrongClosingRule,
    demand_closing_rules,
    find_move,
    machine_of,
)

USUAL = ClosingRules()


def test_every_state_of_the_ledger_stands_in_the_machine():
    assert {state.kept for state in machine_of(USUAL).states} == set(get_args(LedgerState))


@pytest.mark.parametrize("rules", [USUAL, ClosingRules(chain=("unit", "first")), ClosingRules(without=tuple(OPTIONAL))])
def test_every_state_can_be_reached_and_only_the_last_ones_are_left_by_opening_again(rules):
    machine = machine_of(rules)
    reached, new = {"drafting"}, {"drafting"}
    while new:
        new = {move.target for move in machine.moves if move.source in reached} - reached
        reached |= new

    assert reached == {state.key for state in machine.states}
    for state in machine.states:
        leaving = {move.key for move in machine.moves if move.source == state.key}
        assert leaving, state.key
        if state.kept in CLOSED:
            assert leaving <= {"reopen", "settle"}


@pytest.mark.parametrize(
    "rules", [USUAL, ClosingRules(chain=("unit", "leader", "office")), ClosingRules(without=("settle",))]
)
def test_a_task_is_done_by_the_last_signature_and_by_nothing_else(rules):
    machine = machine_of(rules)

    into = [move for move in machine.moves if machine.state(move.target).kept == "done"]

    assert [(move.key, move.source, move.act) for move in into] == [("close", f"signing_{rules.chain[-1]}", Act.SIGN)]


def test_the_steps_of_the_chain_follow_one_another():
    moves = {move.source: move.target for move in machine_of(USUAL).moves if move.key == "sign"}

    assert moves == {f"signing_{a}": f"signing_{b}" for a, b in pairwise(CHAIN)}


def test_a_move_starts_where_the_table_says_and_leads_back_where_the_task_came_from():
    machine = machine_of(USUAL)

    assert find_move(machine, "apply", kept="long_term").source == "long_term"
    assert find_move(machine, "return", kept="closing", back_to="long_term").target == "long_term"
    with pytest.raises(MoveRefused, match="任务现在是“未启动”，不能“申请销号”。"):
        find_move(machine, "apply", kept="not_started")
    with pytest.raises(MoveRefused, match="本轮次的设置中没有“监测期满”这一步。"):
        find_move(machine_of(ClosingRules(without=("settle",))), "settle", kept="done")


def test_every_act_of_the_machine_is_somebodys():
    assert all(GRANTS[move.act] for move in machine_of(USUAL).moves if move.act)
    assert all(STEP_ROLES[step] & GRANTS[Act.SIGN].keys() for step in STEPS)


@pytest.mark.parametrize(
    "wrong",
    [
        {"chain": ()},
        {"chain": ("unit",)},
        {"chain": ("leader", "office")},
        {"chain": ("unit", "office", "leader")},
        {"chain": ("unit", "unit", "leader")},
        {"chain": ("unit", "somebody")},
        {"without": ("close",)},
        {"sample_percent": 9},
        {"stage_months": 13},
        {"watch_months": 0},
        {"rush_count": 1},
        *({"waived": (condition,)} for condition in sorted(ALWAYS_ASKED)),
    ],
)
def test_rules_that_would_open_the_gate_are_refused(wrong):
    with pytest.raises(WrongClosingRule):
        demand_closing_rules(replace(USUAL, **wrong))


def test_an_offices_own_rules_come_back_as_they_were_written():
    own = replace(USUAL, chain=("unit", "leader", "first"), waived=("called_back",), sample_percent=20)

    demand_closing_rules(own)
    assert closing_with(USUAL, closing_changes(USUAL, own)) == own
    assert closing_changes(USUAL, USUAL) == {}
