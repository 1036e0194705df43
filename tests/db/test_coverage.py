"""What a plan covers and what it lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle
from people import GU, LI, NOON, SUN, WANG, ZHAO
from zhenggai.domain.holes import Declared, Hole, PlanHasHoles, demand_whole
from zhenggai.domain.planning import CannotPlan, TaskPlan
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.report import Declared as Stated
from zhenggai.domain.report import Header
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Problem
from zhenggai.ledger.operations import planning
from zhenggai.ledger.queries import coverage_page, list_ledger, task_page
from zhenggai.ledger.shapes import CoveragePage

pytestmark = pytest.mark.django_db
WHOLE = TaskPlan(target="改到位", kind="timed", leader="副县长李某", unit="县水利局", deadline=date(2026, 6, 30))


@pytest.fixture
def cycle() -> int:
    """A cycle of two problems whose text says that there are three tasks."""
    header = Header(title="云岭县水利局整改方案", kind="巡察", declared=Stated(tasks=3))
    findings = [Finding("河道巡查不到位的问题", measures=["持续巡查", "完成排查"]), Finding("账目不清的问题")]
    return a_cycle(a_report(findings, header=header))


def tasks_of(cycle: int) -> list[int]:
    return [row.task_id for row in list_ledger(cycle_id=cycle, actor=WANG, today=TODAY).rows]


def plan(task_id: int, what: TaskPlan = WHOLE, *, version: int = 1) -> None:
    planning.plan_task(task_id=task_id, version=version, plan=what, actor=WANG, at=NOON)


def reconcile(cycle: int, *, counted: int = 2, reason: str = "三项中一项不公开。", what: str = "tasks") -> None:
    planning.reconcile_count(cycle_id=cycle, what=what, counted=counted, reason=reason, actor=WANG, at=NOON)


def names_of(page: CoveragePage) -> dict[str, tuple[str, ...]]:
    return {hole.what: hole.names for hole in page.holes}


def test_the_matrix_holds_every_problem_task_and_measure(cycle):
    page = coverage_page(cycle_id=cycle)

    first = page.problems[0]
    assert [(problem.number, len(problem.tasks)) for problem in page.problems] == [("(一)1", 1), ("(一)2", 1)]
    assert [(measure.position, measure.vague) for measure in first.tasks[0].measures] == [(1, True), (2, False)]
    assert page.measures == 4


def test_holes_are_named_and_the_count_of_the_text_is_one(cycle):
    plan(tasks_of(cycle)[1], replace(WHOLE, deadline=None))

    page = coverage_page(cycle_id=cycle)

    assert names_of(page) == {
        "牵头领导": ("(一)1 任务 1",),
        "牵头单位": ("(一)1 任务 1",),
        "整改目标": ("(一)1 任务 1",),
        "整改类型": ("(一)1 任务 1",),
        "期限": ("(一)1 任务 1", "(一)2 任务 2"),
        "频次": ("(一)1 任务 1",),
    }
    assert "缺期限 2 项（(一)1 任务 1、(一)2 任务 2）" in str(page.refusal)
    assert "文中称任务 3，台账 2，未说明" in str(page.refusal)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"leader": ""},
        {"unit": ""},
        {"target": ""},
        {"kind": "unset"},
        {"deadline": None},
        {"deadline": None, "kind": "long_term"},
    ],
)
def test_the_database_counts_the_same_holes_as_the_rule(cycle, change):
    for task in tasks_of(cycle):
        plan(task, replace(WHOLE, **change))

    page = coverage_page(cycle_id=cycle)

    lacking = {
        (f"{problem.number} 任务 {task.number}", what)
        for problem in page.problems
        for task in problem.tasks
        for what in task.lacking
    }
    assert lacking == {(name, hole.what) for hole in page.holes for name in hole.names}


def test_a_problem_that_no_task_answers_is_a_hole(cycle):
    first, _ = tasks_of(cycle)
    second = Problem.objects.filter(cycle=cycle).order_by("position")[1].pk
    planning.move_task(task_id=first, version=1, problem_ids=[second], actor=WANG, at=NOON)

    page = coverage_page(cycle_id=cycle)

    assert names_of(page)["任务"] == ("(一)1",)
    assert page.problems[0].tasks == ()


def test_only_holes_leaves_what_is_whole_out(cycle):
    plan(tasks_of(cycle)[1])

    assert [problem.number for problem in coverage_page(cycle_id=cycle, only_holes=True).problems] == ["(一)1"]


def test_a_whole_plan_with_its_count_explained_has_nothing_in_its_way(cycle):
    first, second = tasks_of(cycle)
    plan(first)
    plan(second)
    vague = task_page(task_id=first, actor=WANG, today=TODAY).measures[0]
    named = replace(vague.plan, times=1, per="month")
    planning.change_measure(measure_id=vague.id, version=2, plan=named, actor=WANG, at=NOON)
    reconcile(cycle)

    page = coverage_page(cycle_id=cycle)

    assert (page.holes, page.refusal) == ((), None)


def test_a_difference_is_explained_with_a_reason_in_the_journal(cycle):
    reconcile(cycle)

    count = coverage_page(cycle_id=cycle).declared[2].count
    entry = list_timeline(cycle=cycle).rows[0]
    assert (count.declared, count.counted, count.reason, count.open) == (3, 2, "三项中一项不公开。", False)
    assert (entry.verb, entry.about, entry.why) == ("cycle.reconcile", "任务", "三项中一项不公开。")


def test_a_reason_holds_only_while_the_numbers_stay(cycle):
    reconcile(cycle)
    first = tasks_of(cycle)[0]

    planning.merge_task(task_id=first, version=1, into=2, actor=WANG, at=NOON)

    assert coverage_page(cycle_id=cycle).declared[2].count.open


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"reason": "  "}, "请写明差别的原因"),
        ({"counted": 9}, "台账里的数已变成 2"),
        ({"what": "problems"}, "没有差别"),
    ],
)
def test_what_explains_nothing_is_refused(cycle, arguments, fault):
    with pytest.raises(CannotPlan, match=fault):
        reconcile(cycle, **arguments)


def test_what_does_not_exist_is_said_to_be_unknown(cycle):
    with pytest.raises(NoSuchThing):
        reconcile(cycle, what="measures")
    with pytest.raises(NoSuchThing):
        reconcile(999)
    with pytest.raises(NoSuchThing):
        coverage_page(cycle_id=999)


@pytest.mark.parametrize("actor", [LI, ZHAO, SUN, GU])
def test_only_the_office_explains(cycle, actor):
    with pytest.raises(NotAllowed):
        planning.reconcile_count(cycle_id=cycle, what="tasks", counted=2, reason="不公开", actor=actor, at=NOON)


def test_long_plans_are_paged(cycle):
    long = a_cycle(a_report([Finding(f"第{place}类问题") for place in range(1, 131)]))

    first = coverage_page(cycle_id=long)
    second = coverage_page(cycle_id=long, after=first.after or 0)

    assert (len(first.problems), len(second.problems), second.after) == (100, 30, None)
    assert first.holes[0].count == 130
    assert len(first.holes[0].names) == 5
    assert "等）" in str(first.refusal)


def test_a_plan_without_holes_may_go():
    demand_whole([], [Declared("任务", 52, 52), Declared("方面", None, 4), Declared("问题", 47, 43, "未公开 4 题")])


def test_the_sentence_names_every_hole():
    with pytest.raises(
        PlanHasHoles, match=r"^方案还不能印发：缺期限 7 项（\(一\)1 任务 1等）；文中称任务 52，台账 47，未说明。$"
    ):
        demand_whole([Hole("期限", ("(一)1 任务 1",), 7)], [Declared("任务", 52, 47)])
