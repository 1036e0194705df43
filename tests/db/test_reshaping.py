"""Splitting, merging and moving tasks, and taking it back."""

from __future__ import annotations

import pytest

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle
from people import GU, LI, NOON, SUN, WANG, ZHAO
from zhenggai.domain.planning import CannotPlan, TaskPlan
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.ledger.models import Problem, Task
from zhenggai.ledger.operations import planning
from zhenggai.ledger.operations.planning import TaskChanged
from zhenggai.ledger.queries import list_ledger, task_page
from zhenggai.ledger.shapes import LedgerFilters, TaskPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> int:
    """A cycle of three problems, the first of three measures, one of which has a figure."""
    findings = [
        Finding("河道巡查不到位的问题", measures=["成立专班", "巡查12次", "完成验收"]),
        Finding("账目不清的问题"),
        Finding("培训流于形式的问题"),
    ]
    return a_cycle(a_report(findings, quantities=["12次"]))


def ledger(cycle: int) -> list[tuple[str, int, int, int]]:
    """Cited number, task number, measures and figures of each row."""
    rows = list_ledger(cycle_id=cycle, actor=WANG, today=TODAY).rows
    return [(row.number, row.task_number, row.measures, row.figures) for row in rows]


def tasks_of(cycle: int) -> list[int]:
    return [row.task_id for row in list_ledger(cycle_id=cycle, actor=WANG, today=TODAY).rows]


def page_of(task_id: int) -> TaskPage:
    return task_page(task_id=task_id, actor=WANG, today=TODAY)


def measures(task_id: int) -> list[tuple[int, str]]:
    return [(measure.position, measure.plan.text) for measure in page_of(task_id).measures]


def split(task_id: int, *places: int, version: int = 1) -> int:
    ids = [measure.id for measure in page_of(task_id).measures if measure.position in places]
    return planning.split_task(task_id=task_id, version=version, measure_ids=ids, actor=WANG, at=NOON)


def merge(task_id: int, into: int, *, version: int = 1) -> int:
    return planning.merge_task(task_id=task_id, version=version, into=into, actor=WANG, at=NOON)


def undo_last(task_id: int) -> None:
    planning.undo_step(step_id=page_of(task_id).steps[0].id, actor=WANG, at=NOON)


BEFORE = [("(一)1", 1, 3, 1), ("(一)2", 2, 2, 0), ("(一)3", 3, 2, 0)]


def test_a_split_makes_a_task_behind_the_first_with_a_number_of_its_own(cycle):
    first = tasks_of(cycle)[0]
    planning.plan_task(task_id=first, version=1, plan=TaskPlan(unit="县水利局"), actor=WANG, at=NOON)

    new = split(first, 2, version=2)

    assert ledger(cycle) == [("(一)1", 1, 2, 0), ("(一)1", 4, 1, 1), *BEFORE[1:]]
    assert measures(first) == [(1, "成立专班。"), (2, "完成验收。")]
    assert measures(new) == [(1, "巡查12次。")]
    assert page_of(new).plan.unit == "县水利局"
    found = list_ledger(cycle_id=cycle, actor=WANG, today=TODAY, filters=LedgerFilters(text="巡查12次"))
    assert [row.task_id for row in found.rows] == [new]


@pytest.mark.parametrize("places", [(), (1, 2, 3)])
def test_some_measures_go_and_some_stay(cycle, places):
    with pytest.raises(CannotPlan, match="至少留下一条"):
        split(tasks_of(cycle)[0], *places)

    assert ledger(cycle) == BEFORE


def test_a_merge_puts_measures_and_problems_together(cycle):
    first, second, _ = tasks_of(cycle)

    assert merge(second, 1) == first

    assert ledger(cycle) == [("(一)1", 1, 5, 1), BEFORE[2]]
    assert [place for place, _ in measures(first)] == [1, 2, 3, 4, 5]
    assert [link.number for link in page_of(first).problems] == ["(一)1", "(一)2"]


@pytest.mark.parametrize("into", [2, 9])
def test_a_task_merges_into_another_of_its_cycle_alone(cycle, into):
    with pytest.raises(CannotPlan, match=f"没有另一项任务 {into}"):
        merge(tasks_of(cycle)[1], into)

    assert ledger(cycle) == BEFORE


def test_a_number_is_never_given_twice(cycle):
    first, _second, third = tasks_of(cycle)
    merge(third, 1)

    new = split(first, 1, version=2)
    merge(new, 2)
    again = split(first, 1, version=3)

    assert (page_of(again).number, Task.objects.filter(pk=new).exists()) == (5, False)


def test_a_move_lets_a_task_answer_other_problems(cycle):
    first = tasks_of(cycle)[0]
    problems = list(Problem.objects.filter(cycle=cycle).order_by("position").values_list("pk", flat=True))

    planning.move_task(task_id=first, version=1, problem_ids=problems[1:], actor=WANG, at=NOON)

    assert [link.number for link in page_of(first).problems] == ["(一)2", "(一)3"]
    assert [row[:2] for row in ledger(cycle)] == [("(一)2", 2), ("(一)2", 1), ("(一)3", 3)]


def test_a_move_to_nowhere_or_to_the_same_is_refused(cycle):
    first = tasks_of(cycle)[0]
    here = page_of(first).problems[0].id
    other = Problem.objects.get(cycle=a_cycle(a_report([Finding("别处的问题")]))).pk

    for problems in ([], [other], [here]):
        with pytest.raises(CannotPlan):
            planning.move_task(task_id=first, version=1, problem_ids=problems, actor=WANG, at=NOON)


@pytest.mark.parametrize("kind", ["split", "merge", "move"])
def test_each_step_is_taken_back_and_both_stand_in_the_timeline(cycle, kind):
    first, second, third = tasks_of(cycle)
    texts = measures(first)
    if kind == "split":
        split(first, 1, 2)
    elif kind == "merge":
        merge(second, 1)
    else:
        problem = page_of(third).problems[0].id
        planning.move_task(task_id=first, version=1, problem_ids=[problem], actor=WANG, at=NOON)
    assert ledger(cycle) != BEFORE

    undo_last(first)

    assert ledger(cycle) == BEFORE
    assert tasks_of(cycle) == [first, second, third]
    assert measures(first) == texts
    assert [link.number for link in page_of(first).problems] == ["(一)1"]
    assert [row.verb for row in page_of(first).timeline.rows] == [f"task.undo_{kind}", f"task.{kind}"]
    assert page_of(first).steps == ()


def test_a_task_comes_back_beside_its_problem_where_its_place_was_taken(cycle):
    first, second, third = tasks_of(cycle)
    merge(second, 3)
    new = split(first, 3)

    undo_last(third)

    assert tasks_of(cycle) == [first, new, second, third]
    assert [row[:2] for row in ledger(cycle)] == [("(一)1", 1), ("(一)1", 4), ("(一)2", 2), ("(一)3", 3)]


def test_a_step_is_taken_back_once(cycle):
    first = tasks_of(cycle)[0]
    split(first, 1)
    step = page_of(first).steps[0].id
    undo_last(first)

    with pytest.raises(CannotPlan, match="已经撤销过"):
        planning.undo_step(step_id=step, actor=WANG, at=NOON)


def test_a_step_is_not_taken_back_over_later_work(cycle):
    first = tasks_of(cycle)[0]
    new = split(first, 1)
    planning.plan_task(task_id=new, version=1, plan=TaskPlan(person="周某"), actor=WANG, at=NOON)

    with pytest.raises(CannotPlan, match="后来又有变化"):
        undo_last(first)

    assert len(ledger(cycle)) == 4


def test_late_hands_change_nothing(cycle):
    first = tasks_of(cycle)[0]
    problem = page_of(first).problems[0].id

    for call in (
        lambda: split(first, 1, version=9),
        lambda: merge(first, 2, version=9),
        lambda: planning.move_task(task_id=first, version=9, problem_ids=[problem], actor=WANG, at=NOON),
    ):
        with pytest.raises(TaskChanged):
            call()

    assert ledger(cycle) == BEFORE


@pytest.mark.parametrize("actor", [LI, ZHAO, SUN, GU])
def test_only_the_office_reshapes(cycle, actor):
    first = tasks_of(cycle)[0]
    split(first, 1)
    step = page_of(first).steps[0].id

    for call, arguments in (
        (planning.split_task, {"task_id": first, "version": 2, "measure_ids": []}),
        (planning.merge_task, {"task_id": first, "version": 2, "into": 2}),
        (planning.move_task, {"task_id": first, "version": 2, "problem_ids": []}),
        (planning.undo_step, {"step_id": step}),
    ):
        with pytest.raises(NotAllowed):
            call(**arguments, actor=actor, at=NOON)


def test_an_unknown_step_cannot_be_taken_back():
    with pytest.raises(NoSuchThing):
        planning.undo_step(step_id=999, actor=WANG, at=NOON)
