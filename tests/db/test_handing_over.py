"""What somebody leaves open is listed, accepted by a successor, and escalated when nobody accepts it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from appointed import OFFICE, a_person, an_account, appoint, known, somebody
from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle, end_tasks
from people import LI, NOON, WANG, ZHAO
from zhenggai.domain.planning import TaskPlan
from zhenggai.domain.refusals import NoSuchThing, NotAllowed
from zhenggai.domain.rights import CONSOLE, Actor, Thing, may
from zhenggai.domain.roles import Act, Role
from zhenggai.domain.rules import preset
from zhenggai.journal.models import Entry
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Handover, HandoverItem, Task
from zhenggai.ledger.operations import appointing, planning
from zhenggai.ledger.operations.appointing import CannotHandOver, HandoverChanged
from zhenggai.ledger.queries import handovers
from zhenggai.ledger.queries.handovers import handovers_page
from zhenggai.ledger.queries.keys import BadKey
from zhenggai.ledger.timelines import subjects_of_tasks
from zhenggai.people.account_operations import Assignment, assign_role, close_account
from zhenggai.people.models import Post
from zhenggai.people.person_operations import PostWish, add_post, change_post

pytestmark = pytest.mark.django_db
LEADER = "副县长 李建国"
AN = Actor(id=900_002, name="安宁", role=Role.SECURITY_KEEPER)


@pytest.fixture
def cycle(db: None) -> int:
    """Three tasks: of the water bureau with its responsible person, led by Li; of the finance bureau; one that is done."""
    number = a_cycle(a_report([Finding(f"第{place}个问题") for place in "甲乙丙"]))
    plans = (
        TaskPlan(kind="timed", leader=LEADER, unit="县水利局", person="钱明"),
        TaskPlan(kind="timed", leader=LEADER, unit="县财政局", person="徐斌"),
        TaskPlan(kind="timed", leader=LEADER, unit="县水利局", person="钱明"),
    )
    for task, plan in zip(Task.objects.order_by("number"), plans, strict=True):
        planning.plan_task(task_id=task.pk, version=1, plan=plan, actor=WANG, at=NOON)
    end_tasks(Task.objects.filter(number=3))
    return number


def items(handover: Handover) -> list[tuple[int, str, str]]:
    return list(handover.items.order_by("pk").values_list("task__number", "kind", "named"))


def end_post(person: int, *, ends: date = TODAY, actor: Actor = WANG) -> None:
    post = Post.objects.get(person=person)
    change_post(post_id=post.pk, title=post.title, starts=post.starts, ends=ends, actor=actor, at=NOON)


def left_by_qian(cycle: int) -> tuple[Handover, int, int]:
    """Qian left the bureau; the handover, and the person and account of the successor."""
    end_post(a_person("钱明"))
    person, account = somebody("孙明", Role.UNIT_HEAD)
    handover = Handover.objects.get()
    appointing.name_successor(handover_id=handover.pk, version=1, person_id=person, actor=OFFICE, at=NOON)
    return handover, person, account


def accept(handover: Handover, account: int, *, version: int = 2, only: list[int] | None = None) -> None:
    ids = only if only is not None else list(handover.items.values_list("pk", flat=True))
    appointing.accept_handover(
        handover_id=handover.pk, version=version, item_ids=ids, remark="已看过材料", actor=known(account), at=NOON
    )


def test_the_last_day_of_a_post_lists_the_open_tasks_of_whom_it_was(cycle):
    end_post(a_person("钱明"))

    handover = Handover.objects.get()
    assert (handover.giver_name, handover.about, handover.cause) == ("钱明", "县水利局 科员", "post")
    assert items(handover) == [(1, "person", "钱明")]
    assert handover.due_at == NOON + timedelta(hours=48)
    entry = Entry.objects.latest("sequence")
    assert (entry.verb, json.loads(entry.body)["after"]["handovers"]) == ("post.change", [handover.pk])


def test_a_last_day_to_come_gives_the_hours_from_its_end(cycle):
    end_post(a_person("钱明"), ends=date(2026, 3, 10))

    midnight = datetime.fromisoformat("2026-03-11T00:00:00+08:00")
    assert Handover.objects.get().due_at == midnight + timedelta(hours=48)


def test_the_hours_are_those_of_the_cycle(cycle):
    rules = replace(preset("inspection_2024"), handover_hours=12)
    planning.set_rules(cycle_id=cycle, version=0, rules=rules, actor=WANG, at=NOON)

    end_post(a_person("钱明"))

    assert Handover.objects.get().due_at == NOON + timedelta(hours=12)


def test_who_leads_tasks_hands_them_over_when_no_longer_appointed(cycle):
    person = a_person("李建国", unit="县政府")
    row = appoint(person, Role.LEADER, cycle_id=cycle, names=(LEADER,))

    appointing.end_appointment(appointment_id=row, version=1, ends=TODAY, why="调任", actor=OFFICE, at=NOON)

    assert items(Handover.objects.get()) == [(1, "leader", LEADER), (2, "leader", LEADER)]


def test_a_closed_account_hands_over_the_unit_s_daily_work(cycle):
    account = an_account("赵晓峰", Role.UNIT_CLERK, unit="县水利局")

    close_account(account_id=account, actor=CONSOLE, at=NOON)

    handover = Handover.objects.get()
    assert (handover.cause, handover.giver) == ("account", None)
    assert items(handover) == [(1, "unit", "县水利局")]


def test_an_account_that_moves_to_another_unit_hands_over_what_it_had(cycle):
    account = an_account("钱明", Role.UNIT_CLERK, unit="县水利局")

    assign_role(account_id=account, assignment=Assignment(Role.UNIT_CLERK, None), actor=AN, at=NOON)

    assert items(Handover.objects.get()) == [(1, "person", "钱明"), (1, "unit", "县水利局")]


def test_who_stays_in_the_unit_in_another_post_hands_nothing_over(cycle):
    person = a_person("钱明")
    old = Post.objects.get(person=person)
    add_post(person_id=person, post=PostWish(old.unit_id, "局长", starts=TODAY), actor=WANG, at=NOON)

    change_post(post_id=old.pk, title=old.title, starts=None, ends=TODAY, actor=WANG, at=NOON)

    assert not Handover.objects.exists()


def test_whoever_leaves_nothing_open_needs_no_handover(cycle):
    end_post(a_person("罗成", unit="县发改局"))

    assert not Handover.objects.exists()


def test_what_is_listed_already_is_not_listed_again(cycle):
    person, account = somebody("钱明", Role.UNIT_CLERK)
    end_post(person)

    close_account(account_id=account, actor=CONSOLE, at=NOON)

    listed = list(HandoverItem.objects.values_list("task__number", "kind"))
    assert len(listed) == len(set(listed)) == 2


def test_the_successor_takes_over_and_the_tasks_name_them(cycle):
    handover, _person, account = left_by_qian(cycle)

    accept(handover, account)

    task = Task.objects.get(number=1)
    handover.refresh_from_db()
    assert (task.person, task.leader, task.version) == ("孙明", LEADER, 3)
    assert handover.done_at == NOON
    item = handover.items.get()
    assert (item.accepted_at, item.accepted_by, item.remark, item.named) == (NOON, "孙明", "已看过材料", "钱明")


def test_the_record_of_the_task_tells_who_took_over_from_whom(cycle):
    handover, _person, account = left_by_qian(cycle)

    accept(handover, account)

    row = list_timeline(subjects=subjects_of_tasks(Task.objects.get(number=1).pk)).rows[0]
    change = row.changes[0]
    assert (row.did, row.actor, change.before, change.after) == ("接收了交接事项", "孙明", "钱明", "孙明")
    assert Entry.objects.filter(verb="handover.accept").count() == 1


def test_a_new_leader_leads_by_the_name_that_plans_call_them(cycle):
    person = a_person("李建国", unit="县政府")
    row = appoint(person, Role.LEADER, cycle_id=cycle, names=(LEADER,))
    appointing.end_appointment(appointment_id=row, version=1, ends=TODAY, why="调任", actor=OFFICE, at=NOON)
    new, account = somebody("周建平", Role.GROUP_HEAD, unit="县政府办")
    appoint(new, Role.LEADER, cycle_id=cycle, names=("县长 周建平",))
    handover = Handover.objects.get()
    appointing.name_successor(handover_id=handover.pk, version=1, person_id=new, actor=OFFICE, at=NOON)

    accept(handover, account)

    assert set(Task.objects.exclude(state="done").values_list("leader", flat=True)) == {"县长 周建平"}
    assert Task.objects.get(number=3).leader == LEADER
    assert may(known(account), Act.ACCEPT, Thing(cycle_id=cycle, leader="县长 周建平"))


def test_things_may_be_taken_over_one_by_one(cycle):
    person = a_person("李建国", unit="县政府")
    row = appoint(person, Role.LEADER, cycle_id=cycle, names=(LEADER,))
    appointing.end_appointment(appointment_id=row, version=1, ends=TODAY, why="调任", actor=OFFICE, at=NOON)
    new, account = somebody("周建平", Role.GROUP_HEAD, unit="县政府办")
    handover = Handover.objects.get()
    appointing.name_successor(handover_id=handover.pk, version=1, person_id=new, actor=OFFICE, at=NOON)
    first, second = handover.items.order_by("pk").values_list("pk", flat=True)

    accept(handover, account, only=[first])
    assert Handover.objects.get().done_at is None
    assert set(Task.objects.filter(number__lt=3).values_list("leader", flat=True)) == {"周建平", LEADER}
    with pytest.raises(CannotHandOver):
        accept(handover, account, version=3, only=[first])
    accept(handover, account, version=3, only=[second])

    assert Handover.objects.get().done_at == NOON


def test_nobody_but_the_successor_takes_over(cycle):
    handover, _person, account = left_by_qian(cycle)

    for actor in (OFFICE, LI, ZHAO):
        with pytest.raises(NotAllowed):
            appointing.accept_handover(
                handover_id=handover.pk, version=2, item_ids=[1], remark="", actor=actor, at=NOON
            )
    with pytest.raises(HandoverChanged):
        accept(handover, account, version=1)
    assert Task.objects.get(number=1).person == "钱明"


@pytest.mark.parametrize("actor", [LI, ZHAO], ids=lambda actor: actor.name)
def test_nobody_but_the_office_says_who_takes_over(cycle, actor):
    handover, person, _account = left_by_qian(cycle)

    with pytest.raises(NotAllowed):
        appointing.name_successor(handover_id=handover.pk, version=2, person_id=person, actor=actor, at=NOON)
    with pytest.raises(NotAllowed):
        appointing.drop_handover(handover_id=handover.pk, version=2, why="x", actor=actor, at=NOON)


def test_the_office_says_why_nothing_has_to_be_handed_over(cycle):
    handover, _person, account = left_by_qian(cycle)

    with pytest.raises(CannotHandOver):
        appointing.drop_handover(handover_id=handover.pk, version=2, why=" ", actor=OFFICE, at=NOON)
    appointing.drop_handover(handover_id=handover.pk, version=2, why="任职登记有误", actor=OFFICE, at=NOON)

    assert Handover.objects.get().why_none == "任职登记有误"
    with pytest.raises(HandoverChanged):
        accept(handover, account, version=3)


def test_nobody_succeeds_themselves(cycle):
    handover, _person, _account = left_by_qian(cycle)

    with pytest.raises(CannotHandOver):
        appointing.name_successor(
            handover_id=handover.pk, version=2, person_id=handover.giver_id or 0, actor=OFFICE, at=NOON
        )
    with pytest.raises(NoSuchThing):
        appointing.name_successor(handover_id=404, version=2, person_id=1, actor=OFFICE, at=NOON)


def test_the_office_lists_by_hand_what_somebody_leaves(cycle):
    person = a_person("钱明")

    number = appointing.list_leftovers(person_id=person, cycle_id=cycle, why="长期病假", actor=OFFICE, at=NOON)

    assert items(Handover.objects.get(pk=number)) == [(1, "person", "钱明")]
    with pytest.raises(CannotHandOver, match="没有要交接"):
        appointing.list_leftovers(person_id=person, cycle_id=cycle, why="长期病假", actor=OFFICE, at=NOON)
    with pytest.raises(CannotHandOver):
        appointing.list_leftovers(person_id=person, cycle_id=cycle, why="", actor=OFFICE, at=NOON)


def test_a_handover_carries_the_rows_it_leaves_so_that_they_can_be_checked(cycle):
    handover, _person, account = left_by_qian(cycle)

    accept(handover, account)

    entry = Entry.objects.get(verb="handover.accept")
    assert f"task/{Task.objects.get(number=1).pk}" in json.loads(entry.body)["rows"]


class TestTheList:
    """Pages of handovers begin at the sort values of a row."""

    def test_pages_follow_one_another_while_rows_move(self, cycle: int, monkeypatch: pytest.MonkeyPatch) -> None:
        rows = [self.a_handover(cycle, hours) for hours in (5, 3, 3, 1)]
        over = self.a_handover(cycle, 2, done=True)
        older = self.a_handover(cycle, 2, done=True)
        Handover.objects.filter(pk=older).update(done_at=NOON - timedelta(days=1))
        monkeypatch.setattr(handovers, "AT_ONCE", 2)

        first = handovers_page(cycle_id=cycle, actor=WANG, when=NOON)
        Handover.objects.filter(pk=rows[1]).update(done_at=NOON, why_none="都办完了")
        second = handovers_page(cycle_id=cycle, actor=WANG, when=NOON, after=first.older or "")
        third = handovers_page(cycle_id=cycle, actor=WANG, when=NOON, after=second.older or "")

        assert [row.id for row in first.rows] == [rows[3], rows[1]]
        assert [row.id for row in second.rows] == [rows[2], rows[0]]
        assert [row.id for row in third.rows] == [over, rows[1]]
        last = handovers_page(cycle_id=cycle, actor=WANG, when=NOON, after=third.older or "")
        assert [row.id for row in last.rows] == [older]
        assert last.older is None

    @pytest.mark.parametrize("key", ["50", "x", "1.2", "1.2.3.4", ".٣.1", "9" * 40])
    def test_a_key_that_no_page_gave_is_refused(self, cycle: int, key: str) -> None:
        with pytest.raises(BadKey):
            handovers_page(cycle_id=cycle, actor=WANG, when=NOON, after=key)

    def a_handover(self, cycle: int, hours: int, *, done: bool = False) -> int:
        row = Handover.objects.create(
            cycle_id=cycle,
            giver_name="钱明",
            cause="office",
            about="科员",
            opened_at=NOON,
            due_at=NOON + timedelta(hours=hours),
            done_at=NOON if done else None,
            why_none="都办完了" if done else "",
        )
        return row.pk
