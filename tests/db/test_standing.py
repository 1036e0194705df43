"""The rule of rights and the same rule as SQL say the same of every task, for everybody and every act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest

from builders.reports import Finding, a_report
from drafts import a_cycle
from people import NOON, WANG
from zhenggai.domain.planning import MeasurePlan, TaskPlan
from zhenggai.domain.rights import DECISIONS, Actor, Office, Thing, may
from zhenggai.domain.roles import Act, Role
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations import planning
from zhenggai.ledger.queries import list_cycles
from zhenggai.ledger.queries.cycles import newest_cycles
from zhenggai.ledger.standing import cycles_in_reach, tasks_in_reach, things_of_tasks, whole_cycle
from zhenggai.people.models import Unit

pytestmark = pytest.mark.django_db
LEADER = "副县长 李建国"
NAMES = ("县水利局", "县财政局", "县教育局")


@pytest.fixture
def water(db: None) -> tuple[int, int, int]:
    """Tasks of every sort in two cycles: led, helped in, with a measure, of nobody; the numbers of three units."""
    plans = (
        TaskPlan(kind="timed", leader=LEADER, unit="县水利局", co_units=("县财政局",)),
        TaskPlan(kind="timed", leader="周建平", unit="县财政局"),
        TaskPlan(kind="timed", unit="县教育局"),
        TaskPlan(kind="timed", leader=LEADER),
    )
    for title in ("巡视", "巡察"):
        a_cycle(a_report([Finding(f"{title}发现的第{place}个问题") for place in "甲乙丙丁"]))
    for task, plan in zip(Task.objects.order_by("cycle_id", "number"), (*plans, *plans), strict=True):
        planning.plan_task(task_id=task.pk, version=1, plan=plan, actor=WANG, at=NOON)
        if plan.unit == "县财政局":
            measure = MeasurePlan(text="配合清淤", unit="县水利局", deadline=date(2026, 5, 31))
            planning.add_measure(task_id=task.pk, version=2, plan=measure, actor=WANG, at=NOON)
    first, second, third = (Unit.objects.get(name=name).pk for name in NAMES)
    return first, second, third


def offices_of_one(role: Role, units: tuple[int, int, int]) -> Iterator[Office]:
    """The same role in every manner in which it can be held."""
    own, below = frozenset({units[0]}), frozenset({units[0], units[2]})
    cycle = Task.objects.order_by("pk").values_list("cycle_id", flat=True)[0]
    for cycle_id, acts in product((None, cycle), (None, frozenset({Act.READ, Act.ACCEPT, Act.GRANT_EXTENSION}))):
        yield Office(role, cycle_id, own, below, frozenset({LEADER}), acts=acts)
        yield Office(role, cycle_id, frozenset(), frozenset(), frozenset({"某人", ""}), acts=acts)
        yield Office(role, cycle_id, own, own, frozenset({LEADER}), "张三", acts)
        yield Office(role, cycle_id, on_behalf="张三的空缺岗位", acts=acts, tasks=some_tasks())


def some_tasks() -> frozenset[int]:
    """Two tasks of each cycle."""
    return frozenset(Task.objects.filter(number__in=(1, 3)).values_list("pk", flat=True))


def all_things() -> dict[int, Thing]:
    return things_of_tasks(Task.objects.values_list("pk", flat=True))


def assert_agrees(actor: Actor, act: Act, things: dict[int, Thing]) -> None:
    listed = set(tasks_in_reach(actor, act).values_list("pk", flat=True))

    assert listed == {task for task, thing in things.items() if may(actor, act, thing)}, (actor, act)


@pytest.mark.parametrize("role", Role)
def test_lists_follow_the_rule_for_every_act_and_manner_of_holding_a_role(water, role):
    things = all_things()
    for office, act in product(offices_of_one(role, water), Act):
        assert_agrees(Actor(9, "某人", role, water[0], (office,)), act, things)


@pytest.mark.parametrize("role", Role)
def test_lists_follow_the_rule_where_somebody_holds_two_roles(water, role):
    first = Office(role, None, frozenset({water[0]}), frozenset({water[0]}), frozenset({"某人"}))
    acts = {Act.READ, Act.REPORT, Act.ATTACH, Act.ACCEPT, *DECISIONS}
    things = all_things()
    for other, act in product(Role, sorted(acts)):
        second = Office(other, None, frozenset({water[1]}), frozenset({water[1]}), frozenset({LEADER}), "张三")
        third = Office(other, None, on_behalf="张三的空缺岗位", tasks=some_tasks())
        both = Actor(9, "某人", role, None, (first, second, third), served=frozenset({water[2]}))
        assert_agrees(both, act, things)


def test_who_decides_for_somebody_else_does_not_decide_on_their_own_unit(water):
    lent = Office(Role.LEADER, names=frozenset({LEADER}), on_behalf="李建国")
    clerk = Office(Role.UNIT_HEAD, own=frozenset({water[0]}), units=frozenset({water[0]}))

    reached = tasks_in_reach(Actor(9, "某人", Role.UNIT_HEAD, None, (clerk, lent)), Act.GRANT_EXTENSION)

    assert {task.unit_name for task in reached} == {""}


def test_who_once_served_in_a_unit_is_no_judge_of_it(water):
    supervisor = Actor(9, "某人", Role.SUPERVISOR, None, (Office(Role.SUPERVISOR),), served=frozenset({water[0]}))

    judged = {task.unit_name for task in tasks_in_reach(supervisor, Act.JUDGE)}

    assert judged == {"县教育局", ""}
    assert {task.unit_name for task in tasks_in_reach(supervisor)} == {"县水利局", "县财政局", "县教育局", ""}


@pytest.mark.parametrize("role", Role)
def test_rounds_are_those_seen_as_a_whole_and_those_that_hold_a_task(water, role):
    things = all_things()
    for office in offices_of_one(role, water):
        actor = Actor(9, "某人", role, water[0], (office,))
        rounds = set(Task.objects.values_list("cycle_id", flat=True))
        reached = {thing.cycle_id for thing in things.values() if may(actor, Act.READ, thing)}

        found = set(cycles_in_reach(actor).values_list("pk", flat=True))

        assert found == reached | {cycle for cycle in rounds if whole_cycle(actor, cycle)}, office
        for cycle in rounds:
            own = set(tasks_in_reach(actor, cycle_id=cycle).values_list("pk", flat=True))
            assert own == set(tasks_in_reach(actor).filter(cycle_id=cycle).values_list("pk", flat=True)), office


def test_the_switch_names_the_newest_rounds_and_the_one_that_is_open(water):
    newest = [row.id for row in list_cycles(actor=WANG)]

    assert [one.id for one in newest_cycles(actor=WANG, limit=1)] == newest[:1]
    assert [one.id for one in newest_cycles(actor=WANG, limit=1, beside=newest[1])] == newest
    assert newest_cycles(actor=Actor(9, "顾明", Role.ADMINISTRATOR), limit=9) == ()


def test_a_round_out_of_reach_is_not_named_though_it_is_asked_for(water):
    nobody = Actor(9, "钱明", Role.UNIT_CLERK, None, (Office(Role.UNIT_CLERK),))
    some_round = Task.objects.values_list("cycle_id", flat=True)[0]

    assert newest_cycles(actor=nobody, limit=9, beside=some_round) == ()
