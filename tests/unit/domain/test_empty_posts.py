"""An office that somebody holds for an empty post: these tasks, the daily work, no signature."""

from __future__ import annotations

import pytest

from people import LI
from zhenggai.domain.appointing import STAND_IN_ACTS
from zhenggai.domain.closing_rules import ClosingRules
from zhenggai.domain.rights import DECISIONS, Actor, Office, Thing, acting, may, may_in_cycle, offices_of
from zhenggai.domain.roles import GRANTS, Act, Reach, Role
from zhenggai.domain.signing import CannotSign, demand_signature, signing_office, standing_of

WATER = 7
LEFT = Thing(cycle_id=1, lead_unit=WATER, units=frozenset({WATER}), leader="李建国", task=31)
OTHER = Thing(cycle_id=1, lead_unit=WATER, units=frozenset({WATER}), leader="李建国", task=32)
EMPTY_POST = Office(Role.UNIT_CLERK, cycle_id=1, on_behalf="高岩的空缺岗位", acts=STAND_IN_ACTS, tasks=frozenset({31}))
STAND_IN = Actor(LI.id, LI.name, LI.role, None, (*offices_of(LI), EMPTY_POST))


@pytest.mark.parametrize("act", sorted(STAND_IN_ACTS - {Act.WORK}))
def test_the_work_of_the_task_that_was_left_is_done_and_of_no_other(act):
    own = may(LI, act, OTHER)

    assert may(STAND_IN, act, LEFT)
    assert may(STAND_IN, act, OTHER) is own
    assert may(STAND_IN, act, Thing(cycle_id=1, lead_unit=WATER, units=frozenset({WATER}))) is may(
        LI, act, Thing(cycle_id=1)
    )


def test_it_is_told_for_which_post():
    assert acting(STAND_IN, Act.REPORT, LEFT).on_behalf == "高岩的空缺岗位"
    assert acting(STAND_IN, Act.GRANT_EXTENSION, LEFT).on_behalf == ""


def test_it_opens_no_other_round():
    assert may_in_cycle(STAND_IN, Act.REPORT, 1)
    assert not may_in_cycle(STAND_IN, Act.REPORT, 2)
    assert not may(STAND_IN, Act.REPORT, Thing(cycle_id=2, leader="李建国", task=31))


def test_no_word_that_the_stand_in_gives_again_in_their_own_name_is_among_the_acts():
    of_leaders = {act for act in Act if GRANTS[act].get(Role.LEADER) is Reach.LED}

    assert not STAND_IN_ACTS & (of_leaders | DECISIONS | {Act.APPLY_CLOSING, Act.SIGN, Act.ACCEPT})


def test_the_unit_s_truth_is_not_signed_by_who_signs_the_next_link():
    standing = standing_of((), digest="d", rules=ClosingRules())

    with pytest.raises(CannotSign):
        demand_signature(STAND_IN, step="unit", thing=LEFT, standing=standing, posts=())
    assert signing_office(STAND_IN, "leader", LEFT) == offices_of(LI)[0]


@pytest.mark.parametrize("act", [Act.JUDGE, Act.RETURN_CLOSING, Act.VISIT])
def test_who_stands_in_is_no_judge_of_that_task(act):
    checker = Actor(9, "卢娜", Role.WORKING_HEAD, None, (Office(Role.WORKING_HEAD), EMPTY_POST))

    assert may(checker, act, OTHER)
    assert not may(checker, act, LEFT)
    assert signing_office(checker, "supervisor", OTHER) is not None
    assert signing_office(checker, "supervisor", LEFT) is None
