"""Work shows whose turn it is to sign, to decide and to apply anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from appointed import an_account
from closing import ZHOU, a_ready_work, apply, ma, sign, signed_by_all_but_the_group, the_task
from drafts import TODAY
from people import LI, NOON, SUN, WANG
from working import Work
from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role
from zhenggai.domain.staging import StageWish
from zhenggai.domain.todo import WorkItem
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.operations import closing as acts
from zhenggai.oversight.planning import plan_reminders
from zhenggai.oversight.queries.team import team_page
from zhenggai.oversight.queries.work import my_work


@pytest.fixture
def work(db: None) -> Work:
    return a_ready_work()


def lines(actor: Actor, *kinds: str) -> list[WorkItem]:
    groups = my_work(actor=actor, today=TODAY, now=NOON).groups
    return [item for group in groups for item in group.items if item.kind in kinds]


def version(closing: int) -> int:
    return Closing.objects.get(pk=closing).version


def test_each_signer_finds_the_application_when_their_turn_comes(work: Work) -> None:
    closing = apply(work)

    (line,) = lines(LI, "sign")
    assert (line.group, line.words, line.door.name) == ("sign", "牵头领导签字，2026-03-02 起等签", "task_closing")
    assert lines(SUN, "sign") == []

    sign(closing, LI)
    assert lines(LI, "sign") == []
    assert len(lines(SUN, "sign")) == 1


def test_what_a_meeting_decides_waits_on_its_list(work: Work) -> None:
    signed_by_all_but_the_group(work)

    (line,) = lines(ZHOU, "sign")

    assert line.door.name == "meeting_list"
    assert lines(WANG, "sign") == []


def test_a_returned_application_waits_for_the_head_of_the_unit_until_they_apply_anew(work: Work) -> None:
    closing = apply(work)
    acts.return_closing(closing_id=closing, version=version(closing), why="缺决定书。", actor=WANG, at=NOON)

    (line,) = lines(ma(work), "sent_back")
    assert (line.group, line.words) == ("returned", "王敏：缺决定书。")
    assert lines(work.zhao, "sent_back") == []

    apply(work)
    assert lines(ma(work), "sent_back") == []


def test_a_request_to_go_on_for_long_waits_for_who_decides(work: Work) -> None:
    task = the_task(work)
    acts.ask_long_term(
        task_id=work.task,
        version=task.version,
        reason="要靠常年坚持。",
        stages=(StageWish("查完第一轮", TODAY + timedelta(days=90)),),
        actor=ma(work),
        at=NOON,
    )

    (line,) = lines(ZHOU, "decide")

    assert line.what == "转长期坚持：要靠常年坚持。"
    assert line.door.name == "task_closing"
    assert lines(ma(work), "decide") == []


def test_a_clerk_of_the_unit_has_nothing_to_sign_or_decide(work: Work) -> None:
    apply(work)

    assert lines(work.zhao, "sign", "decide", "sent_back") == []


def test_the_team_counts_what_waits_for_signatures(work: Work) -> None:
    apply(work)

    page = team_page(cycle_id=work.cycle, actor=WANG, today=TODAY)

    assert (page.total.signing, sum(row.signing for row in page.rows)) == (1, 1)


def test_the_daily_mail_says_what_waits_for_a_signature(work: Work) -> None:
    apply(work)
    leader = an_account("李建国", Role.LEADER)

    plan = plan_reminders(cycle_id=work.cycle, today=TODAY, now=NOON)

    digest = next(one for one in plan.digests if one.account_id == leader)
    assert "sign" in {item.kind for item in digest.items}
