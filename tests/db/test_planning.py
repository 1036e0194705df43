"""Planning tasks and measures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle, first_task
from people import GU, LI, NOON, SUN, WANG, ZHAO
from zhenggai.domain.planning import CannotPlan, MeasurePlan, TaskPlan
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.journal.operations import Subject
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Figure, Problem
from zhenggai.ledger.operations import planning
from zhenggai.ledger.operations.planning import TaskChanged
from zhenggai.ledger.operations.planning.adding import add_task
from zhenggai.ledger.queries import list_ledger, task_page
from zhenggai.ledger.shapes import LedgerFilters, TaskPage

pytestmark = pytest.mark.django_db
PLAN = TaskPlan(
    target="全县 12 条河道每月巡查一遍",
    kind="timed",
    leader="副县长李某",
    unit="县水利局",
    co_units=("县财政局", "各镇"),
    person="周某",
    deadline=date(2026, 6, 30),
    standard="巡查记录齐全",
    risk="high",
)
MEASURE = MeasurePlan(
    text="定期会商河道管护。",
    measure_class="meeting",
    unit="县水利局",
    deliverable="会议纪要",
    deadline=date(2026, 5, 31),
    term="lasting",
    times=1,
    per="month",
)


@pytest.fixture
def cycle() -> int:
    """A cycle of two problems with two measures each and a figure in the first."""
    finding = Finding("河道巡查不到位的问题", measures=["成立专班", "巡查12次"])
    return a_cycle(a_report([finding, Finding("账目不清的问题")], quantities=["12次"]))


def page_of(cycle_id: int) -> TaskPage:
    return task_page(task_id=first_task(cycle_id), actor=WANG, today=TODAY)


def texts(page: TaskPage) -> list[str]:
    return [measure.plan.text for measure in page.measures]


def plan_first(cycle_id: int, plan: TaskPlan = PLAN, *, version: int = 1) -> None:
    planning.plan_task(task_id=first_task(cycle_id), version=version, plan=plan, actor=WANG, at=NOON)


def add(cycle_id: int, plan: MeasurePlan = MEASURE, *, version: int = 1) -> int:
    return planning.add_measure(task_id=first_task(cycle_id), version=version, plan=plan, actor=WANG, at=NOON)


def test_a_task_keeps_all_that_is_planned_of_it(cycle):
    plan_first(cycle)

    page, row = page_of(cycle), list_ledger(cycle_id=cycle, actor=WANG, today=TODAY).rows[0]
    assert (page.plan, page.version) == (PLAN, 2)
    assert (row.unit, row.leader, row.deadline, row.kind) == ("县水利局", "副县长李某", PLAN.deadline, "timed")
    assert page.lacking == ()
    assert "县水利局" in page.units


def test_a_plan_is_one_entry_with_the_fields_that_changed(cycle):
    plan_first(cycle)
    plan_first(cycle, replace(PLAN, person="吴某"), version=2)

    entry = list_timeline(cycle=cycle).rows[0]
    assert (entry.verb, entry.about) == ("task.plan", "(一)1 任务 1")
    assert [(change.label, change.before, change.after) for change in entry.changes] == [("人员", "周某", "吴某")]


def test_a_task_that_changed_meanwhile_is_not_overwritten(cycle):
    plan_first(cycle)

    with pytest.raises(TaskChanged, match="王敏 修改了任务安排"):
        plan_first(cycle, replace(PLAN, person="吴某"))

    assert page_of(cycle).plan.person == "周某"


def test_a_task_cannot_end_before_its_measures(cycle):
    plan_first(cycle)
    add(cycle, version=2)

    with pytest.raises(CannotPlan, match="第 3 条措施的期限是 2026-05-31"):
        plan_first(cycle, replace(PLAN, deadline=date(2026, 4, 1)), version=3)

    assert page_of(cycle).version == 3


def test_an_added_measure_stands_last_and_is_found_and_counted(cycle):
    add(cycle)

    page = page_of(cycle)
    found = list_ledger(cycle_id=cycle, actor=WANG, today=TODAY, filters=LedgerFilters(text="会商河道"))
    assert page.measures[-1].plan == MEASURE
    assert (page.measures[-1].position, page.measures[-1].read) == (3, False)
    assert [row.measures for row in found.rows] == [3]


def test_a_changed_measure_is_found_by_its_new_words_alone(cycle):
    first = page_of(cycle).measures[0]
    changed = replace(first.plan, text="组建联合巡河队。")

    planning.change_measure(measure_id=first.id, version=1, plan=changed, actor=WANG, at=NOON)

    def found(words: str) -> int:
        return list_ledger(cycle_id=cycle, actor=WANG, today=TODAY, filters=LedgerFilters(text=words)).total

    assert (found("联合巡河队"), found("成立专班")) == (1, 1)
    assert texts(page_of(cycle))[0] == "组建联合巡河队。"


def test_a_vague_measure_is_refused_and_nothing_changes(cycle):
    with pytest.raises(CannotPlan, match="请写明频次"):
        add(cycle, replace(MEASURE, times=None, per=""))

    assert (page_of(cycle).version, len(page_of(cycle).measures)) == (1, 2)


def test_a_dropped_measure_leaves_its_figure_and_its_text_in_the_journal(cycle):
    second = page_of(cycle).measures[1]
    assert Figure.objects.get().measure_id == second.id

    planning.drop_measure(measure_id=second.id, version=1, actor=WANG, at=NOON)

    assert texts(page_of(cycle)) == ["成立专班。"]
    assert (Figure.objects.get().measure_id, Figure.objects.get().text) == (None, "12次")
    assert "巡查12次。" in [change.before for change in list_timeline(cycle=cycle).rows[0].changes]


def test_the_others_move_up_where_one_is_dropped(cycle):
    add(cycle)
    first = page_of(cycle).measures[0]

    planning.drop_measure(measure_id=first.id, version=2, actor=WANG, at=NOON)

    assert [measure.position for measure in page_of(cycle).measures] == [1, 2]


@pytest.mark.parametrize(("place", "order"), [(1, [2, 0, 1]), (2, [0, 2, 1]), (3, [0, 1, 2])])
def test_a_measure_takes_another_place(cycle, place, order):
    last = add(cycle)
    before = texts(page_of(cycle))

    planning.place_measure(measure_id=last, version=2, position=place, actor=WANG, at=NOON)

    assert texts(page_of(cycle)) == [before[index] for index in order]
    assert [measure.position for measure in page_of(cycle).measures] == [1, 2, 3]


@pytest.mark.parametrize("place", [0, 3])
def test_there_is_no_place_beyond_the_last(cycle, place):
    first = page_of(cycle).measures[0]

    with pytest.raises(CannotPlan, match="只有 2 条措施"):
        planning.place_measure(measure_id=first.id, version=1, position=place, actor=WANG, at=NOON)


@pytest.mark.parametrize("actor", [LI, ZHAO, SUN, GU])
def test_only_the_office_plans(cycle, actor):
    task, measure = first_task(cycle), page_of(cycle).measures[0].id
    calls = {
        planning.plan_task: {"task_id": task, "plan": PLAN},
        planning.add_measure: {"task_id": task, "plan": MEASURE},
        planning.change_measure: {"measure_id": measure, "plan": MEASURE},
        planning.drop_measure: {"measure_id": measure},
        planning.place_measure: {"measure_id": measure, "position": 2},
    }

    for call, arguments in calls.items():
        with pytest.raises(NotAllowed):
            call(**arguments, version=1, actor=actor, at=NOON)

    assert page_of(cycle).version == 1


def test_what_does_not_exist_is_said_to_be_unknown():
    with pytest.raises(NoSuchThing):
        planning.plan_task(task_id=999, version=1, plan=PLAN, actor=WANG, at=NOON)
    with pytest.raises(NoSuchThing):
        planning.drop_measure(measure_id=999, version=1, actor=WANG, at=NOON)
    with pytest.raises(NoSuchThing):
        task_page(task_id=999, actor=WANG, today=TODAY)


def test_a_task_that_was_not_in_the_document_stands_behind_those_of_its_problem(cycle):
    problem = Problem.objects.get(cycle=cycle, position=1).pk

    added = add_task(cycle_id=cycle, problem_id=problem, plan=PLAN, actor=WANG, at=NOON)

    assert task_page(task_id=added, actor=WANG, today=TODAY) is not None
    assert [row.verb for row in list_timeline(subjects=[Subject("task", added)]).rows] == ["task.add"]
