"""Changing what was issued, only by asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from drafts import TODAY
from issuing import (
    LATER,
    MEASURE,
    PLAN,
    a_whole_cycle,
    an_issued_cycle,
    group_head,
    issue,
    passed_review,
    tasks_of,
    the_leader,
    unit_head,
)
from people import GU, LI, NOON, SUN, WANG, ZHAO
from zhenggai.domain.changing import (
    AddWish,
    CannotChange,
    DropWish,
    MeasureWish,
    MergeWish,
    MoveWish,
    PlanWish,
    SplitWish,
    Wish,
)
from zhenggai.domain.deciding import NotHighEnough
from zhenggai.domain.planning import CannotPlan, MeasurePlan, TaskChange, TaskPlan
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.frozen import freeze
from zhenggai.ledger.issued import PlanIssued
from zhenggai.ledger.models import ChangeRequest, Measure, PlanIssue, Problem, Task
from zhenggai.ledger.operations import issuing, planning
from zhenggai.ledger.operations.planning import TaskChanged
from zhenggai.ledger.queries import rules_page
from zhenggai.ledger.queries.changes import task_changes
from zhenggai.ledger.timelines import subjects_of_tasks

pytestmark = pytest.mark.django_db
LATE_PLAN = replace(PLAN, deadline=date(2026, 9, 30))
# One other value for each field of a plan, and for each field of a measure.
OTHER_PLAN = TaskPlan(
    target="全县河道全部达标",
    kind="staged",
    leader="副县长李某",
    unit="县住建局",
    co_units=("各镇",),
    person="吴某",
    deadline=date(2026, 12, 31),
    standard="现场验收合格",
)
OTHER_MEASURE = MeasurePlan(
    text="每月巡查。",
    unit="县财政局",
    deliverable="台账",
    deadline=date(2026, 5, 1),
    times=1,
    per="month",
)


TASK_FIELDS = ("target", "kind", "leader", "unit", "co_units", "person", "deadline", "standard")
MANY_FIELDS = ("kind", "leader", "unit", "co_units", "person", "deadline")
MEASURE_FIELDS = ("text", "unit", "deliverable", "deadline", "times")
OPERATIONS = (
    "add_measure",
    "drop_measure",
    "place_measure",
    "split_task",
    "merge_task",
    "move_task",
    *(f"plan_task {field}" for field in TASK_FIELDS),
    *(f"plan_many {field}" for field in MANY_FIELDS),
    *(f"change_measure {field}" for field in MEASURE_FIELDS),
)


def version_of(task: int) -> int:
    return Task.objects.get(pk=task).version


def measures_of(task: int) -> list[int]:
    return list(Measure.objects.filter(task_id=task).order_by("position").values_list("pk", flat=True))


LATE_WISH = PlanWish(LATE_PLAN)


def ask(task: int, wish: Wish = LATE_WISH, *, actor: Actor = WANG, reason: str = "汛期推迟") -> int:
    return issuing.ask_change(task_id=task, version=version_of(task), wish=wish, reason=reason, actor=actor, at=NOON)


def approve(request: int, *, actor: Actor | None = None) -> None:
    issuing.decide_change(request_id=request, approve=True, answer="", actor=actor or group_head(), at=LATER)


def every_planning_operation(cycle: int) -> dict[str, Callable[[], object]]:
    """Each planning operation that touches a protected field, once for every field."""
    first, second = tasks_of(cycle)[:2]
    version, one, two = version_of(first), *measures_of(first)
    on_task = {"task_id": first, "version": version, "actor": WANG, "at": NOON}
    on_measure = {"measure_id": one, "version": version, "actor": WANG, "at": NOON}
    other = Problem.objects.filter(cycle_id=cycle).order_by("-position").values_list("pk", flat=True)[0]
    measure = MeasurePlan(Measure.objects.get(pk=one).text)
    found: dict[str, Callable[[], object]] = {
        "add_measure": lambda: planning.add_measure(plan=MEASURE, **on_task),
        "drop_measure": lambda: planning.drop_measure(**on_measure),
        "place_measure": lambda: planning.place_measure(position=2, **on_measure),
        "split_task": lambda: planning.split_task(measure_ids=[two], **on_task),
        "merge_task": lambda: planning.merge_task(into=Task.objects.get(pk=second).number, **on_task),
        "move_task": lambda: planning.move_task(problem_ids=[other], **on_task),
    }
    for field in TASK_FIELDS:
        plan = replace(PLAN, **{field: getattr(OTHER_PLAN, field)})
        found[f"plan_task {field}"] = lambda plan=plan: planning.plan_task(plan=plan, **on_task)
    for field in MANY_FIELDS:
        change = TaskChange(**{field: getattr(OTHER_PLAN, field)})
        found[f"plan_many {field}"] = lambda change=change: planning.plan_many(
            cycle_id=cycle, versions={first: version}, change=change, actor=WANG, at=NOON
        )
    for field in MEASURE_FIELDS:
        names = ("times", "per") if field == "times" else (field,)
        plan_ = replace(measure, **{name: getattr(OTHER_MEASURE, name) for name in names})
        found[f"change_measure {field}"] = lambda plan_=plan_: planning.change_measure(plan=plan_, **on_measure)
    return found


@pytest.mark.parametrize("name", OPERATIONS)
def test_before_the_issue_every_planning_operation_changes_the_plan(name):
    cycle = a_whole_cycle()
    before = freeze(cycle).digest

    every_planning_operation(cycle)[name]()

    assert freeze(cycle).digest != before


def test_after_issue_no_planning_operation_changes_a_protected_field():
    cycle = an_issued_cycle()
    before, entries = freeze(cycle).digest, Entry.objects.count()

    operations = every_planning_operation(cycle)
    for name, act in operations.items():
        with pytest.raises(PlanIssued, match="变更申请"):
            act()
        assert freeze(cycle).digest == before, name

    assert set(operations) == set(OPERATIONS)
    assert Entry.objects.count() == entries


def test_a_split_of_before_the_issue_is_not_taken_back_after_it():
    cycle = a_whole_cycle()
    first = tasks_of(cycle)[0]
    planning.split_task(task_id=first, version=2, measure_ids=measures_of(first)[1:], actor=WANG, at=NOON)
    step = planning.plan_many(cycle_id=cycle, versions={first: 3}, change=TaskChange(risk="low"), actor=WANG, at=NOON)
    passed_review(cycle)
    issue(cycle)

    with pytest.raises(PlanIssued):
        planning.undo_step(step_id=step - 1, actor=WANG, at=NOON)


def test_what_is_not_protected_is_still_planned_at_once():
    cycle = an_issued_cycle()
    first = tasks_of(cycle)[0]

    planning.plan_task(task_id=first, version=2, plan=replace(PLAN, risk="high"), actor=WANG, at=NOON)

    assert Task.objects.get(pk=first).risk == "high"


def test_a_change_is_asked_approved_and_shown_against_the_issued_version():
    cycle = an_issued_cycle()
    first = tasks_of(cycle)[0]
    request = ask(first, actor=unit_head())
    waiting = task_changes(task_id=first, actor=WANG, today=TODAY, now=NOON)

    approve(request)

    page = task_changes(task_id=first, actor=WANG, today=TODAY, now=NOON)
    shown = [(field.label, field.before, field.after) for field in page.fields if field.differs]
    assert (waiting.differing, waiting.requests[0].state) == (0, "asked")
    assert shown == [("期限", "2026-06-30", "2026-09-30")]
    assert Task.objects.get(pk=first).deadline == date(2026, 9, 30)
    assert PlanIssue.objects.count() == 1
    (row,) = page.requests
    assert (row.state_name, row.decided_by, row.asked_by) == ("已批准", "郑某", "周某")
    assert [(one.label, one.before, one.after) for one in row.changes] == [("期限", "2026-06-30", "2026-09-30")]


def test_asking_and_deciding_are_one_entry_each():
    first = tasks_of(an_issued_cycle())[0]

    approve(ask(first))

    rows = list_timeline(subjects=subjects_of_tasks(first)).rows
    assert [row.verb for row in rows[:2]] == ["change.approve", "change.ask"]
    assert rows[1].why == "汛期推迟"


def test_a_refused_change_changes_nothing_and_says_why():
    first = tasks_of(an_issued_cycle())[0]
    request = ask(first)

    with pytest.raises(CannotChange, match="写明理由"):
        issuing.decide_change(request_id=request, approve=False, answer=" ", actor=group_head(), at=LATER)
    issuing.decide_change(request_id=request, approve=False, answer="理由不充分", actor=group_head(), at=LATER)

    kept = ChangeRequest.objects.get()
    assert (kept.state, kept.answer) == ("refused", "理由不充分")
    assert Task.objects.get(pk=first).deadline == PLAN.deadline


def test_a_request_is_decided_once():
    request = ask(tasks_of(an_issued_cycle())[0])
    approve(request)

    with pytest.raises(CannotChange, match="已由 郑某 办理"):
        approve(request, actor=group_head(id=77))
    with pytest.raises(CannotChange, match="已由 郑某 办理"):
        issuing.withdraw_change(request_id=request, actor=WANG, at=NOON)


def test_a_request_is_taken_back_by_who_asked_or_by_the_office():
    first, second = tasks_of(an_issued_cycle())[:2]
    own, others = ask(first, actor=unit_head()), ask(second, actor=unit_head())

    with pytest.raises(CannotChange, match="只有申请人"):
        issuing.withdraw_change(request_id=own, actor=unit_head(id=88), at=NOON)
    issuing.withdraw_change(request_id=own, actor=unit_head(), at=NOON)
    issuing.withdraw_change(request_id=others, actor=WANG, at=NOON)

    assert set(ChangeRequest.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_who_asked_does_not_decide_on_it():
    first = tasks_of(an_issued_cycle())[0]
    both = replace(group_head(), id=WANG.id)
    request = ask(first)

    with pytest.raises(CannotChange, match="不能审批自己的申请"):
        approve(request, actor=both)


def test_a_leader_decides_on_measures_of_their_own_tasks_and_on_nothing_higher():
    first = tasks_of(an_issued_cycle())[0]
    measure = measures_of(first)[0]
    low = ask(first, MeasureWish(measure, MeasurePlan("成立联合专班。")))
    high = ask(first)

    with pytest.raises(NotAllowed):
        approve(low, actor=the_leader("县长孙某"))
    with pytest.raises(NotHighEnough, match="领导小组组长"):
        approve(high, actor=the_leader())
    approve(low, actor=the_leader())

    assert Measure.objects.get(pk=measure).text == "成立联合专班。"


def test_the_office_sets_who_decides():
    cycle = an_issued_cycle()
    page = rules_page(cycle_id=cycle)
    deciders = tuple((group, "first") for group, _ in page.rules.deciders)
    planning.set_rules(
        cycle_id=cycle, version=page.version, rules=replace(page.rules, deciders=deciders), actor=WANG, at=NOON
    )
    request = ask(tasks_of(cycle)[0])

    with pytest.raises(NotHighEnough, match="第一责任人"):
        approve(request)
    approve(request, actor=group_head(role=Role.FIRST_RESPONSIBLE))


@pytest.mark.parametrize("actor", [SUN, ZHAO, LI, GU])
def test_somebody_else_neither_asks_nor_decides(actor):
    first = tasks_of(an_issued_cycle())[0]
    request = ask(first)

    with pytest.raises(NotAllowed):
        issuing.ask_change(task_id=first, version=2, wish=PlanWish(LATE_PLAN), reason="x", actor=actor, at=NOON)
    with pytest.raises(NotAllowed):
        issuing.decide_change(request_id=request, approve=True, answer="", actor=actor, at=NOON)
    with pytest.raises(NotAllowed):
        issuing.withdraw_change(request_id=request, actor=actor, at=NOON)


def test_a_unit_asks_only_for_the_tasks_that_it_leads():
    first = tasks_of(an_issued_cycle())[0]

    with pytest.raises(NotAllowed, match="职责范围"):
        ask(first, actor=unit_head("县财政局"))


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (PlanWish(PLAN), "没有需要申请的改动"),
        (PlanWish(replace(PLAN, risk="high")), "不必申请"),
        (PlanWish(replace(PLAN, deadline=date(2026, 3, 1), kind="x")), "没有这种整改类型"),
        (AddWish(MeasurePlan("定期会商。")), "请写明频次"),
        (DropWish(999), "已经不在"),
        (SplitWish(()), "至少留下一条"),
        (MergeWish(99), "没有另一项任务"),
        (MoveWish((999,)), "请选择"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(wish, words):
    first = tasks_of(an_issued_cycle())[0]

    with pytest.raises((CannotChange, CannotPlan), match=words):
        ask(first, wish)


def test_nothing_is_asked_before_the_plan_is_issued_nor_twice_nor_without_a_reason():
    with pytest.raises(CannotChange, match="还没有印发"):
        ask(tasks_of(a_whole_cycle())[0])
    first = tasks_of(an_issued_cycle())[0]
    ask(first)
    with pytest.raises(CannotChange, match="正在等待审批"):
        ask(first)
    with pytest.raises(CannotChange, match="写明理由"):
        ask(first, reason=" ")
    with pytest.raises(TaskChanged):
        issuing.ask_change(task_id=first, version=9, wish=PlanWish(LATE_PLAN), reason="x", actor=WANG, at=NOON)
    with pytest.raises(NoSuchThing):
        issuing.ask_change(task_id=999, version=9, wish=PlanWish(LATE_PLAN), reason="x", actor=WANG, at=NOON)


def test_two_requests_on_different_fields_both_come_true():
    first = tasks_of(an_issued_cycle())[0]
    one, two = ask(first), ask(first, PlanWish(replace(PLAN, person="吴某")))

    approve(one)
    approve(two)

    task = Task.objects.get(pk=first)
    assert (task.deadline, task.person) == (date(2026, 9, 30), "吴某")


def test_a_request_that_no_longer_fits_is_not_approved():
    first = tasks_of(an_issued_cycle())[0]
    one, two = ask(first), ask(first, PlanWish(replace(PLAN, deadline=date(2026, 12, 31))))
    approve(one)

    with pytest.raises(CannotChange, match="又有变化"):
        approve(two)

    assert ChangeRequest.objects.get(pk=two).state == "asked"
