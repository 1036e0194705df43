"""What reports, extensions, promises and comments bring into somebody's work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from drafts import TODAY
from offices import an_account
from people import NOON, SUN, WANG
from working import DEADLINE, DONE, OTHER, UNIT, Work, a_work, hand_in
from zhenggai.domain.extensions import Wish
from zhenggai.domain.promises import PromiseWish
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.domain.todo import WorkItem
from zhenggai.ledger.models import Measure, Task
from zhenggai.ledger.operations.progress.commenting import add_comment, see_mentions
from zhenggai.ledger.operations.progress.extending import ask_extension
from zhenggai.ledger.operations.progress.judging import accept_progress, return_progress
from zhenggai.ledger.operations.progress.promising import add_promise
from zhenggai.oversight.operations.reminding import remind
from zhenggai.oversight.queries.reminding import list_reminders
from zhenggai.oversight.queries.work import my_work

pytestmark = pytest.mark.django_db

LEADER = Actor(id=61, name="李建国", role=Role.LEADER)
HEAD = Actor(id=62, name="周建平", role=Role.GROUP_HEAD)


def lines(actor: Actor, kind: str, *, today: date = TODAY) -> list[WorkItem]:
    page = my_work(actor=actor, today=today, now=NOON)
    return [item for group in page.groups for item in group.items if item.kind == kind]


@pytest.fixture
def work() -> Work:
    return a_work()


def test_a_returned_report_comes_back_to_its_unit_until_another_is_handed_in(work):
    report = hand_in(work)
    return_progress(report_id=report, reason="没有写明查处数量", actor=SUN, at=NOON)

    (item,) = lines(work.zhao, "returned")
    assert (item.group, item.words) == ("returned", "孙立：没有写明查处数量")
    assert item.door.numbers == (work.cycle, work.task, work.measure)
    assert lines(work.qian, "returned") == lines(WANG, "returned") == []

    hand_in(work, replace(DONE, done="重新巡查河道15次，查处2起。"), token="form-0002")
    assert lines(work.zhao, "returned") == []


def test_reports_wait_for_those_who_judge_them_and_for_nobody_of_the_unit(work):
    report = hand_in(work)

    (item,) = lines(SUN, "judge")
    assert (item.group, item.words, item.door.name) == ("review", "1 条进展待审", "task_progress")
    assert lines(work.zhao, "judge") == []
    assert lines(replace(SUN, unit_id=work.unit), "judge") == []

    accept_progress(report_id=report, actor=SUN, at=NOON)
    assert lines(SUN, "judge") == []


def test_a_short_extension_waits_for_the_leader_and_a_long_one_for_somebody_above(work):
    wish = Wish(DEADLINE + timedelta(days=9), "汛期不能施工。")
    ask_extension(task_id=work.task, wish=wish, actor=work.zhao, at=NOON)

    (item,) = lines(LEADER, "decide")
    assert (item.what, item.door.name) == (f"延期至 {wish.new.isoformat()}：汛期不能施工。", "task_extensions")
    assert len(lines(HEAD, "decide")) == 1
    assert lines(replace(LEADER, name="王立"), "decide") == lines(work.zhao, "decide") == []


def test_a_long_extension_is_not_the_leaders(work):
    ask_extension(task_id=work.task, wish=Wish(DEADLINE + timedelta(days=60), "汛期。"), actor=work.zhao, at=NOON)

    assert lines(LEADER, "decide") == []
    assert len(lines(HEAD, "decide")) == 1


def test_a_promise_is_work_of_its_owner_on_its_day_and_climbs_the_ladder(work):
    clerk = an_account("水小青", Role.UNIT_CLERK, UNIT)
    other = an_account("财小明", Role.UNIT_CLERK, OTHER)
    add_promise(cycle_id=work.cycle, wish=PromiseWish("建成水闸", TODAY, task=1), actor=WANG, at=NOON)
    add_promise(cycle_id=work.cycle, wish=PromiseWish("拨付资金", TODAY, unit=OTHER), actor=WANG, at=NOON)

    assert [(item.group, item.what) for item in lines(clerk, "promise")] == [("today", "建成水闸")]
    assert [(item.group, item.what) for item in lines(other, "promise")] == [("today", "拨付资金")]
    assert [item.what for item in lines(LEADER, "promise")] == ["建成水闸"]

    remind(cycle_id=work.cycle, actor=WANG, at=NOON)
    told = {row.what: row.told for row in list_reminders(cycle_id=work.cycle, actor=WANG).rows if row.kind == "promise"}
    assert told == {"建成水闸": ("水小青",), "拨付资金": ("财小明",)}


def test_a_mention_is_work_until_it_is_seen(work):
    office, clerk = an_account("王小敏", Role.OFFICE_CLERK), an_account("水小青", Role.UNIT_CLERK, UNIT)
    add_comment(task_id=work.task, text="@水小青 请补记录。", reply_to=None, actor=office, at=NOON)
    (item,) = lines(clerk, "mention")
    assert (item.group, item.words, item.door.name) == ("mention", "王小敏", "task_comments")

    see_mentions(task_id=work.task, actor=clerk, at=NOON)

    assert lines(clerk, "mention") == []


def test_a_measure_that_is_reported_done_is_due_no_more(work):
    Measure.objects.filter(pk=work.measure).update(deadline=TODAY)
    assert len(lines(work.zhao, "measure")) == 1

    hand_in(work, DONE)

    assert lines(work.zhao, "measure") == []
    assert Task.objects.get(pk=work.task).state != "done"
