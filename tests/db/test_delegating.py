"""Letting somebody act for oneself: for whom, for what, until when, and how the record says it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from appointed import a_person, an_account, appoint, known, somebody
from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle, first_task
from people import NOON
from zhenggai.domain.planning import TaskPlan
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import CONSOLE, Thing, may
from zhenggai.domain.roles import KEEPERS, Act, Role
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.operations import planning
from zhenggai.ledger.timelines import subjects_of_tasks
from zhenggai.people.account_operations import close_account
from zhenggai.people.delegation_operations import (
    DelegationOver,
    DelegationWish,
    WrongDelegation,
    delegate,
    end_delegation,
    givable_acts,
)
from zhenggai.people.models import Delegation

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def cycle(db: None) -> int:
    return a_cycle(a_report([Finding("河道巡查不到位的问题", extra={"责任单位": "县水利局"})]))


def a_delegation(giver: int, taker: int, **facts: object) -> int:
    wish = DelegationWish(taker, TODAY, TODAY + WEEK, "外出学习")
    return delegate(wish=replace(wish, **facts), actor=known(giver), at=NOON)  # type: ignore[arg-type]


@pytest.fixture
def leader(db: None) -> int:
    return an_account("李建国", Role.LEADER, unit="县委办公室")


@pytest.fixture
def member(db: None) -> int:
    return an_account("程颖", Role.GROUP_MEMBER, unit="县委组织部")


def test_who_stands_in_may_do_what_the_giver_may_on_the_days_that_were_said(leader, member):
    task = Thing(cycle_id=1, leader="李建国")
    a_delegation(leader, member, starts=TODAY + timedelta(days=1))

    assert not may(known(member), Act.ACCEPT, task)
    assert may(known(member, at=NOON + timedelta(days=1)), Act.ACCEPT, task)
    assert may(known(member, at=NOON + WEEK), Act.ACCEPT, task)
    assert not may(known(member, at=NOON + WEEK + timedelta(days=1)), Act.ACCEPT, task)


def test_only_the_chosen_acts_are_lent(leader, member):
    a_delegation(leader, member, acts=(Act.ACCEPT,))

    task = Thing(cycle_id=1, leader="李建国")
    assert may(known(member), Act.ACCEPT, task)
    assert not may(known(member), Act.GRANT_EXTENSION, task)


def test_nobody_lends_on_what_was_lent_to_them(leader, member):
    a_delegation(leader, member)

    assert not may(known(member), Act.DELEGATE)
    with pytest.raises(NotAllowed):
        a_delegation(member, an_account("卢山", Role.WORKING_MEMBER))


def test_appointing_and_keeping_people_are_never_lent(member):
    clerk = an_account("陈静", Role.OFFICE_CLERK)
    a_delegation(clerk, member)

    assert may(known(member), Act.PLAN)
    assert not may(known(member), Act.APPOINT)
    assert not may(known(member), Act.KEEP_PEOPLE)
    assert Act.APPOINT not in givable_acts(known(clerk))


def test_what_is_done_for_somebody_says_so_in_the_record(cycle, member):
    clerk = an_account("陈静", Role.OFFICE_CLERK)
    a_delegation(clerk, member)
    task = first_task(cycle)

    planning.plan_task(task_id=task, version=1, plan=TaskPlan(target="见底"), actor=known(member), at=NOON)

    row = list_timeline(subjects=subjects_of_tasks(task)).rows[0]
    assert row.actor == "程颖（代 陈静）"
    assert '"on_behalf":"陈静"' in Entry.objects.get(sequence=row.sequence).body


def test_what_somebody_may_do_themselves_is_done_in_their_own_name(cycle):
    first, second = an_account("陈静", Role.OFFICE_CLERK), an_account("王敏", Role.OFFICE_CLERK)
    a_delegation(first, second)
    task = first_task(cycle)

    planning.plan_task(task_id=task, version=1, plan=TaskPlan(target="见底"), actor=known(second), at=NOON)

    assert list_timeline(subjects=subjects_of_tasks(task)).rows[0].actor == "王敏"


def test_a_delegation_is_one_entry_with_its_reason(leader, member):
    a_delegation(leader, member, acts=(Act.ACCEPT,))

    entry = Entry.objects.latest("sequence")
    assert entry.verb == "delegation.give"
    assert all(word in entry.body for word in ("李建国", "程颖", "认领任务", "外出学习"))


def test_the_giver_takes_it_back_at_once_and_nobody_else_does(leader, member):
    number = a_delegation(leader, member)
    other = an_account("周建平", Role.GROUP_HEAD)

    with pytest.raises(NotAllowed):
        end_delegation(delegation_id=number, version=1, actor=known(other), at=NOON)
    end_delegation(delegation_id=number, version=1, actor=known(leader), at=NOON)

    assert not may(known(member), Act.ACCEPT)
    assert Delegation.objects.get(pk=number).ends == TODAY + WEEK
    with pytest.raises(DelegationOver):
        end_delegation(delegation_id=number, version=2, actor=known(leader), at=NOON)
    with pytest.raises(NoSuchThing):
        end_delegation(delegation_id=404, version=1, actor=known(leader), at=NOON)


def test_nothing_is_lent_by_an_account_that_is_closed(leader, member):
    a_delegation(leader, member)

    close_account(account_id=leader, actor=CONSOLE, at=NOON)

    assert not may(known(member), Act.ACCEPT)


@pytest.mark.parametrize("role", sorted(KEEPERS))
def test_who_keeps_the_machine_stands_in_for_nobody(leader, member, role):
    with pytest.raises(WrongDelegation, match="三员"):
        a_delegation(leader, an_account("顾全", role))
    Delegation.objects.create(
        giver_id=leader, taker_id=an_account("季全", role), starts=TODAY, ends=TODAY, why="先于改任"
    )
    assert not may(known(Delegation.objects.get().taker_id), Act.READ)


def test_nobody_of_a_unit_plans_for_the_office(member):
    clerk, zhao = an_account("陈静", Role.OFFICE_CLERK), an_account("赵晓峰", Role.UNIT_CLERK, unit="县水利局")

    with pytest.raises(WrongDelegation):
        a_delegation(clerk, zhao)


def test_a_head_of_a_unit_who_stands_in_for_a_leader_decides_nothing_about_the_unit(leader):
    head = an_account("马骏", Role.UNIT_HEAD, unit="县水利局")
    a_delegation(leader, head)
    unit = known(head).unit_id

    own = Thing(cycle_id=1, lead_unit=unit, units=frozenset({unit}), leader="李建国")
    assert not may(known(head), Act.GRANT_EXTENSION, own)
    assert may(known(head), Act.GRANT_EXTENSION, Thing(cycle_id=1, leader="李建国"))


def test_who_stands_in_for_a_supervisor_judges_no_unit_of_either(member):
    person, giver = somebody("孙立", Role.GROUP_MEMBER, unit="县财政局")
    appoint(person, Role.SUPERVISOR)
    a_delegation(giver, member)
    theirs, other = known(giver).unit_id, known(member).unit_id

    for unit in (theirs, other):
        assert not may(known(member), Act.JUDGE, Thing(lead_unit=unit, units=frozenset({unit})))
    assert may(known(member), Act.JUDGE, Thing(lead_unit=404, units=frozenset({404})))


@pytest.mark.parametrize("role", [Role.UNIT_CLERK, Role.UPPER_INSPECTOR, Role.GROUP_MEMBER, Role.AUDITOR])
def test_whose_word_commits_nothing_has_nothing_to_lend(leader, role):
    with pytest.raises(NotAllowed):
        a_delegation(an_account("某人", role), leader)


@pytest.mark.parametrize(
    "facts",
    [
        {"why": " "},
        {"ends": TODAY - timedelta(days=1)},
        {"starts": TODAY - timedelta(days=1)},
        {"ends": TODAY + timedelta(days=400)},
        {"acts": (Act.PLAN,)},
    ],
)
def test_what_cannot_be_lent_like_this_is_refused(leader, member, facts):
    with pytest.raises(WrongDelegation):
        a_delegation(leader, member, **facts)


def test_nobody_lends_to_themselves_nor_the_same_days_twice(leader, member):
    a_delegation(leader, member)

    with pytest.raises(WrongDelegation, match="自己"):
        a_delegation(leader, leader)
    with pytest.raises(WrongDelegation, match="已经委托"):
        a_delegation(leader, member, starts=TODAY + WEEK)
    with pytest.raises(NoSuchThing):
        a_delegation(leader, 404)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(giver_id=leader, taker_id=leader, starts=TODAY, ends=TODAY, why="x")


def test_an_account_is_one_persons_and_a_person_has_one_open_account(db):
    from zhenggai.people.account_operations import PersonTaken, link_person, reopen_account

    person, first = somebody("钱明", Role.UNIT_CLERK)
    second = an_account("钱明", Role.UNIT_CLERK)

    with pytest.raises(PersonTaken):
        link_person(account_id=second, person_id=person, actor=CONSOLE, at=NOON)
    close_account(account_id=first, actor=CONSOLE, at=NOON)
    link_person(account_id=second, person_id=person, actor=CONSOLE, at=NOON)
    with pytest.raises(PersonTaken):
        reopen_account(account_id=first, actor=CONSOLE, at=NOON)
    with pytest.raises(NoSuchThing):
        link_person(account_id=second, person_id=404, actor=CONSOLE, at=NOON)
    with pytest.raises(NotAllowed):
        link_person(account_id=second, person_id=None, actor=known(second), at=NOON)
    assert a_person("孙立") != person
