"""What waits for a signature stands among somebody's work."""

from __future__ import annotations

from datetime import timedelta

import pytest

import closing
from appointed import an_account, known
from closing import ZHOU
from drafts import TODAY
from people import GU, LI, NOON, SUN, WANG
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.domain.staging import StageWish
from zhenggai.domain.todo import WorkItem
from zhenggai.ledger.operations import closing as acts
from zhenggai.oversight.planning import plan_reminders
from zhenggai.oversight.queries.team import team_page
from zhenggai.oversight.queries.work import my_work

pytestmark = pytest.mark.django_db


def lines(actor: Actor, kind: str = "sign") -> list[WorkItem]:
    page = my_work(actor=actor, today=TODAY, now=NOON)
    return [item for group in page.groups for item in group.items if item.kind == kind]


def test_an_application_waits_for_the_leader_with_task_step_and_day():
    work = closing.a_ready_work()
    closing.apply(work)

    (item,) = lines(LI)

    assert (item.group, item.task_id, item.door.name) == ("sign", work.task, "signing")
    assert item.words == "牵头领导签字，2026-03-02 起等签"
    assert lines(SUN) == lines(WANG) == lines(closing.ma(work)) == []


def test_each_signature_moves_the_line_to_whose_turn_it_is():
    work = closing.a_ready_work()
    application = closing.apply(work)

    closing.sign(application, LI)

    assert lines(LI) == []
    assert [item.words[:6] for item in lines(SUN)] == ["主管部门核验"]


def test_what_a_meeting_decides_leads_to_its_list():
    work = closing.a_ready_work()
    closing.signed_by_all_but_the_group(work)

    assert [item.door.name for item in lines(ZHOU)] == ["meeting_list"]


def test_a_unit_that_waits_for_long_term_work_stands_among_the_decisions():
    work = closing.a_ready_work()
    acts.ask_long_term(
        task_id=work.task,
        version=closing.the_task(work).version,
        reason="要靠常年坚持。",
        stages=(StageWish("重复率降到10%以下", TODAY + timedelta(days=120)),),
        actor=closing.ma(work),
        at=NOON,
    )

    assert [(item.group, item.door.name) for item in lines(LI, "decide")] == [("decide", "task_closing")]
    assert lines(SUN, "decide") == lines(LI) == []


def test_the_team_counts_what_waits_for_signatures():
    work = closing.a_ready_work()
    closing.apply(work)

    page = team_page(cycle_id=work.cycle, actor=WANG, today=TODAY)

    assert (page.total.signing, sum(row.signing for row in page.rows)) == (1, 1)


def test_who_keeps_the_machine_has_no_such_page():
    with pytest.raises(NotAllowed):
        my_work(actor=GU, today=TODAY, now=NOON)


def test_the_daily_mail_says_what_waits_for_a_signature():
    work = closing.a_ready_work()
    closing.apply(work)
    leader = known(an_account("李建国", Role.LEADER))

    plan = plan_reminders(cycle_id=work.cycle, today=TODAY, now=NOON)

    digest = next(one for one in plan.digests if one.account_id == leader.id)
    assert "sign" in {item.kind for item in digest.items}
