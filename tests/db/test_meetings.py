"""Meetings, their counts, their minutes and what they decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle, first_task
from oversight import A_MEETING, PDF, a_decision, a_meeting, version_of
from people import LI, NOON, SUN, WANG, ZHAO
from standing import a_unit
from zhenggai.domain.meetings import DecisionFacts, WrongMeeting
from zhenggai.domain.paper_kinds import NotAPaper
from zhenggai.domain.planning import CannotPlan, TaskPlan
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Measure, Task
from zhenggai.ledger.operations import planning
from zhenggai.ledger.queries import list_ledger, task_page
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.oversight import operations
from zhenggai.oversight.models import Meeting, MeetingDecision
from zhenggai.oversight.operations import MeetingChanged
from zhenggai.oversight.queries.links import meeting_choices
from zhenggai.oversight.queries.meetings import list_meetings, meeting_page, minutes_of

pytestmark = pytest.mark.django_db


def of_unit(unit: int, *, number: int = 44, role: Role = Role.UNIT_CLERK) -> Actor:
    return Actor(id=number, name="水小青", role=role, unit_id=unit)


def a_water_cycle() -> tuple[int, int]:
    """A cycle with one task of 县水利局, and that unit."""
    unit = a_unit("县水利局")
    return a_cycle(a_report([Finding("河道巡查不到位的问题", extra={"责任单位": "县水利局"})])), unit


def listed(cycle: int, actor: Actor = WANG, **wish: str):
    return list_meetings(cycle_id=cycle, actor=actor, today=TODAY, **wish)


def shown(meeting: int, actor: Actor = WANG):
    return meeting_page(meeting_id=meeting, actor=actor, today=TODAY)


def entries_of(meeting: int):
    return list_timeline(subjects=(Subject("meeting", meeting),)).rows


def test_a_meeting_is_kept_and_told_once():
    cycle = a_cycle()

    number = a_meeting(cycle)

    page = shown(number)
    assert (page.facts, page.held, page.withdrawn) == (A_MEETING, True, False)
    (entry,) = entries_of(number)
    assert entry.did == "登记了会议"


def test_the_count_of_a_report_opens_as_its_meetings():
    cycle = a_cycle()
    for day in (3, 10, 17):
        a_meeting(cycle, held_on=date(2026, 2, day))
    a_meeting(cycle, kind="推进会")
    a_meeting(cycle, held_on=date(2026, 4, 1))  # still to come
    mistaken = a_meeting(cycle)
    operations.withdraw_meeting(meeting_id=mistaken, version=1, why="重复登记", actor=WANG, at=NOON)

    page = listed(cycle, kind="常委会会议")

    assert (page.held, page.total, page.without_minutes) == (3, 5, 3)
    assert [row.held_on.day for row in page.rows if row.held and not row.withdrawn] == [17, 10, 3]
    assert {one.key: one.number for one in page.kinds if one.number} == {"常委会会议": 3, "推进会": 1}


def test_a_type_that_was_renamed_keeps_its_meetings():
    cycle = a_cycle()
    a_meeting(cycle, kind="碰头会")

    assert [one.key for one in listed(cycle).kinds][-1] == "碰头会"


def test_meetings_are_found_by_topic_and_number():
    cycle = a_cycle()
    a_meeting(cycle)
    a_meeting(cycle, topic="听取进展", minutes_number="〔2026〕9号")

    assert [row.topic for row in listed(cycle, text="进展").rows] == ["听取进展"]
    assert [row.topic for row in listed(cycle, text="3号").rows] == ["研究整改落实方案"]


def test_pages_follow_one_another_by_key(django_assert_num_queries):
    cycle = a_cycle()
    for number in range(53):
        a_meeting(cycle, topic=f"第{number}次")

    first = listed(cycle)
    second = listed(cycle, after=first.after)

    assert (len(first.rows), len(second.rows), second.after) == (50, 3, None)
    assert {row.id for row in first.rows}.isdisjoint(row.id for row in second.rows)
    with pytest.raises(BadKey):
        listed(cycle, after="yesterday.x")


def test_a_list_takes_the_same_queries_for_one_and_for_many(django_assert_num_queries):
    cycle = a_cycle()
    a_decision(a_meeting(cycle))
    with CaptureQueriesContext(
        connection,
    ) as few:
        listed(cycle)
    for _ in range(20):
        a_decision(a_meeting(cycle))

    with django_assert_num_queries(len(few)):
        listed(cycle)


@pytest.mark.parametrize(
    "wrong",
    [
        {"topic": " "},
        {"kind": ""},
        {"place": "长" * 201},
        {"topic": "长" * 2001},
        {"attended": ("孙立",)},
        {"attended": tuple(str(number) for number in range(301))},
    ],
)
def test_a_meeting_that_lacks_something_is_refused(wrong):
    cycle = a_cycle()
    before = Entry.objects.count()

    with pytest.raises(WrongMeeting):
        a_meeting(cycle, **wrong)

    assert Entry.objects.count() == before


def test_a_correction_tells_what_changed():
    number = a_meeting(a_cycle())

    operations.change_meeting(
        meeting_id=number, version=1, facts=replace(A_MEETING, place="二楼", absent=()), actor=WANG, at=NOON
    )

    entry = entries_of(number)[0]
    assert {(change.label, change.after) for change in entry.changes} >= {("地点", "二楼"), ("缺席", "")}
    assert shown(number).facts.place == "二楼"


def test_a_correction_on_an_old_version_changes_nothing():
    number = a_meeting(a_cycle())
    operations.change_meeting(meeting_id=number, version=1, facts=A_MEETING, actor=WANG, at=NOON)

    with pytest.raises(MeetingChanged):
        operations.change_meeting(
            meeting_id=number, version=1, facts=replace(A_MEETING, place="别处"), actor=WANG, at=NOON
        )

    assert (shown(number).facts.place, len(entries_of(number))) == ("县委一楼会议室", 2)


def test_a_withdrawn_meeting_says_why_and_changes_no_more():
    number = a_meeting(a_cycle())
    with pytest.raises(WrongMeeting):
        operations.withdraw_meeting(meeting_id=number, version=1, why=" ", actor=WANG, at=NOON)

    operations.withdraw_meeting(meeting_id=number, version=1, why="会议未召开", actor=WANG, at=NOON)

    page = shown(number)
    assert (page.withdrawn, page.withdrawn_why, page.may_keep) == (True, "会议未召开", False)
    with pytest.raises(MeetingChanged):
        operations.change_meeting(meeting_id=number, version=2, facts=A_MEETING, actor=WANG, at=NOON)


def test_minutes_are_filed_by_content_and_told():
    number = a_meeting(a_cycle())

    operations.file_minutes(meeting_id=number, version=1, file=BytesIO(PDF), name="a/纪要.pdf", actor=WANG, at=NOON)

    card = minutes_of(meeting_id=number, actor=LI)
    assert (card.name, card.size) == ("纪要.pdf", len(PDF))
    assert entries_of(number)[0].did == "归档了会议纪要"
    assert listed(Meeting.objects.get(pk=number).cycle_id).without_minutes == 0


def test_a_file_that_is_no_paper_is_not_kept():
    number = a_meeting(a_cycle())

    with pytest.raises(NotAPaper):
        operations.file_minutes(meeting_id=number, version=1, file=BytesIO(b"MZ"), name="纪要.pdf", actor=WANG, at=NOON)

    with pytest.raises(NoSuchThing):
        minutes_of(meeting_id=number, actor=WANG)


def test_a_decision_is_followed_until_it_is_settled():
    number = a_meeting(a_cycle())
    decision = a_decision(number)
    row = shown(number).decisions[0]
    assert (row.unit, row.light and row.light.name, row.settled) == ("县水利局", "urgent", False)

    operations.settle_decision(decision_id=decision, version=version_of(number), outcome="已补齐", actor=WANG, at=NOON)

    row = shown(number).decisions[0]
    assert (row.settled, row.outcome, row.light) == (True, "已补齐", None)
    with pytest.raises(WrongMeeting):
        operations.settle_decision(
            decision_id=decision, version=version_of(number), outcome="再次", actor=WANG, at=NOON
        )


@pytest.mark.parametrize(
    "wrong", [DecisionFacts(" "), DecisionFacts("补齐", due=date(2026, 2, 9)), DecisionFacts("补齐", unit="长" * 201)]
)
def test_a_decision_that_cannot_be_is_refused(wrong):
    number = a_meeting(a_cycle())

    with pytest.raises(WrongMeeting):
        operations.add_decision(meeting_id=number, version=1, facts=wrong, actor=WANG, at=NOON)

    assert (shown(number).decisions, version_of(number)) == ((), 1)


def test_a_decision_becomes_a_task_and_stays_linked():
    cycle, unit = a_water_cycle()
    number = a_meeting(cycle)
    decision = a_decision(number)
    problem = Task.objects.get(cycle_id=cycle).problem_id
    before = Entry.objects.count()

    task = operations.make_task_of_decision(
        decision_id=decision, version=version_of(number), problem_id=problem, actor=WANG, at=NOON
    )

    page = task_page(task_id=task, actor=WANG, today=TODAY)
    assert (page.number, page.plan.target, page.plan.unit) == (2, "一周内补齐巡查记录", "县水利局")
    assert page.plan.deadline == date(2026, 3, 9)
    assert shown(number).decisions[0].task.id == task
    assert list_ledger(cycle_id=cycle, actor=of_unit(unit), today=TODAY).total == 2
    assert Entry.objects.count() == before + 1
    with pytest.raises(WrongMeeting):
        operations.make_task_of_decision(
            decision_id=decision, version=version_of(number), problem_id=problem, actor=WANG, at=NOON
        )
    with pytest.raises(WrongMeeting, match="不能撤销"):
        operations.withdraw_meeting(meeting_id=number, version=version_of(number), why="误", actor=WANG, at=NOON)
    assert Task.objects.filter(cycle_id=cycle).count() == 2


def test_a_meeting_carries_out_measures():
    cycle, unit = a_water_cycle()
    number = a_meeting(cycle, unit="县水利局")
    measure = Measure.objects.filter(task__cycle_id=cycle).first()

    operations.link_meeting(meeting_id=number, version=1, measure_ids=[measure.pk, 999], actor=of_unit(unit), at=NOON)

    assert [link.id for link in shown(number).measures] == [measure.pk]
    choices = meeting_choices(meeting_id=number, cycle_id=cycle, actor=WANG).measures
    assert [one.chosen for one in choices if one.id == measure.pk] == [True]
    operations.link_meeting(meeting_id=number, version=2, measure_ids=[], actor=WANG, at=NOON)
    assert shown(number).measures == ()


def test_a_unit_keeps_its_own_meetings_and_no_others():
    cycle, unit = a_water_cycle()
    zhao = of_unit(unit)
    own = operations.add_meeting(cycle_id=cycle, facts=replace(A_MEETING, unit="县水利局"), actor=zhao, at=NOON)

    assert shown(own, zhao).may_keep
    for wrong in ("", "县财政局"):
        with pytest.raises(NotAllowed):
            operations.add_meeting(cycle_id=cycle, facts=replace(A_MEETING, unit=wrong), actor=zhao, at=NOON)
    with pytest.raises(NotAllowed):
        operations.change_meeting(meeting_id=a_meeting(cycle), version=1, facts=A_MEETING, actor=zhao, at=NOON)
    with pytest.raises(NotAllowed):
        operations.change_meeting(meeting_id=own, version=1, facts=A_MEETING, actor=zhao, at=NOON)


def test_a_unit_sees_of_the_committees_meetings_only_what_it_is_to_do():
    cycle, unit = a_water_cycle()
    zhao = of_unit(unit)
    other = a_meeting(cycle, topic="人事")
    number = a_meeting(cycle)
    a_decision(number)
    a_decision(number, text="财政局拨款", unit="县财政局")

    page = shown(number, zhao)

    assert [row.text for row in page.decisions] == ["一周内补齐巡查记录"]
    assert (page.whole, page.minutes, page.timeline, page.may_keep) == (False, None, None, False)
    assert [row.id for row in listed(cycle, zhao).rows] == [number]
    with pytest.raises(NotAllowed):
        shown(other, zhao)
    with pytest.raises(NotAllowed):
        minutes_of(meeting_id=number, actor=zhao)


@pytest.mark.parametrize("somebody", [LI, SUN, ZHAO])
def test_who_only_looks_on_keeps_nothing(somebody):
    cycle = a_cycle()

    with pytest.raises(NotAllowed):
        operations.add_meeting(cycle_id=cycle, facts=A_MEETING, actor=somebody, at=NOON)


def test_the_database_refuses_a_decision_that_says_nothing():
    number = a_meeting(a_cycle())

    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingDecision.objects.create(meeting_id=number, position=1, text="")
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingDecision.objects.create(meeting_id=number, position=1, text="补", state="settled")


def test_a_task_of_a_meeting_is_not_merged_away():
    cycle, _unit = a_water_cycle()
    number = a_meeting(cycle)
    decision = a_decision(number)
    first = first_task(cycle)
    task = operations.make_task_of_decision(
        decision_id=decision,
        version=version_of(number),
        problem_id=Task.objects.get(pk=first).problem_id,
        actor=WANG,
        at=NOON,
    )

    with pytest.raises(CannotPlan):
        planning.merge_task(task_id=task, version=Task.objects.get(pk=task).version, into=1, actor=WANG, at=NOON)


def test_the_office_adds_a_task_under_a_problem():
    cycle, unit = a_water_cycle()
    problem = Task.objects.get(cycle_id=cycle).problem_id
    wish = TaskPlan(target="补齐档案", unit="县水利局", deadline=date(2026, 5, 1), kind="timed")

    number = planning.add_task(cycle_id=cycle, problem_id=problem, plan=wish, actor=WANG, at=NOON)

    page = task_page(task_id=number, actor=of_unit(unit), today=TODAY)
    assert (page.number, page.plan.target) == (2, "补齐档案")
    with pytest.raises(NoSuchThing):
        planning.add_task(cycle_id=cycle, problem_id=999, plan=wish, actor=WANG, at=NOON)
    with pytest.raises(NotAllowed):
        planning.add_task(cycle_id=cycle, problem_id=problem, plan=wish, actor=ZHAO, at=NOON)
