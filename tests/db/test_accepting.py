"""Accepting tasks, refusing them, and what the office does then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from drafts import TODAY
from issuing import LATER, LEADER, UNIT, an_issued_cycle, asked, tasks_of, the_leader, unit_head
from people import GU, LI, NOON, SUN, WANG, ZHAO
from zhenggai.domain.planning import CannotPlan
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.roles import Role
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Acceptance, ChangeRequest, Task
from zhenggai.ledger.operations import issuing
from zhenggai.ledger.operations.issuing import CannotAccept
from zhenggai.ledger.queries import task_page
from zhenggai.ledger.queries.acceptances import acceptances_page, mine_to_accept
from zhenggai.ledger.timelines import subjects_of_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> int:
    """An issued plan of three tasks."""
    return an_issued_cycle()


def refuse(cycle: int, side: str = "unit") -> int:
    key = asked(cycle, side)
    actor = unit_head() if side == "unit" else the_leader()
    issuing.refuse_task(acceptance_id=key, reason="不属我局职责", actor=actor, at=NOON)
    return key


def test_leader_and_unit_accept_each_for_themselves(cycle):
    issuing.accept_task(acceptance_id=asked(cycle, "leader"), actor=the_leader(), at=NOON)
    issuing.accept_task(acceptance_id=asked(cycle, "unit"), actor=unit_head(), at=LATER)

    rows = Acceptance.objects.filter(task_id=tasks_of(cycle)[0]).order_by("pk")
    assert [(row.side, row.state, row.by, row.at) for row in rows] == [
        ("leader", "accepted", "吴某", NOON),
        ("unit", "accepted", "周某", LATER),
    ]
    entry = list_timeline(subjects=subjects_of_tasks(tasks_of(cycle)[0]), limit=1).rows[0]
    assert (entry.verb, entry.about) == ("task.accept", "(一)1 任务 1")


def test_a_leader_does_not_accept_for_the_unit_nor_the_unit_for_the_leader(cycle):
    with pytest.raises(NotAllowed):
        issuing.accept_task(acceptance_id=asked(cycle, "unit"), actor=the_leader(), at=NOON)
    with pytest.raises(NotAllowed):
        issuing.accept_task(acceptance_id=asked(cycle, "leader"), actor=unit_head(), at=NOON)


@pytest.mark.parametrize("actor", [WANG, LI, ZHAO, SUN, GU])
def test_nobody_else_accepts_or_refuses(cycle, actor):
    with pytest.raises(NotAllowed):
        issuing.accept_task(acceptance_id=asked(cycle, "leader"), actor=actor, at=NOON)
    with pytest.raises(NotAllowed):
        issuing.accept_many(acceptance_ids=[asked(cycle, "leader")], actor=actor, at=NOON)
    with pytest.raises(NotAllowed):
        issuing.refuse_task(acceptance_id=asked(cycle, "leader"), reason="不认", actor=actor, at=NOON)


def test_the_head_of_another_unit_and_a_clerk_of_this_one_do_not_accept(cycle):
    for actor in (unit_head("县财政局"), unit_head(role=Role.UNIT_CLERK)):
        with pytest.raises(NotAllowed):
            issuing.accept_task(acceptance_id=asked(cycle, "unit"), actor=actor, at=NOON)


def test_what_was_answered_is_not_answered_again(cycle):
    key = asked(cycle, "unit")
    issuing.accept_task(acceptance_id=key, actor=unit_head(), at=NOON)

    with pytest.raises(CannotAccept, match="已由 周某 办理"):
        issuing.accept_task(acceptance_id=key, actor=unit_head(), at=NOON)
    with pytest.raises(CannotAccept, match="已由 周某 办理"):
        issuing.refuse_task(acceptance_id=key, reason="不认", actor=unit_head(), at=NOON)


def test_all_are_accepted_in_one_entry_that_every_task_tells(cycle):
    keys = [asked(cycle, "unit", place) for place in range(3)]

    issuing.accept_many(acceptance_ids=keys, actor=unit_head(), at=NOON)

    assert Entry.objects.filter(verb="task.accept_many").count() == 1
    for task in tasks_of(cycle):
        (row,) = list_timeline(subjects=subjects_of_tasks(task), limit=1).rows
        assert row.changes[0].after == "(一)1 任务 1、(一)2 任务 2、(一)3 任务 3"
        assert task_page(task_id=task, actor=WANG, today=TODAY).steps == ()


def test_of_several_none_is_accepted_where_one_cannot_be(cycle):
    keys = [asked(cycle, "unit", 0), asked(cycle, "leader", 1)]

    with pytest.raises(NotAllowed):
        issuing.accept_many(acceptance_ids=keys, actor=unit_head(), at=NOON)
    with pytest.raises(CannotAccept, match="请勾选"):
        issuing.accept_many(acceptance_ids=[], actor=unit_head(), at=NOON)

    assert not Acceptance.objects.filter(state="accepted").exists()


def test_a_refusal_needs_a_reason_and_goes_back_to_the_office(cycle):
    with pytest.raises(CannotAccept, match="写明理由"):
        issuing.refuse_task(acceptance_id=asked(cycle, "unit"), reason=" ", actor=unit_head(), at=NOON)
    refuse(cycle)

    page = acceptances_page(cycle_id=cycle, actor=WANG, now=NOON, state="refused")
    assert [(row.asked_of, row.reason) for row in page.rows] == [(UNIT, "不属我局职责")]
    assert (page.counts.refused, page.counts.waiting) == (1, 5)


def test_the_office_insists_with_a_reason_and_asks_once_more(cycle):
    key = refuse(cycle)

    with pytest.raises(CannotAccept, match="写明理由"):
        issuing.insist_task(acceptance_id=key, reason="", actor=WANG, at=LATER)
    issuing.insist_task(acceptance_id=key, reason="三定方案明确由你局牵头", actor=WANG, at=LATER)

    row = Acceptance.objects.get(pk=asked(cycle, "unit"))
    assert (row.state, row.insisted, row.due) == ("waiting", "三定方案明确由你局牵头", LATER + timedelta(hours=72))
    issuing.accept_task(acceptance_id=row.pk, actor=unit_head(), at=LATER)


def test_the_office_gives_a_refused_task_to_another_unit(cycle):
    key = refuse(cycle)

    issuing.reassign_task(acceptance_id=key, name="县住建局", reason="按职责分工", actor=WANG, at=LATER)

    task = Task.objects.get(pk=tasks_of(cycle)[0])
    kept = ChangeRequest.objects.get()
    row = Acceptance.objects.get(pk=asked(cycle, "unit"))
    assert (task.unit_name, row.name, row.state) == ("县住建局", "县住建局", "waiting")
    assert (kept.state, kept.reassigned, kept.decided_by) == ("approved", True, "王敏")
    assert Acceptance.objects.get(pk=asked(cycle, "leader")).asked_at == NOON
    assert Entry.objects.filter(verb="task.reassign").count() == 1


def test_a_leader_who_refused_is_replaced_by_another(cycle):
    key = refuse(cycle, "leader")

    issuing.reassign_task(acceptance_id=key, name="副县长郑某", reason="分工调整", actor=WANG, at=LATER)

    assert Acceptance.objects.get(pk=asked(cycle, "leader")).name == "副县长郑某"


@pytest.mark.parametrize(
    ("name", "words"), [("", "写明改派给谁"), (UNIT, "不能还是“县水利局”"), ("县财政局", "不必再列为")]
)
def test_a_task_is_not_given_to_nobody_the_same_or_who_helps_already(cycle, name, words):
    key = refuse(cycle)

    with pytest.raises((CannotAccept, CannotPlan), match=words):
        issuing.reassign_task(acceptance_id=key, name=name, reason="按职责分工", actor=WANG, at=LATER)

    assert Acceptance.objects.get(pk=key).state == "refused"


def test_only_a_refused_task_is_insisted_on_or_given_away_and_only_by_the_office(cycle):
    waiting = asked(cycle, "leader")
    with pytest.raises(CannotAccept, match="没有被退回"):
        issuing.insist_task(acceptance_id=waiting, reason="x", actor=WANG, at=NOON)
    with pytest.raises(CannotAccept, match="没有被退回"):
        issuing.reassign_task(acceptance_id=waiting, name="副县长郑某", reason="x", actor=WANG, at=NOON)
    key = refuse(cycle)
    for actor in (unit_head(), the_leader(), SUN):
        with pytest.raises(NotAllowed):
            issuing.insist_task(acceptance_id=key, reason="x", actor=actor, at=NOON)
        with pytest.raises(NotAllowed):
            issuing.reassign_task(acceptance_id=key, name="县住建局", reason="x", actor=actor, at=NOON)


def test_everybody_is_shown_what_waits_for_them_with_the_time_left(cycle):
    leader = mine_to_accept(actor=the_leader(), now=LATER)
    head = acceptances_page(cycle_id=cycle, actor=unit_head(), now=NOON + timedelta(hours=75))

    assert {row.asked_of for row in leader} == {LEADER}
    assert (leader[0].countdown.days, leader[0].countdown.late) == (2, False)
    assert [row.side for row in head.mine] == ["unit"] * 3
    assert (head.mine[0].countdown.late, head.counts.late) == (True, 6)
    assert mine_to_accept(actor=unit_head("县财政局"), now=NOON) == ()
    assert mine_to_accept(actor=WANG, now=NOON) == ()


def test_the_list_is_paged_by_key(cycle, monkeypatch):
    monkeypatch.setattr("zhenggai.ledger.queries.acceptances.ROWS", 4)

    first = acceptances_page(cycle_id=cycle, actor=WANG, now=NOON)
    second = acceptances_page(cycle_id=cycle, actor=WANG, now=NOON, after=first.after)
    odd = acceptances_page(cycle_id=cycle, actor=WANG, now=NOON, after="x-y")

    assert (len(first.rows), len(second.rows), second.after) == (4, 2, "")
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}
    assert odd.rows == first.rows


def test_what_does_not_exist_is_said_to_be_unknown(cycle):
    with pytest.raises(NoSuchThing):
        issuing.accept_task(acceptance_id=999, actor=unit_head(), at=NOON)
    with pytest.raises(NoSuchThing):
        issuing.insist_task(acceptance_id=999, reason="x", actor=WANG, at=NOON)
