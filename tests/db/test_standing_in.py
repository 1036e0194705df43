"""The lead leader stands in for a post that nobody took over: from when, for what, until when."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from appointed import OFFICE, a_person, an_account, known, somebody
from people import NOON
from working import DEADLINE, ONGOING, Work, a_work, hand_in
from zhenggai.domain.extensions import CannotExtend, Wish
from zhenggai.domain.refusals import NotAllowed
from zhenggai.domain.rights import Actor, may, stood_for
from zhenggai.domain.roles import Act, Role
from zhenggai.journal.models import Entry
from zhenggai.ledger.models import Handover, Progress, Task
from zhenggai.ledger.operations import appointing
from zhenggai.ledger.operations.closing.applying import apply_to_close
from zhenggai.ledger.operations.progress.extending import ask_extension, decide_extension
from zhenggai.ledger.operations.progress.reporting import report_progress
from zhenggai.ledger.standing import tasks_in_reach, things_of_tasks
from zhenggai.oversight.queries.work import my_work
from zhenggai.people.models import Account

pytestmark = pytest.mark.django_db
POST = "高岩的空缺岗位"


@pytest.fixture
def work(db: None) -> Work:
    """Gao left the water bureau, whose task Li leads; another task that Li leads was nobody's."""
    work = a_work()
    Task.objects.filter(pk=work.task).update(person="高岩")
    Task.objects.exclude(pk=work.task).update(leader="李建国")
    an_account("李建国", Role.LEADER)
    appointing.list_leftovers(
        person_id=a_person("高岩"), cycle_id=work.cycle, why="调离县水利局", actor=OFFICE, at=NOON
    )
    return work


def late() -> object:
    return Handover.objects.get().due_at + timedelta(seconds=1)


def li(at: object = None) -> Actor:
    return known(Account.objects.get(name="李建国").pk, at=at or late())


def test_nobody_stands_in_before_the_hours_have_passed(work: Work) -> None:
    assert stood_for(li(NOON)) == stood_for(li(Handover.objects.get().due_at)) == frozenset()
    assert stood_for(li()) == {work.task}


def test_the_leader_reports_and_the_record_says_for_which_post(work: Work) -> None:
    report_progress(measure_id=work.measure, report=ONGOING, token="form-0001", actor=li(), at=NOON)

    entry = Entry.objects.latest("sequence")
    assert entry.actor_name == f"李建国（代 {POST}）"
    assert json.loads(entry.body)["actor"]["on_behalf"] == POST
    assert Progress.objects.get().on_behalf == POST


def test_tasks_that_were_not_left_stay_out_of_reach(work: Work) -> None:
    other = Task.objects.exclude(pk=work.task).get()

    with pytest.raises(NotAllowed):
        ask_extension(task_id=other.pk, wish=Wish(DEADLINE + timedelta(days=9), "汛期。"), actor=li(), at=NOON)


def test_a_leader_of_other_tasks_does_not_stand_in(work: Work) -> None:
    zhou = an_account("周建平", Role.LEADER)

    assert stood_for(known(zhou, at=late())) == frozenset()


def test_who_left_does_not_stand_in_for_themselves(work: Work) -> None:
    account = an_account("高岩", Role.LEADER, person=Handover.objects.get().giver_id)
    Task.objects.update(leader="高岩")

    assert stood_for(known(account, at=late())) == frozenset()


def test_it_ends_when_the_successor_accepts(work: Work) -> None:
    handover = Handover.objects.get()
    person, account = somebody("孙明", Role.UNIT_CLERK)
    appointing.name_successor(handover_id=handover.pk, version=1, person_id=person, actor=OFFICE, at=NOON)
    still = stood_for(li())
    items = list(handover.items.values_list("pk", flat=True))
    appointing.accept_handover(
        handover_id=handover.pk, version=2, item_ids=items, remark="", actor=known(account), at=NOON
    )

    assert (still, stood_for(li())) == ({work.task}, frozenset())
    with pytest.raises(NotAllowed):
        hand_in(work, actor=li())


def test_it_ends_when_nothing_has_to_be_handed_over(work: Work) -> None:
    handover = Handover.objects.get()
    appointing.drop_handover(handover_id=handover.pk, version=1, why="高岩留任", actor=OFFICE, at=NOON)

    assert stood_for(li()) == frozenset()


def test_lists_follow_the_rule_for_every_act(work: Work) -> None:
    actor = li()
    things = things_of_tasks(Task.objects.values_list("pk", flat=True))
    for act in Act:
        listed = set(tasks_in_reach(actor, act).values_list("pk", flat=True))
        assert listed == {task for task, thing in things.items() if may(actor, act, thing)}, act


def test_the_stand_in_neither_gives_the_unit_s_word_nor_decides_on_their_own_request(work: Work) -> None:
    wish = Wish(DEADLINE + timedelta(days=9), "汛期不能施工。")
    asked = ask_extension(task_id=work.task, wish=wish, actor=li(), at=NOON)

    with pytest.raises(NotAllowed):
        apply_to_close(task_id=work.task, version=1, seen="", statement="属实。", actor=li(), at=NOON)
    with pytest.raises(CannotExtend):
        decide_extension(extension_id=asked, grant=True, why="同意。", actor=li(), at=NOON)


def test_the_page_of_work_says_whose_work_it_is(work: Work) -> None:
    def lines(actor: Actor, at: object) -> list[tuple[str, str]]:
        page = my_work(actor=actor, today=NOON.date(), now=at)
        return [(item.kind, item.about) for group in page.groups for item in group.items if item.kind == "stand_in"]

    assert (lines(li(NOON), NOON), lines(li(), late())) == ([], [("stand_in", "高岩")])


def test_others_pay_no_query_for_it(work: Work, django_assert_max_num_queries: object) -> None:
    account = Account.objects.get(name="李建国").pk
    with django_assert_max_num_queries(6):
        known(account, at=late())
