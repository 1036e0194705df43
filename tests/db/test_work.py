"""What waits for whom, and that nothing of it is out of their reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle, end_tasks
from issuing import (
    ALL_YES,
    PLAN,
    a_whole_cycle,
    an_issued_cycle,
    asked,
    group_head,
    party_member,
    the_leader,
    unit_head,
)
from offices import FINANCE, WATER, OfficeAtWork, an_account, an_office_at_work, day_after, plan
from oversight import AN_ISSUE, a_decision, a_meeting, an_institution
from people import GU, NOON, WANG
from zhenggai.domain.changing import PlanWish
from zhenggai.domain.figures import IndicatorPlan
from zhenggai.domain.lights import Thresholds
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import READERS, Role
from zhenggai.domain.todo import WorkItem
from zhenggai.ledger.models import Cycle, Task
from zhenggai.ledger.operations import figures, issuing, planning
from zhenggai.ledger.queries import rules_page, task_page
from zhenggai.oversight.queries.institutions import institution_page
from zhenggai.oversight.queries.meetings import meeting_page
from zhenggai.oversight.queries.team import team_page
from zhenggai.oversight.queries.work import my_work

pytestmark = pytest.mark.django_db


def lines(actor: Actor, *, today=TODAY) -> list[WorkItem]:
    page = my_work(actor=actor, today=today, now=NOON)
    return [item for group in page.groups for item in group.items]


def told(items: Iterable[WorkItem]) -> list[tuple[str, str, int]]:
    return [(item.group, item.kind, (item.due - TODAY).days) for item in items]


def opened(item: WorkItem, actor: Actor) -> None:
    """Open the page that a line leads to, as its reader."""
    number = item.door.numbers[-1]
    {
        "task_progress": lambda: task_page(task_id=number, actor=actor, today=TODAY),
        "meeting": lambda: meeting_page(meeting_id=number, actor=actor, today=TODAY),
        "institution": lambda: institution_page(institution_id=number, actor=actor, today=TODAY),
    }[item.door.name]()


@pytest.fixture
def office() -> OfficeAtWork:
    return an_office_at_work()


def test_a_unit_sees_what_is_late_due_today_and_due_soon_of_its_own(office):
    assert told(lines(office.people["clerk"])) == [("late", "task", -20), ("today", "task", 0), ("soon", "task", 7)]
    assert told(lines(office.people["finance"])) == [("soon", "task", 1)]


def test_the_head_counts_are_those_of_the_page(office):
    page = my_work(actor=office.people["clerk"], today=TODAY, now=NOON)

    assert (page.counts, page.total, page.unlisted) == ({"late": 1, "today": 1, "soon": 1}, 3, 0)


def test_a_leader_sees_the_tasks_they_lead(office):
    assert len(lines(office.people["leader"])) == 4
    assert lines(an_account("周远", Role.LEADER)) == []


def test_the_office_sees_what_has_come_up_to_it(office):
    assert told(lines(office.people["office"])) == [("late", "task", -20)]
    assert lines(office.people["office"])[0].words == "报整改办督办"


def test_a_task_that_is_done_waits_for_nobody(office):
    end_tasks(Task.objects.filter(cycle_id=office.cycle))

    assert lines(office.people["clerk"]) == []


def test_a_cycle_of_history_makes_no_work(office):
    Cycle.objects.filter(pk=office.cycle).update(history=True)

    assert lines(office.people["clerk"]) == []


def test_co_units_share_the_work(office):
    task = Task.objects.filter(cycle_id=office.cycle, unit_name=WATER).order_by("deadline").last()
    plan(task, co_units=(FINANCE,))

    assert ("soon", "task", 7) in told(lines(office.people["finance"]))


def test_a_measure_with_a_day_of_its_own_is_work_of_its_owner(office):
    task = Task.objects.filter(cycle_id=office.cycle, unit_name=WATER).order_by("deadline").last()
    measure = task.measures.order_by("position").first()
    measure.deadline, measure.unit_name = day_after(2), FINANCE
    measure.save(update_fields=("deadline", "unit_name"))
    plan(task, co_units=(FINANCE,))

    assert ("soon", "measure", 2) in told(lines(office.people["finance"]))


def test_decisions_trials_and_missing_minutes_are_work(office):
    meeting = a_meeting(office.cycle)
    a_decision(meeting, due=day_after(3))
    an_institution(office.cycle, issue=AN_ISSUE)
    ends = (AN_ISSUE.trial_ends - TODAY).days

    assert ("soon", "decision", 3) in told(lines(office.people["clerk"]))
    assert ("late", "trial", ends) in told(lines(office.people["clerk"], today=AN_ISSUE.trial_ends + timedelta(days=1)))
    assert ("late", "minutes", -20) in told(lines(office.people["office"]))
    assert "minutes" not in [item.kind for item in lines(office.people["clerk"])]


def test_the_days_are_those_of_the_lights(office):
    page = rules_page(cycle_id=office.cycle)
    rules = replace(page.rules, lights=Thresholds(near=5, urgent=4, counting="working"))
    planning.set_rules(cycle_id=office.cycle, version=0, rules=rules, actor=WANG, at=NOON)

    assert ("soon", "task", 7) not in told(lines(office.people["clerk"]))
    assert lines(office.people["clerk"])[0].days_left == -10


@pytest.mark.parametrize("role", sorted(READERS))
def test_every_line_of_everybody_leads_to_a_page_that_opens(office, role):
    unit = FINANCE if role in {Role.UNIT_CLERK, Role.UNIT_HEAD} else None
    actor = an_account("某人", role, unit)
    meeting = a_meeting(office.cycle)
    a_decision(meeting, unit=FINANCE, due=day_after(1))
    a_decision(meeting, unit="", due=day_after(-9))
    an_institution(office.cycle, issue=AN_ISSUE, unit=FINANCE)

    for item in lines(actor):
        opened(item, actor)


def test_who_keeps_the_machine_has_no_work_here(office):
    with pytest.raises(NotAllowed):
        my_work(actor=GU, today=TODAY, now=NOON)


def test_work_takes_the_same_queries_for_one_and_for_many(office):
    clerk = office.people["clerk"]
    a_decision(a_meeting(office.cycle), due=day_after(1))
    with CaptureQueriesContext(connection) as few:
        lines(clerk)
    other = a_cycle(a_report([Finding(f"又{number}") for number in range(30)]))
    for task in Task.objects.filter(cycle_id=other):
        plan(task, unit=WATER, deadline=TODAY, kind="timed")
    for _ in range(10):
        a_decision(a_meeting(other), due=day_after(1))

    with CaptureQueriesContext(connection) as many:
        assert len(lines(clerk)) > 40

    assert len(many) == len(few)


def test_a_head_sees_the_persons_of_their_unit_and_the_office_every_unit(office):
    for task in Task.objects.filter(cycle_id=office.cycle, unit_name=WATER).order_by("deadline")[:1]:
        plan(task, person="周小河")

    own = team_page(cycle_id=office.cycle, actor=office.people["head"], today=TODAY)
    whole = team_page(cycle_id=office.cycle, actor=office.people["office"], today=TODAY)

    assert [(row.unit, row.person, row.open, row.late, row.today) for row in own.rows] == [
        (WATER, "", 2, 0, 1),
        (WATER, "周小河", 1, 1, 0),
    ]
    assert {(row.unit, row.open, row.late, row.soon) for row in whole.rows} == {(WATER, 3, 1, 1), (FINANCE, 2, 0, 1)}
    assert (whole.total.open, whole.total.late, whole.people) == (5, 1, False)


def test_teams_follow_one_another_by_key():
    cycle = a_cycle(a_report([Finding(f"第{number}个问题") for number in range(60)]))
    for number, task in enumerate(Task.objects.filter(cycle_id=cycle)):
        Task.objects.filter(pk=task.pk).update(unit_name=f"第{number:02}单位")
    office = an_account("王敏", Role.OFFICE_CLERK)

    first = team_page(cycle_id=cycle, actor=office, today=TODAY)
    second = team_page(cycle_id=cycle, actor=office, today=TODAY, after=first.after)

    assert (len(first.rows), len(second.rows), second.after) == (50, 10, None)
    assert {row.unit for row in first.rows}.isdisjoint(row.unit for row in second.rows)


def test_what_was_issued_waits_to_be_accepted_by_its_leader_and_the_head_of_its_unit():
    cycle = an_issued_cycle(tasks=2)

    assert [item.group for item in lines(the_leader())].count("accept") == 2
    assert [item.group for item in lines(unit_head())].count("accept") == 2
    assert "accept" not in [item.group for item in lines(unit_head(role=Role.UNIT_CLERK))]
    accept = lines(unit_head())[0]
    assert (accept.door.name, accept.door.numbers, accept.unit) == ("acceptances", (cycle,), "县水利局")


def test_an_acceptance_that_was_refused_comes_back_to_the_office():
    cycle = an_issued_cycle(tasks=1)
    issuing.refuse_task(acceptance_id=asked(cycle, "unit"), reason="不是本单位职责", actor=unit_head(), at=NOON)

    (item,) = [item for item in lines(WANG) if item.kind == "refused"]

    assert (item.group, item.words) == ("returned", "不是本单位职责")
    assert "accept" not in [item.group for item in lines(unit_head())]


def test_a_round_of_review_waits_for_each_party_until_it_answers():
    cycle = a_whole_cycle()
    member = party_member()
    review = issuing.open_review(cycle_id=cycle, actor=WANG, at=NOON)
    (item,) = [item for item in lines(member) if item.kind == "review"]
    assert (item.what, item.door.numbers) == ("巡察办", (cycle, review))

    issuing.answer_review(review_id=review, party="巡察办", opinion=ALL_YES, actor=member, at=NOON)

    assert "review" not in [item.kind for item in lines(member)]
    assert "review" not in [item.kind for item in lines(party_member("县档案馆", id=47))]


def test_a_change_waits_for_whoever_stands_high_enough():
    cycle = an_issued_cycle(tasks=1)
    wish = PlanWish(replace(PLAN, deadline=PLAN.deadline + timedelta(days=30)))
    task = Task.objects.get(cycle_id=cycle)
    issuing.ask_change(task_id=task.pk, version=task.version, wish=wish, reason="汛期推迟", actor=unit_head(), at=NOON)

    (item,) = [item for item in lines(group_head()) if item.kind == "decide"]

    assert (item.what, item.door.numbers) == ("修改任务安排：汛期推迟", (cycle, task.pk))
    assert "decide" not in [item.kind for item in lines(the_leader())]
    assert "decide" not in [item.kind for item in lines(unit_head())]


def test_a_reading_is_due_on_the_target_day_until_it_is_noted(office):
    clerk = office.people["clerk"]
    task = Task.objects.get(cycle_id=office.cycle, deadline=TODAY)
    wish = IndicatorPlan(
        name="补齐率", unit="%", direction="higher", baseline="40", baseline_day=day_after(-30),
        target="90", target_day=TODAY,
    )  # fmt: skip
    number = figures.add_indicator(task_id=task.pk, plan=wish, actor=clerk, at=NOON)
    (item,) = [item for item in lines(clerk) if item.kind == "reading"]
    assert (item.group, item.door.name, item.what) == ("today", "task_figures", "补齐率（目标 90 %）")

    figures.add_reading(indicator_id=number, digits="91", day=TODAY, origin="巡查台账", actor=clerk, at=NOON)

    assert "reading" not in [item.kind for item in lines(clerk)]
