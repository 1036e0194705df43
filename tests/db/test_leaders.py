"""What a leader leads, what of it is stuck, and leaders side by side."""

from __future__ import annotations

from datetime import timedelta

import pytest

from drafts import TODAY
from offices import LEADER, OfficeAtWork, an_office_at_work
from people import GU, LI, NOON, SUN, WANG, ZHAO
from working import DEADLINE, DONE, ONGOING, Work, a_work, hand_in
from zhenggai.domain.extensions import Wish
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.ledger.models import Extension
from zhenggai.ledger.operations.progress.extending import ask_extension
from zhenggai.ledger.operations.progress.judging import return_progress
from zhenggai.ledger.queries.leaders import leader_page, list_leaders
from zhenggai.ledger.shapes.leaders import LeaderPage, LeaderRow


@pytest.fixture
def office(db: None) -> OfficeAtWork:
    return an_office_at_work()


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


def page_of(cycle: int, actor: Actor = LI, *, days: int = 0, name: str = "") -> LeaderPage:
    return leader_page(cycle_id=cycle, actor=actor, today=TODAY + timedelta(days=days), name=name)


def reasons(page: LeaderPage) -> list[tuple[bool, bool, bool]]:
    return [(task.late, task.silent, task.returned) for task in page.rows]


def test_a_leader_finds_their_own_tasks_without_saying_who_they_are(office: OfficeAtWork) -> None:
    page = page_of(office.cycle, office.people["leader"])

    assert (page.names, page.own, page.total) == ((LEADER,), True, 5)
    assert {choice.value: choice.count for choice in page.deadlines}["late"] == 1
    assert sum(choice.count for choice in page.states) == 5


def test_a_late_task_is_stuck_from_the_first_day(office: OfficeAtWork) -> None:
    page = page_of(office.cycle)

    assert (page.stuck, reasons(page)) == (1, [(True, False, False)])


def test_a_task_without_reports_is_silent_after_the_days_of_the_rules(work: Work) -> None:
    before, after = page_of(work.cycle, days=1), page_of(work.cycle, days=before_silence(work))

    assert before.rows == ()
    assert (after.rows[0].silent, after.rows[0].last) == (True, None)


def test_a_report_ends_the_silence_until_as_many_days_have_passed_again(work: Work) -> None:
    days = before_silence(work)
    hand_in(work)

    page = page_of(work.cycle, days=days - 1)
    again = page_of(work.cycle, days=days)

    assert page.rows == ()
    assert (again.rows[0].silent, again.rows[0].last) == (True, ONGOING.day)


def test_a_returned_report_holds_a_task_until_another_is_handed_in(work: Work) -> None:
    report = hand_in(work)
    return_progress(report_id=report, reason="没有写明河段。", actor=SUN, at=NOON)

    held = page_of(work.cycle)
    hand_in(work, DONE, token="form-0002")

    assert reasons(held) == [(False, False, True)]
    assert page_of(work.cycle).rows == ()


def test_only_granted_extensions_are_counted(work: Work) -> None:
    wish = Wish(DEADLINE + timedelta(days=9), "汛期不能施工。")
    asked = ask_extension(task_id=work.task, wish=wish, actor=WANG, at=NOON)

    before = page_of(work.cycle).extended
    Extension.objects.filter(pk=asked).update(state="granted")

    assert (before, page_of(work.cycle).extended) == (0, 1)


def test_leaders_stand_side_by_side(office: OfficeAtWork) -> None:
    assert list_leaders(cycle_id=office.cycle, actor=WANG, today=TODAY) == (LeaderRow(LEADER, 5, 1, 1),)


def test_who_leads_nothing_chooses_among_the_leaders(office: OfficeAtWork) -> None:
    page = page_of(office.cycle, WANG)

    assert (page.names, page.own, page.total, page.rows) == ((), False, 0, ())
    assert [row.name for row in page.leaders] == [LEADER]


def test_a_name_that_no_plan_knows_leads_nothing(office: OfficeAtWork) -> None:
    page = page_of(office.cycle, WANG, name="无此人")

    assert (page.total, page.stuck, page.rows) == (0, 0, ())


@pytest.mark.parametrize("actor", [ZHAO, GU])
def test_who_does_not_see_the_whole_cycle_sees_no_leader(office: OfficeAtWork, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        page_of(office.cycle, actor)
    assert list_leaders(cycle_id=office.cycle, actor=actor, today=TODAY) == ()


def test_there_is_no_page_of_a_cycle_that_is_none(db: None) -> None:
    with pytest.raises(NoSuchThing):
        page_of(9)


def test_many_tasks_cost_as_many_queries_as_one(
    office: OfficeAtWork, work: Work, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(24):
        page_of(office.cycle)


def before_silence(work: Work) -> int:
    """The days after which a task of the cycle is silent."""
    return page_of(work.cycle).days
