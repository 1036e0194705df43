"""Facts of the rules as rows give them: what was decided on is no silent change, and what was not is one."""

from dataclasses import replace
from datetime import date

import pytest

from issuing import LATER, MEASURE, PLAN, an_issued_cycle, group_head, tasks_of
from ledger_examples import found
from people import NOON, WANG
from working import ONGOING, a_work, hand_in
from zhenggai.domain.changing import AddWish, DropWish, MergeWish, MoveWish, PlanWish, SplitWish
from zhenggai.ledger.doubting.gathering import gather, gather_tasks
from zhenggai.ledger.models import Measure, Problem, Task
from zhenggai.ledger.operations import issuing

pytestmark = pytest.mark.django_db

RULE = "ledger.silent_change"


def changes(cycle):
    """The tasks that differ from the issued plan without anybody's decision."""
    return {finding.task_id for finding in found(RULE, gather(cycle, at=LATER))}


def decide(task, wish):
    version = Task.objects.get(pk=task).version
    asked = issuing.ask_change(task_id=task, version=version, wish=wish, reason="汛期推迟", actor=WANG, at=NOON)
    issuing.decide_change(request_id=asked, approve=True, answer="", actor=group_head(), at=LATER)


def measures_of(task):
    return list(Measure.objects.filter(task_id=task).order_by("position").values_list("pk", flat=True))


def test_what_was_just_issued_has_not_changed():
    assert changes(an_issued_cycle()) == set()


@pytest.mark.parametrize(
    "wish",
    [
        lambda first, second: PlanWish(replace(PLAN, deadline=date(2026, 9, 30))),
        lambda first, second: PlanWish(
            replace(PLAN, target="全县河道全部达标", co_units=("各镇",), standard="现场验收")
        ),
        lambda first, second: AddWish(MEASURE),
        lambda first, second: DropWish(measures_of(first)[1]),
        lambda first, second: SplitWish((measures_of(first)[1],)),
        lambda first, second: MergeWish(Task.objects.get(pk=second).number),
    ],
    ids=["deadline", "target", "add", "drop", "split", "merge"],
)
def test_whatever_was_asked_for_and_decided_is_no_silent_change(wish):
    cycle = an_issued_cycle()
    first, second = tasks_of(cycle)[:2]

    decide(first, wish(first, second))

    assert changes(cycle) == set()


def test_other_problems_that_were_decided_on_are_none_either():
    cycle = an_issued_cycle()
    last = Problem.objects.filter(cycle_id=cycle).order_by("-position").values_list("pk", flat=True)[0]

    decide(tasks_of(cycle)[0], MoveWish((last,)))

    assert changes(cycle) == set()


@pytest.mark.parametrize("columns", [{"deadline": date(2027, 1, 31)}, {"target": "基本达标"}, {"leader": "周建平"}])
def test_a_row_that_somebody_changed_past_the_product_is_found(columns):
    cycle = an_issued_cycle()
    first = tasks_of(cycle)[0]

    Task.objects.filter(pk=first).update(**columns)

    assert changes(cycle) == {first}


def test_a_change_beside_the_one_that_was_decided_is_found():
    cycle = an_issued_cycle()
    first = tasks_of(cycle)[0]
    decide(first, PlanWish(replace(PLAN, deadline=date(2026, 9, 30))))

    Task.objects.filter(pk=first).update(deadline=date(2026, 12, 31))

    assert changes(cycle) == {first}


def test_a_report_that_the_office_noted_is_on_behalf_of_the_unit():
    work = a_work()
    hand_in(work, token="by-the-unit")
    hand_in(work, replace(ONGOING, explanation="补报数字。"), token="by-the-office", actor=WANG)

    [task] = [one for one in gather(work.cycle, at=NOON).tasks if one.id == work.task]

    assert [told.on_behalf for told in task.told] == [False, True]


def test_a_part_of_a_round_says_that_it_is_one():
    work = a_work()

    assert gather(work.cycle, at=NOON).whole
    assert not gather_tasks(work.cycle, [work.task], at=NOON).whole
