"""Groups and appointments, and the offices that follow from them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from appointed import OFFICE, SPRING, a_person, an_account, appoint, known, somebody
from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle, first_task
from people import AN, GU, LI, NOON, SUN, ZHAO
from zhenggai.domain.appointing import GROUPS, WrongAppointment
from zhenggai.domain.planning import MeasurePlan, TaskPlan
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import Thing, may, may_in_cycle
from zhenggai.domain.roles import KEEPERS, Act, Role
from zhenggai.journal.models import Entry
from zhenggai.ledger.operations import appointing, planning
from zhenggai.ledger.operations.appointing import AppointmentChanged, CannotAppoint, WrongGroup
from zhenggai.people.models import Appointment, Group

pytestmark = pytest.mark.django_db
APART = [LI, ZHAO, SUN, GU, AN]


@pytest.fixture
def cycle(db: None) -> int:
    return a_cycle(a_report([Finding("河道巡查不到位的问题", extra={"责任单位": "县水利局"})]))


def group(cycle: int, key: str) -> Group:
    if not Group.objects.filter(cycle_id=cycle).exists():
        appointing.make_groups(cycle_id=cycle, actor=OFFICE, at=NOON)
    return Group.objects.get(cycle_id=cycle, key=key)


def end(row: int, *, ends: date = TODAY, version: int = 1) -> None:
    appointing.end_appointment(appointment_id=row, version=version, ends=ends, why="调任", actor=OFFICE, at=NOON)


def test_one_button_makes_the_leading_group_and_six_working_groups(cycle):
    made = appointing.make_groups(cycle_id=cycle, actor=OFFICE, at=NOON)

    groups = list(Group.objects.filter(cycle_id=cycle).order_by("position"))
    assert made == len(groups) == 7
    assert [row.name for row in groups] == list(GROUPS.values())
    assert [row.leading for row in groups] == [True] + [False] * 6
    assert Entry.objects.filter(verb="group.preset").count() == 1


def test_the_button_makes_only_what_is_missing(cycle):
    appointing.make_groups(cycle_id=cycle, actor=OFFICE, at=NOON)

    with pytest.raises(WrongGroup, match="都已建立"):
        appointing.make_groups(cycle_id=cycle, actor=OFFICE, at=NOON)


def test_an_office_adds_groups_of_its_own_and_names_them(cycle):
    number = appointing.add_group(cycle_id=cycle, name="政策研究组", actor=OFFICE, at=NOON)
    appointing.rename_group(group_id=number, version=1, name="政策组", actor=OFFICE, at=NOON)

    assert Group.objects.get(pk=number).name == "政策组"
    with pytest.raises(WrongGroup, match="已经有"):
        appointing.add_group(cycle_id=cycle, name="政策组", actor=OFFICE, at=NOON)
    with pytest.raises(WrongGroup, match="刚被别人改过"):
        appointing.rename_group(group_id=number, version=1, name="研究组", actor=OFFICE, at=NOON)


@pytest.mark.parametrize("actor", APART, ids=lambda actor: actor.name)
def test_nobody_but_the_office_makes_groups_or_appoints(cycle, actor):
    person = a_person()

    with pytest.raises(NotAllowed):
        appointing.make_groups(cycle_id=cycle, actor=actor, at=NOON)
    with pytest.raises(NotAllowed):
        appoint(person, Role.SUPERVISOR, cycle_id=cycle, actor=actor)
    assert not Appointment.objects.exists()


def test_an_appointment_opens_its_cycle_from_its_first_day_to_its_last(cycle):
    person, account = somebody("钱明", Role.UNIT_CLERK)
    appoint(person, Role.SUPERVISOR, cycle_id=cycle, starts=TODAY, ends=TODAY + timedelta(days=7))

    assert not may_in_cycle(known(account, at=NOON - timedelta(days=1)), Act.READ_CYCLE, cycle)
    assert may_in_cycle(known(account), Act.READ_CYCLE, cycle)
    assert not may_in_cycle(known(account), Act.READ_CYCLE, cycle + 1)
    assert may_in_cycle(known(account, at=NOON + timedelta(days=7)), Act.READ_CYCLE, cycle)
    assert not may_in_cycle(known(account, at=NOON + timedelta(days=8)), Act.READ_CYCLE, cycle)


def test_an_appointment_is_one_entry_that_says_who_to_what_and_why(cycle):
    person = a_person()

    appoint(person, Role.LEADER, cycle_id=cycle, names=("副县长 钱明",), why="县委常委会议定")

    entry = Entry.objects.latest("sequence")
    assert (entry.verb, entry.cycle_id) == ("appointment.add", cycle)
    assert all(word in entry.body for word in ("钱明", "牵头领导", "副县长 钱明", "县委常委会议定"))


def test_a_leader_leads_what_plans_call_by_their_names(cycle):
    person, account = somebody("钱明", Role.GROUP_MEMBER, unit="县政府")
    appoint(person, Role.LEADER, cycle_id=cycle, names=("副县长 钱明",))

    task = Thing(cycle_id=cycle, leader="副县长 钱明")
    assert may(known(account), Act.GRANT_EXTENSION, task)
    assert may(known(account), Act.ACCEPT, Thing(cycle_id=cycle, leader="钱明"))
    assert not may(known(account), Act.GRANT_EXTENSION, Thing(cycle_id=cycle, leader="副县长 孙明"))
    assert not may(known(account), Act.GRANT_EXTENSION, Thing(cycle_id=cycle + 1, leader="副县长 钱明"))


def test_a_post_ever_held_in_a_unit_makes_a_supervisor_no_judge_of_it(cycle):
    water, account = somebody("钱明", Role.UPPER_INSPECTOR)
    appoint(water, Role.SUPERVISOR, cycle_id=cycle)
    unit = known(account).unit_id

    assert not may(known(account), Act.JUDGE, Thing(cycle_id=cycle, lead_unit=unit, units=frozenset({unit})))
    assert may(known(account), Act.JUDGE, Thing(cycle_id=cycle, lead_unit=404, units=frozenset({404})))


@pytest.mark.parametrize("role", sorted(KEEPERS))
def test_the_three_administrators_are_nobodys_to_appoint(cycle, role):
    with pytest.raises(WrongAppointment):
        appoint(a_person(), role, cycle_id=cycle)


@pytest.mark.parametrize("role", sorted(KEEPERS))
def test_who_keeps_the_machine_is_appointed_to_nothing_that_reads(cycle, role):
    person, _account = somebody("顾全", role)

    with pytest.raises(CannotAppoint, match="不能任命"):
        appoint(person, Role.SUPERVISOR, cycle_id=cycle)


@pytest.mark.parametrize("role", sorted(KEEPERS))
def test_an_account_that_becomes_a_keepers_loses_what_its_person_is_appointed_to(cycle, role):
    person = a_person("顾全")
    appoint(person, Role.OFFICE_CLERK)
    account = an_account("顾全", role, person=person)

    assert not may(known(account), Act.READ)
    assert len(known(account).offices) == 1


def test_nobody_appoints_themselves(cycle):
    person, account = somebody("王敏", Role.OFFICE_CLERK, unit="县委整改办")

    with pytest.raises(CannotAppoint, match="不能任命自己"):
        appoint(person, Role.FIRST_RESPONSIBLE, actor=known(account))


def test_nobody_appoints_their_own_name_while_their_account_is_nobodys(cycle):
    with pytest.raises(CannotAppoint, match="不能任命自己"):
        appoint(a_person("王敏"), Role.FIRST_RESPONSIBLE)


def test_nobody_of_a_unit_becomes_the_offices_clerk_by_appointment(cycle):
    person, _account = somebody("赵晓峰", Role.UNIT_CLERK)

    with pytest.raises(CannotAppoint):
        appoint(person, Role.OFFICE_CLERK, cycle_id=cycle)


def test_a_clerk_of_one_cycle_appoints_in_no_other_and_never_for_all(cycle):
    person, account = somebody("钱明", Role.GROUP_MEMBER, unit="县委办公室")
    appoint(person, Role.OFFICE_CLERK, cycle_id=cycle)
    other = a_cycle(a_report([Finding("账目不清的问题")]), again=True)
    clerk, wanted = known(account), a_person("孙立", unit="县纪委监委")

    appoint(wanted, Role.SUPERVISOR, cycle_id=cycle, actor=clerk)
    with pytest.raises(NotAllowed):
        appoint(wanted, Role.SUPERVISOR, cycle_id=other, actor=clerk)
    with pytest.raises(NotAllowed):
        appoint(wanted, Role.UPPER_INSPECTOR, actor=clerk)
    with pytest.raises(NotAllowed):
        appointing.make_groups(cycle_id=other, actor=clerk, at=NOON)


def test_a_working_group_has_one_head(cycle):
    clues = group(cycle, "clues")
    appoint(a_person("孙立"), Role.WORKING_HEAD, cycle_id=cycle, group_id=clues.pk)

    with pytest.raises(CannotAppoint, match="只能有 1 位组长"):
        appoint(a_person("卢山"), Role.WORKING_HEAD, cycle_id=cycle, group_id=clues.pk)


def test_the_leading_group_may_have_two_heads(cycle):
    leading = group(cycle, "leading")
    for name in ("何远", "周建平"):
        appoint(a_person(name), Role.GROUP_HEAD, cycle_id=cycle, group_id=leading.pk)

    with pytest.raises(CannotAppoint, match="只能有 2 位组长"):
        appoint(a_person("程颖"), Role.GROUP_HEAD, cycle_id=cycle, group_id=leading.pk)


def test_a_head_may_follow_another(cycle):
    clues = group(cycle, "clues")
    first = appoint(a_person("孙立"), Role.WORKING_HEAD, cycle_id=cycle, group_id=clues.pk)
    end(first)

    starts = TODAY + timedelta(days=1)
    appoint(a_person("卢山"), Role.WORKING_HEAD, cycle_id=cycle, group_id=clues.pk, starts=starts)

    assert Appointment.objects.filter(group=clues).count() == 2


@pytest.mark.parametrize(
    ("role", "facts"),
    [
        (Role.WORKING_HEAD, {}),
        (Role.GROUP_HEAD, {"group": "clues"}),
        (Role.SUPERVISOR, {"group": "clues"}),
        (Role.UNIT_HEAD, {}),
        (Role.SUPERVISOR, {"ends": date(2026, 1, 1)}),
        (Role.SUPERVISOR, {"names": ("副县长",)}),
    ],
)
def test_what_does_not_fit_together_is_refused(cycle, role, facts):
    wanted = dict(facts)
    if "group" in wanted:
        wanted["group_id"] = group(cycle, wanted.pop("group")).pk

    with pytest.raises(WrongAppointment):
        appoint(a_person(), role, cycle_id=cycle, **wanted)


def test_the_same_is_not_said_twice(cycle):
    person = a_person()
    appoint(person, Role.SUPERVISOR, cycle_id=cycle)

    with pytest.raises(CannotAppoint, match="已经是"):
        appoint(person, Role.SUPERVISOR, cycle_id=cycle, starts=TODAY)


@pytest.mark.parametrize("facts", [{"person": 404}, {"cycle_id": 404_404}, {"unit_id": 404}, {"group_id": 404}])
def test_what_is_not_there_is_said(cycle, facts):
    person = facts.pop("person", None) or a_person()
    role = Role.UNIT_HEAD if "unit_id" in facts else Role.WORKING_HEAD if "group_id" in facts else Role.SUPERVISOR

    with pytest.raises(NoSuchThing):
        appoint(person, role, **{"cycle_id": cycle, **facts})


def test_an_ended_appointment_stays_and_opens_nothing(cycle):
    person, account = somebody("钱明", Role.UNIT_CLERK)
    row = appoint(person, Role.SUPERVISOR, cycle_id=cycle)

    end(row, ends=TODAY - timedelta(days=1))

    assert Appointment.objects.get(pk=row).ends == TODAY - timedelta(days=1)
    assert not may_in_cycle(known(account), Act.READ_CYCLE, cycle)
    assert Entry.objects.latest("sequence").verb == "appointment.end"


def test_an_appointment_is_ended_on_the_version_that_was_seen(cycle):
    row = appoint(a_person(), Role.SUPERVISOR, cycle_id=cycle)
    end(row, ends=TODAY + timedelta(days=9))

    with pytest.raises(AppointmentChanged):
        end(row)
    with pytest.raises(CannotAppoint):
        end(row, ends=SPRING - timedelta(days=1), version=2)
    with pytest.raises(CannotAppoint):
        end(row, ends=TODAY + timedelta(days=30), version=2)


def test_what_somebody_did_stays_when_they_are_no_longer_appointed(cycle):
    person, account = somebody("陈静", Role.GROUP_MEMBER, unit="县委办公室")
    row = appoint(person, Role.OFFICE_CLERK, cycle_id=cycle)
    appointing.make_groups(cycle_id=cycle, actor=known(account), at=NOON)

    end(row, ends=TODAY - timedelta(days=1))

    assert Entry.objects.filter(verb="group.preset", actor_id=account, actor_name="陈静").exists()


def test_the_database_holds_the_rules_too(cycle):
    person = a_person()
    wrong = (
        {"role": Role.AUDITOR},
        {"role": Role.UNIT_HEAD},
        {"role": Role.WORKING_HEAD},
        {"role": Role.SUPERVISOR, "ends": SPRING - timedelta(days=1)},
    )
    for facts in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.create(person_id=person, starts=SPRING, **facts)


def test_knowing_the_actor_takes_the_same_number_of_queries_however_much_they_hold(cycle):
    person, account = somebody("钱明", Role.GROUP_MEMBER, unit="县委办公室")
    appoint(person, Role.SUPERVISOR, cycle_id=cycle)
    with CaptureQueriesContext(connection) as few:
        known(account)
    for name, role in (("县教育局", Role.UNIT_HEAD), ("县民政局", Role.UNIT_CLERK)):
        a_person("某人", unit=name)
        held = known(an_account("某人", Role.UNIT_CLERK, unit=name)).unit_id
        appoint(person, role, cycle_id=cycle, unit_id=held)
    appoint(person, Role.UPPER_INSPECTOR)

    with CaptureQueriesContext(connection) as many:
        actor = known(account)

    assert (len(actor.offices), len(many)) == (5, len(few))
    assert len(many) <= 5


@pytest.mark.parametrize(
    ("call", "facts"),
    [
        (planning.plan_task, {"version": 1, "plan": TaskPlan(target="见底")}),
        (planning.add_measure, {"version": 1, "plan": MeasurePlan(text="清淤")}),
        (planning.split_task, {"version": 1, "measure_ids": []}),
        (planning.merge_task, {"version": 1, "into": 2}),
        (planning.move_task, {"version": 1, "problem_ids": []}),
    ],
)
def test_a_clerk_of_one_cycle_plans_in_no_other(cycle, call, facts):
    person, account = somebody("钱明", Role.GROUP_MEMBER, unit="县委办公室")
    appoint(person, Role.OFFICE_CLERK, cycle_id=a_cycle(a_report([Finding("账目不清的问题")]), again=True))

    with pytest.raises(NotAllowed):
        call(task_id=first_task(cycle), actor=known(account), at=NOON, **facts)
