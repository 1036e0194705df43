"""The tables a clerk could read: rights, lights, states, kinds of tasks, who is in charge."""

from __future__ import annotations

from datetime import date, timedelta
from typing import get_args

import pytest

from people import ALL, AN, CHEN, GU, JI, LI, SUN, WANG, ZHAO
from zhenggai.domain.lights import light_of
from zhenggai.domain.outline import OutlineProblem
from zhenggai.domain.placing import Places, clause_before
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.report import DateRange, State
from zhenggai.domain.rights import demand, may
from zhenggai.domain.roles import ACT_NAMES, GRANTS, KEEPERS, OF_UNITS, ROLE_NAMES, Act, Role
from zhenggai.domain.states import READ_STATES, STATE_NAMES, STATES, LedgerState, kind_of_task
from zhenggai.domain.steps import STEP_NAMES
from zhenggai.domain.things import charge_of
from zhenggai.journal.verbs import VERBS

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        (Act.READ, {WANG, CHEN, LI, ZHAO, SUN}),
        (Act.READ_CYCLE, {WANG, CHEN, LI, SUN}),
        (Act.RECEIVE, {WANG, CHEN}),
        (Act.MEND, {WANG, CHEN}),
        (Act.ADOPT, {WANG, CHEN}),
        (Act.KEEP_ACCOUNTS, {GU}),
        (Act.ASSIGN_ROLES, {AN}),
        (Act.LIST_ACCOUNTS, {GU, AN}),
        (Act.READ_JOURNAL, {JI}),
        (Act.READ_PEOPLE, {WANG, CHEN, LI, ZHAO, SUN, GU, AN}),
        (Act.KEEP_PEOPLE, {WANG, CHEN, GU}),
        (Act.PLAN, {WANG, CHEN}),
        (Act.KEEP_OWN_LOGIN, set(ALL)),
    ],
)
def test_who_may_do_what(act, allowed):
    assert {actor for actor in ALL if may(actor, act)} == allowed


def test_no_keeper_of_the_machine_reads_content_and_none_does_the_work_of_another():
    keeping = {
        *(Act.KEEP_ACCOUNTS, Act.KEEP_OWN_LOGIN, Act.ASSIGN_ROLES, Act.LIST_ACCOUNTS, Act.READ_JOURNAL),
        *(Act.READ_PEOPLE, Act.KEEP_PEOPLE),
    }

    assert all(not GRANTS[act].keys() & KEEPERS for act in set(Act) - keeping)
    assert all(
        len(GRANTS[act].keys() & KEEPERS) == 1 for act in (Act.KEEP_ACCOUNTS, Act.ASSIGN_ROLES, Act.READ_JOURNAL)
    )
    assert {act for act in Act if Role.AUDITOR in GRANTS[act]} == {Act.READ_JOURNAL, Act.KEEP_OWN_LOGIN}


def test_who_looks_on_from_above_reads_and_comments_and_changes_nothing():
    reading = {Act.READ, Act.READ_CYCLE, Act.COMMENT, Act.WORK, Act.TAKE_OVER, Act.READ_PEOPLE, Act.KEEP_OWN_LOGIN}

    for role in (Role.UPPER_INSPECTOR, Role.GROUP_MEMBER):
        assert {act for act in Act if role in GRANTS[act]} == reading


def test_people_of_a_unit_never_plan_judge_or_see_a_whole_cycle():
    closed = {
        Act.PLAN,
        Act.ISSUE,
        Act.REVIEW,
        Act.DECIDE_CHANGE,
        Act.GRANT_EXTENSION,
        Act.JUDGE,
        Act.READ_CYCLE,
        Act.APPOINT,
    }

    assert not any(GRANTS[act].keys() & OF_UNITS for act in closed)


def test_a_refusal_names_the_role_and_the_act():
    with pytest.raises(NotAllowed, match=r"^责任单位经办人不能收入台账，请联系整改办。$"):
        demand(ZHAO, Act.ADOPT)


def test_every_table_is_complete():
    assert set(GRANTS) == set(ACT_NAMES) == set(Act)
    assert set(ROLE_NAMES) == set(Role)
    assert set(STATES) == set(STATE_NAMES) == set(get_args(LedgerState))
    assert set(READ_STATES) == set(get_args(State)) < set(STATES)
    assert {f"draft.{name}" for name in STEP_NAMES.values()} <= set(VERBS)


@pytest.mark.parametrize(
    ("left", "name"),
    [(-1, "late"), (0, "urgent"), (10, "urgent"), (11, "near"), (20, "near"), (21, "normal")],
)
def test_a_light_follows_the_days_left(left, name):
    assert light_of(state="ongoing", deadline=TODAY + timedelta(days=left), today=TODAY).name == name


@pytest.mark.parametrize(
    ("state", "deadline", "name"),
    [
        ("done", TODAY - timedelta(days=9), "closed"),
        ("long_term", None, "long_term"),
        ("long_term", TODAY - timedelta(days=1), "late"),
        ("not_started", None, "undated"),
    ],
)
def test_a_light_follows_the_state_where_days_do_not_tell(state, deadline, name):
    assert light_of(state=state, deadline=deadline, today=TODAY).name == name


@pytest.mark.parametrize(
    ("text", "state", "dated", "kind"),
    [
        ("立行立改", None, False, "immediate"),
        ("长期坚持", None, False, "long_term"),
        ("2024年6月底前", "long_term", True, "long_term"),
        ("分阶段推进", None, True, "staged"),
        ("2024年6月底前", None, True, "timed"),
        ("", None, False, "unset"),
    ],
)
def test_the_kind_of_a_task_follows_its_printed_deadline(text, state, dated, kind):
    assert kind_of_task(deadline_text=text, state=state, dated=dated) == kind


def a_problem(responsible=(), **extra):
    return OutlineProblem("p", 1, "1.", "题", ((0, 9),), responsible=responsible, extra=tuple(extra.items()))


@pytest.mark.parametrize(
    ("problem", "unit", "leader"),
    [
        (a_problem(责任单位="县水利局、县财政局", 牵头领导="副县长李某"), "县水利局", "副县长李某"),
        (a_problem(牵头单位="县教体局", 责任单位="各镇"), "县教体局", ""),
        (a_problem(responsible=("李建国", "县水利局")), "县水利局", ""),
        (a_problem(责任单位=""), "", ""),
        (a_problem(), "", ""),
    ],
)
def test_who_is_in_charge_is_read_from_the_labelled_lines(problem, unit, leader):
    charge = charge_of(problem, dates=())

    assert (charge.unit, charge.leader) == (unit, leader)


def test_a_deadline_is_a_date_that_stands_in_its_labelled_line():
    first = DateRange("2024年6月底前", date(2024, 6, 1), date(2024, 6, 30), False, (0, 8))
    other = DateRange("5月1日", date(2024, 5, 1), date(2024, 5, 1), True, (20, 24))

    charge = charge_of(a_problem(完成时限="2024年6月底前"), dates=(first, other))

    assert (charge.deadline, charge.deadline_text) == (date(2024, 6, 30), "2024年6月底前")


def test_a_place_belongs_to_the_innermost_range_around_its_beginning():
    places = Places([((0, 100), "outer"), ((10, 20), "inner"), ((10, 12), "innermost")])

    assert [places.find((at, at + 1)) for at in (0, 10, 12, 20, 99, 100)] == [
        "outer",
        "innermost",
        "inner",
        "outer",
        "outer",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("检查47家,追回基金|104.42万元", "追回基金"),
        ("一是巡查|12次", "巡查"),
        ("(1)整治|4处", "整治"),
        ("|104.42万元", ""),
        ("长" * 90 + "|1元", "长" * 40),
    ],
)
def test_the_scope_of_a_figure_is_the_clause_before_it(text, scope):
    assert clause_before(text.replace("|", ""), text.index("|")) == scope
