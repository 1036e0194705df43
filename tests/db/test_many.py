"""Changing many tasks in one operation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle
from people import GU, LI, NOON, SUN, WANG, ZHAO
from zhenggai.domain.planning import CannotPlan, MeasurePlan, TaskChange
from zhenggai.domain.refusals import NotAllowed
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.operations import planning
from zhenggai.ledger.operations.planning import TaskChanged
from zhenggai.ledger.queries import list_ledger, many_page, task_page

pytestmark = pytest.mark.django_db
CHANGE = TaskChange(unit="县水利局", deadline=date(2026, 6, 30), risk="low")


@pytest.fixture
def cycle() -> int:
    """A cycle of four tasks."""
    return a_cycle(a_report([Finding(f"第{place}类巡查不到位的问题") for place in range(1, 5)]))


def tasks_of(cycle: int) -> list[int]:
    return [row.task_id for row in list_ledger(cycle_id=cycle, actor=WANG, today=TODAY).rows]


def change(cycle: int, versions: dict[int, int], what: TaskChange = CHANGE) -> int:
    return planning.plan_many(cycle_id=cycle, versions=versions, change=what, actor=WANG, at=NOON)


def test_every_chosen_task_changes_and_no_other(cycle):
    *chosen, last = tasks_of(cycle)

    change(cycle, dict.fromkeys(chosen, 1))

    rows = list_ledger(cycle_id=cycle, actor=WANG, today=TODAY).rows
    assert [(row.unit, row.deadline) for row in rows[:3]] == [("县水利局", date(2026, 6, 30))] * 3
    assert task_page(task_id=last, actor=WANG, today=TODAY).version == 1
    assert rows[3].unit == ""


def test_it_is_one_entry_that_stands_in_the_timeline_of_each_task(cycle):
    chosen = tasks_of(cycle)[:2]
    before = list_timeline(cycle=cycle, limit=200).rows

    change(cycle, dict.fromkeys(chosen, 1))

    entry = list_timeline(cycle=cycle).rows[0]
    assert len(list_timeline(cycle=cycle, limit=200).rows) == len(before) + 1
    assert [row.sequence for row in task_page(task_id=chosen[1], actor=WANG, today=TODAY).timeline.rows] == [
        entry.sequence
    ]
    assert [(item.label, item.after) for item in entry.changes] == [
        ("(一)1 任务 1", "牵头单位 县水利局；期限 2026-06-30；风险 低"),
        ("(一)2 任务 2", "牵头单位 县水利局；期限 2026-06-30；风险 低"),
    ]


def test_the_preview_tells_each_field_before_and_after_and_who_refuses(cycle):
    first, second, third, _ = tasks_of(cycle)
    late = MeasurePlan(text="完成验收。", deadline=date(2026, 12, 31))
    planning.add_measure(task_id=second, version=1, plan=late, actor=WANG, at=NOON)
    change(cycle, {third: 1})

    page = many_page(cycle_id=cycle, task_ids=[third, first, second], change=CHANGE)

    assert [(row.task_id, row.version) for row in page.rows] == [(first, 1), (second, 2), (third, 2)]
    assert [(item.label, item.before, item.after) for item in page.rows[0].changes] == [
        ("牵头单位", "", "县水利局"),
        ("期限", "", "2026-06-30"),
        ("风险", "", "低"),
    ]
    assert "第 3 条措施的期限是 2026-12-31" in str(page.rows[1].refusal)
    assert page.rows[2].changes == ()
    assert ([row.task_id for row in page.changing], [row.task_id for row in page.refusing]) == ([first], [second])


def test_where_one_refuses_nothing_changes(cycle):
    first, second, *_ = tasks_of(cycle)
    late = MeasurePlan(text="完成验收。", deadline=date(2026, 12, 31))
    planning.add_measure(task_id=second, version=1, plan=late, actor=WANG, at=NOON)

    with pytest.raises(CannotPlan):
        change(cycle, {first: 1, second: 2})

    assert task_page(task_id=first, actor=WANG, today=TODAY).plan.unit == ""


def test_where_one_has_changed_meanwhile_nothing_changes(cycle):
    first, second, *_ = tasks_of(cycle)
    change(cycle, {second: 1})

    with pytest.raises(TaskChanged, match="王敏"):
        change(cycle, {first: 1, second: 1}, replace(CHANGE, unit="县财政局"))

    assert task_page(task_id=first, actor=WANG, today=TODAY).version == 1


def test_what_is_so_already_is_no_change(cycle):
    first = tasks_of(cycle)[0]
    change(cycle, {first: 1})

    with pytest.raises(CannotPlan, match="已经是这样"):
        change(cycle, {first: 2})


@pytest.mark.parametrize("count", [0, 201])
def test_none_or_too_many_are_refused(cycle, count):
    with pytest.raises(CannotPlan, match="最多修改 200 项"):
        change(cycle, dict.fromkeys(range(count), 1))


def test_tasks_of_another_cycle_are_refused_and_not_shown(cycle):
    other = a_cycle(a_report([Finding("账目不清的问题")]))

    with pytest.raises(CannotPlan, match="不在同一个轮次"):
        change(cycle, {tasks_of(other)[0]: 1})

    assert many_page(cycle_id=cycle, task_ids=tasks_of(other), change=CHANGE).rows == ()


@pytest.mark.parametrize("actor", [LI, ZHAO, SUN, GU])
def test_only_the_office_changes_many(cycle, actor):
    with pytest.raises(NotAllowed):
        planning.plan_many(cycle_id=cycle, versions={tasks_of(cycle)[0]: 1}, change=CHANGE, actor=actor, at=NOON)
