"""Two periods or two instants of a round compared."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from closing import a_ready_work, closed, the_task
from people import NOON, SUN, WANG, ZHAO
from periods import APRIL, MAY, frozen
from working import a_work, hand_in
from zhenggai.domain.extensions import Wish
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.ledger.operations import planning
from zhenggai.ledger.operations.progress.extending import ask_extension, decide_extension
from zhenggai.ledger.planned import task_plan
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.queries.period_comparing import Wanted, compare_periods, each_change
from zhenggai.ledger.shapes.periods import Comparison

pytestmark = pytest.mark.django_db
HE = Actor(id=23, name="何远", role=Role.FIRST_RESPONSIBLE)


def compared(cycle: int, first: int | datetime, second: int | datetime, show: str = "", **more: object) -> Comparison:
    one, other = (Wanted(period_id=side) if isinstance(side, int) else Wanted(at=side) for side in (first, second))
    return compare_periods(cycle_id=cycle, actor=SUN, first=one, second=other, show=show, **more)  # type: ignore[arg-type]


def numbers(found: Comparison) -> dict[str, int]:
    return {choice.value: choice.count for choice in found.lists if choice.count}


def test_two_periods_tell_moves_deadlines_with_their_approval_and_new_tasks():
    work = a_work(deadline=date(2026, 4, 20))
    march = frozen(work.cycle)
    hand_in(work)
    wish = Wish(date(2026, 6, 20), "汛期不能施工。")
    number = ask_extension(task_id=work.task, wish=wish, actor=WANG, at=APRIL)
    decide_extension(extension_id=number, grant=True, why="同意。", actor=HE, at=APRIL + timedelta(hours=1))
    planning.add_task(
        cycle_id=work.cycle, problem_id=the_task(work).problem_id, plan=task_plan(the_task(work)), actor=WANG, at=APRIL
    )
    april = frozen(work.cycle, "2026-04", at=MAY)

    found = compared(work.cycle, april, march, "deadline")

    assert (found.earlier.month, found.later.month) == ("2026-03", "2026-04")
    assert numbers(found) == {"moved": 1, "deadline": 1, "came": 1}
    (row,) = found.rows
    assert (row.before, row.after, row.by, row.why) == ("2026-04-20", "2026-06-20", "何远", "汛期不能施工。")
    assert compared(work.cycle, march, april, "came").rows[0].why == "新增"


def test_a_task_that_was_closed_moves_the_counts_and_nothing_divides_by_nothing():
    work = a_ready_work()
    closed(work)

    same = compared(work.cycle, NOON + timedelta(days=1), NOON + timedelta(days=1))
    since = compared(work.cycle, NOON - timedelta(minutes=1), NOON + timedelta(days=1))

    told = {one.label: (one.after, one.by) for one in since.movements}
    assert numbers(same) == {}
    assert (told["已完成"], told["严格口径"]) == (("1", "+1"), ("50.0%", "—"))


def test_a_deadline_that_passed_is_a_slip():
    work = a_work(deadline=date(2026, 4, 20))
    march = frozen(work.cycle)

    found = compared(work.cycle, march, MAY, "slipped")

    (row,) = found.rows
    assert (row.light_before.name, row.light_after.name) == ("near", "late")


def test_lists_are_paged_and_a_workbook_has_them_all():
    work = a_work(deadline=date(2026, 4, 20))
    march = frozen(work.cycle)
    for _ in range(3):
        plan = task_plan(the_task(work))
        planning.add_task(cycle_id=work.cycle, problem_id=the_task(work).problem_id, plan=plan, actor=WANG, at=APRIL)

    first = compared(work.cycle, march, MAY, "came", size=2)
    second = compared(work.cycle, march, MAY, "came", size=2, after=first.after)
    every = list(each_change(cycle_id=work.cycle, actor=SUN, first=Wanted(period_id=march), second=Wanted(at=MAY)))

    assert (len(first.rows), len(second.rows), second.after) == (2, 1, "")
    assert [row.kind for row in every] == ["slipped", "came", "came", "came"]


def test_who_sees_no_whole_round_and_what_is_not_there_is_refused():
    work = a_work()
    march = frozen(work.cycle)

    with pytest.raises(NotAllowed):
        compare_periods(cycle_id=work.cycle, actor=ZHAO, first=None, second=None)
    with pytest.raises(NoSuchThing):
        compared(work.cycle, march, march + 1)
    with pytest.raises(BadKey):
        compared(work.cycle, march, MAY, after="x")
