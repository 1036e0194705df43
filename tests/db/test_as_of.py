"""The ledger as of any past instant: shown from the journal, whatever the rows say today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from builders.reports import Finding, a_report
from drafts import a_cycle, first_task
from people import NOON, SUN, WANG, ZHAO
from zhenggai.domain.planning import MeasurePlan, TaskChange, TaskPlan
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.ledger.as_of import compare_ledgers, ledger_as_of, task_as_of
from zhenggai.ledger.models import Measure, Task
from zhenggai.ledger.operations import planning
from zhenggai.ledger.shapes.as_of import PastLedger

HOUR = timedelta(hours=1)
PLAN = TaskPlan(target="巡查到位", kind="timed", leader="李建国", unit="县水利局", deadline=date(2026, 3, 5))


@pytest.fixture
def cycle(db: None) -> int:
    return a_cycle(
        a_report([Finding("河道巡查不到位的问题", ["增加巡查38次"]), Finding("账目不清的问题", ["核对账目"])])
    )


def at(cycle_id: int, hours: float) -> PastLedger:
    return ledger_as_of(cycle_id=cycle_id, at=NOON + hours * HOUR, actor=SUN)


def plan(cycle_id: int, plan: TaskPlan, *, version: int, hours: int) -> None:
    planning.plan_task(task_id=first_task(cycle_id), version=version, plan=plan, actor=WANG, at=NOON + hours * HOUR)


def test_each_instant_shows_what_stood_then(cycle):
    plan(cycle, PLAN, version=1, hours=1)
    plan(cycle, replace(PLAN, leader="王敏"), version=2, hours=2)

    leaders = [at(cycle, hours).tasks[0].leader for hours in (0, 1, 1.5, 2, 99)]

    assert leaders == ["", "李建国", "李建国", "王敏", "王敏"]


def test_before_anything_was_written_there_is_nothing(cycle):
    found = at(cycle, -1)

    assert (found.entry, found.tasks) == (None, ())


def test_the_rows_of_today_do_not_matter(cycle):
    plan(cycle, PLAN, version=1, hours=1)
    before = at(cycle, 1)

    Task.objects.update(leader="另有其人", deadline=None)
    Measure.objects.update(text="已整改")

    assert at(cycle, 1) == before


def test_lights_and_counts_are_those_of_the_day(cycle):
    plan(cycle, PLAN, version=1, hours=1)

    then, later = at(cycle, 2), at(cycle, 24 * 10)

    assert (then.tasks[0].light.name, later.tasks[0].light.name) == ("urgent", "late")
    assert [(count.word, count.count) for count in then.states] == [("未启动", 2)]


def test_measures_are_shown_as_they_were(cycle):
    task = first_task(cycle)
    kept = [measure.text for measure in at(cycle, 0).tasks[0].measures]
    planning.add_measure(
        task_id=task, version=1, plan=MeasurePlan(text="加固堤防", unit="县水利局"), actor=WANG, at=NOON + HOUR
    )

    _, before = task_as_of(cycle_id=cycle, task_id=task, at=NOON, actor=SUN)
    _, after = task_as_of(cycle_id=cycle, task_id=task, at=NOON + HOUR, actor=SUN)

    assert [measure.text for measure in before.measures] == kept
    assert [measure.text for measure in after.measures] == [*kept, "加固堤防"]


def test_what_was_done_to_many_at_once_is_shown_of_each(cycle):
    versions = dict(Task.objects.filter(cycle=cycle).values_list("pk", "version"))
    change = TaskChange(leader="李建国")
    planning.plan_many(cycle_id=cycle, versions=versions, change=change, actor=WANG, at=NOON + HOUR)

    assert [task.leader for task in at(cycle, 1).tasks] == ["李建国", "李建国"]
    assert [task.leader for task in at(cycle, 0).tasks] == ["", ""]


def test_a_task_that_was_merged_away_is_there_before_and_gone_after(cycle):
    first, second = Task.objects.filter(cycle=cycle).order_by("position")
    planning.merge_task(task_id=second.pk, version=1, into=first.number, actor=WANG, at=NOON + HOUR)

    differences = compare_ledgers(at(cycle, 0), at(cycle, 1))

    assert (len(at(cycle, 0).tasks), len(at(cycle, 1).tasks)) == (2, 1)
    assert {(difference.task_id, difference.went) for difference in differences} == {
        (first.pk, False),
        (second.pk, True),
    }


def test_two_instants_differ_in_what_was_changed_between_them_and_in_nothing_else(cycle):
    plan(cycle, PLAN, version=1, hours=1)
    plan(cycle, replace(PLAN, leader="王敏"), version=2, hours=2)

    differences = compare_ledgers(at(cycle, 1), at(cycle, 2))

    assert [(fact.label, fact.before, fact.after) for one in differences for fact in one.facts] == [
        ("牵头领导", "李建国", "王敏")
    ]
    assert compare_ledgers(at(cycle, 2), at(cycle, 99)) == ()


def test_a_task_that_was_not_there_yet_is_said_to_be_unknown(cycle):
    with pytest.raises(NoSuchThing):
        task_as_of(cycle_id=cycle, task_id=first_task(cycle), at=NOON - HOUR, actor=SUN)


def test_whoever_sees_their_own_tasks_alone_does_not_see_the_past_of_all(cycle):
    with pytest.raises(NotAllowed):
        ledger_as_of(cycle_id=cycle, at=NOON, actor=ZHAO)
