"""How far a right goes: own unit, led tasks, one cycle, somebody else's name."""

from __future__ import annotations

import pytest

from people import LI, SUN, WANG, ZHAO
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.rights import Actor, Office, Thing, acting, capacity, demand, may, may_in_cycle
from zhenggai.domain.roles import Act, Role

WATER, MONEY = 7, 8
TASK = Thing(cycle_id=1, lead_unit=WATER, units=frozenset({WATER}), leader="李建国")


def of_unit(role: Role, *units: int, cycle: int | None = None) -> Actor:
    """Somebody with one office in these units, of which the first is their own."""
    office = Office(role, cycle, own=frozenset(units[:1]), units=frozenset(units), names=frozenset({"某人"}))
    return Actor(id=9, name="某人", role=role, unit_id=units[0] if units else None, offices=(office,))


def test_a_unit_reads_and_reports_its_own_task_and_no_other():
    own, other = of_unit(Role.UNIT_CLERK, WATER), of_unit(Role.UNIT_CLERK, MONEY)

    assert may(own, Act.READ, TASK)
    assert may(own, Act.REPORT, TASK)
    assert not may(other, Act.READ, TASK)
    assert not may(other, Act.REPORT, TASK)


def test_a_unit_above_in_the_tree_reads_the_tasks_of_those_below():
    assert may(of_unit(Role.UNIT_HEAD, MONEY, WATER), Act.READ, TASK)


def test_a_unit_that_only_helps_reports_and_asks_for_no_extension():
    helping = of_unit(Role.UNIT_CLERK, MONEY)
    together = Thing(cycle_id=1, lead_unit=WATER, units=frozenset({WATER, MONEY}))

    assert may(helping, Act.REPORT, together)
    assert not may(helping, Act.ASK_EXTENSION, together)


def test_a_leader_decides_on_what_they_lead_alone():
    assert may(LI, Act.GRANT_EXTENSION, TASK)
    assert not may(LI, Act.GRANT_EXTENSION, Thing(cycle_id=1, leader="周建平"))
    assert not may(LI, Act.ACCEPT, Thing(cycle_id=1))


def test_nobody_is_judge_of_their_own_unit_whatever_else_they_are():
    clerk = Office(Role.UNIT_CLERK, own=frozenset({WATER}), units=frozenset({WATER}))
    both = Actor(9, "某人", Role.SUPERVISOR, None, (Office(Role.SUPERVISOR), clerk))

    assert not may(both, Act.JUDGE, TASK)
    assert may(both, Act.JUDGE, Thing(cycle_id=1, lead_unit=MONEY, units=frozenset({MONEY})))
    assert may(SUN, Act.JUDGE, TASK)


def test_an_office_in_one_cycle_opens_no_other():
    only = of_unit(Role.SUPERVISOR, cycle=1)

    assert may(only, Act.READ, TASK)
    assert not may(only, Act.READ, Thing(cycle_id=2))
    assert (may_in_cycle(only, Act.READ_CYCLE, 1), may_in_cycle(only, Act.READ_CYCLE, 2)) == (True, False)


def test_ones_own_office_comes_before_one_held_for_somebody_else():
    lent = Office(Role.OFFICE_CLERK, on_behalf="陈静")
    actor = Actor(9, "某人", Role.OFFICE_CLERK, None, (lent, Office(Role.OFFICE_CLERK)))

    assert capacity(actor, Act.PLAN, TASK) == Office(Role.OFFICE_CLERK)
    assert demand(Actor(9, "某人", Role.OFFICE_CLERK, None, (lent,)), Act.PLAN, TASK).on_behalf == "陈静"


def test_a_refusal_tells_a_right_that_does_not_go_so_far_from_one_that_is_not_there():
    with pytest.raises(NotAllowed, match="不在您的职责范围内"):
        demand(ZHAO, Act.REPORT, TASK)
    with pytest.raises(NotAllowed, match="不能制定方案"):
        demand(ZHAO, Act.PLAN, TASK)
    assert demand(WANG, Act.PLAN, TASK).role is Role.OFFICE_CLERK


def test_an_office_lent_for_some_acts_is_good_for_these_alone():
    lent = Office(Role.LEADER, names=frozenset({"李建国"}), on_behalf="李建国", acts=frozenset({Act.READ, Act.ACCEPT}))
    actor = Actor(9, "某人", Role.GROUP_MEMBER, None, (lent,))

    assert may(actor, Act.ACCEPT, TASK)
    assert not may(actor, Act.DECIDE_CHANGE, TASK)
    assert not may_in_cycle(actor, Act.READ_CYCLE, 1)


def test_who_acts_for_somebody_says_so_and_who_acts_for_themselves_does_not():
    lent = Office(Role.OFFICE_CLERK, on_behalf="陈静")
    actor = Actor(9, "某人", Role.LEADER, None, (Office(Role.LEADER, names=frozenset({"某人"})), lent))

    assert acting(actor, Act.PLAN, TASK).on_behalf == "陈静"
    assert acting(acting(actor, Act.PLAN), Act.READ).on_behalf == ""
    with pytest.raises(NotAllowed):
        acting(actor, Act.KEEP_ACCOUNTS)


def test_what_belongs_to_no_cycle_needs_an_office_for_all_of_them():
    clerk = of_unit(Role.OFFICE_CLERK, cycle=1)

    assert may(clerk, Act.PLAN, TASK)
    assert not may(clerk, Act.RECEIVE)
    assert not may(clerk, Act.KEEP_PEOPLE)
    assert may(WANG, Act.RECEIVE)
