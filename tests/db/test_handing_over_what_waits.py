"""Who leaves hands over what waited for them too: the lines of their own page, and their promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import closing
from appointed import OFFICE, a_person, an_account, appoint, known, somebody
from drafts import TODAY
from issuing import LEADER, UNIT, a_whole_cycle, an_issued_cycle, tasks_of
from people import NOON, WANG
from working import ONGOING, a_work, hand_in
from zhenggai.domain.changing import PlanWish
from zhenggai.domain.promises import PromiseWish
from zhenggai.domain.rights import CONSOLE
from zhenggai.domain.roles import Role
from zhenggai.ledger.models import Handover, Promise
from zhenggai.ledger.operations import appointing, issuing
from zhenggai.ledger.operations.progress.judging import return_progress
from zhenggai.ledger.operations.progress.promising import add_promise
from zhenggai.ledger.queries import task_page
from zhenggai.ledger.queries.handovers import handover_page
from zhenggai.people.account_operations import close_account

pytestmark = pytest.mark.django_db


def left(account: int) -> list[tuple[str, str]]:
    """What the handovers list of an account that is closed now, without its unit's tasks."""
    close_account(account_id=account, actor=CONSOLE, at=NOON)
    return [
        (item.kind, item.door.partition(":")[0])
        for handover in Handover.objects.order_by("pk")
        for item in handover.items.order_by("pk")
        if item.kind != "unit"
    ]


def taken_over(account: int, *, name: str, role: Role, unit: str) -> tuple[Handover, int]:
    """The handover of an account that was closed, with its successor's account."""
    close_account(account_id=account, actor=CONSOLE, at=NOON)
    person, successor = somebody(name, role, unit=unit)
    handover = Handover.objects.get()
    appointing.name_successor(handover_id=handover.pk, version=1, person_id=person, actor=OFFICE, at=NOON)
    return handover, successor


def accept(handover: Handover, account: int) -> None:
    appointing.accept_handover(
        handover_id=handover.pk,
        version=2,
        item_ids=list(handover.items.values_list("pk", flat=True)),
        remark="",
        actor=known(account),
        at=NOON,
    )


def test_the_head_of_a_unit_hands_over_what_waits_for_acceptance():
    an_issued_cycle(tasks=2)

    assert left(an_account("马骏", Role.UNIT_HEAD, unit=UNIT)) == [("accept", "acceptances")] * 2


def test_a_leader_hands_over_what_waits_for_acceptance_beside_the_tasks():
    cycle = an_issued_cycle(tasks=1)
    person, account = somebody("吴某", Role.LEADER, unit="县政府办")
    appoint(person, Role.LEADER, cycle_id=cycle, names=(LEADER,))

    close_account(account_id=account, actor=CONSOLE, at=NOON)

    kinds = list(Handover.objects.get().items.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["leader", "accept"]


def test_an_appointment_that_ends_hands_over_what_waited_for_it():
    cycle = an_issued_cycle(tasks=1)
    person, _account = somebody("吴某", Role.GROUP_HEAD, unit="县政府办")
    row = appoint(person, Role.LEADER, cycle_id=cycle, names=(LEADER,))

    appointing.end_appointment(appointment_id=row, version=1, ends=TODAY, why="调任", actor=OFFICE, at=NOON)

    items = Handover.objects.get().items.order_by("pk")
    assert list(items.values_list("kind", flat=True)) == ["leader", "accept"]


def test_a_reviewer_hands_over_an_open_round():
    cycle = a_whole_cycle(tasks=1)
    issuing.open_review(cycle_id=cycle, actor=WANG, at=NOON)

    assert left(an_account("卢山", Role.SUPERVISOR, unit="县委巡察办")) == [("review", "review")]


def test_who_decides_hands_over_requests_and_applications():
    cycle = an_issued_cycle(tasks=1)
    task = task_page(task_id=tasks_of(cycle)[0], actor=WANG, today=TODAY)
    wish = PlanWish(replace(task.plan, target="河道问题全部清零"))
    issuing.ask_change(task_id=task.id, version=task.version, wish=wish, reason="分工调整。", actor=OFFICE, at=NOON)

    assert left(an_account("周建平", Role.GROUP_HEAD)) == [("decide", "task_changes")]


def test_a_signature_that_waits_is_handed_over():
    work = closing.a_ready_work()
    closing.apply(work)
    account = an_account("李建国", Role.LEADER)

    assert ("sign", "task_closing") in left(account)


def test_a_returned_report_is_handed_over():
    work = a_work()
    account = an_account("赵晓峰", Role.UNIT_CLERK, unit="县水利局")
    report = hand_in(work, ONGOING)
    return_progress(report_id=report, reason="没有数字。", actor=WANG, at=NOON)

    assert left(account) == [("returned", "progress_report")]


def test_what_another_in_the_same_office_goes_on_with_is_not_left():
    an_issued_cycle(tasks=2)
    an_account("郑强", Role.UNIT_HEAD, unit=UNIT)

    assert left(an_account("马骏", Role.UNIT_HEAD, unit=UNIT)) == []


def test_a_namesake_of_another_unit_does_not_go_on_with_it():
    an_issued_cycle(tasks=1)
    an_account("郑强", Role.UNIT_HEAD, unit="县财政局")

    assert left(an_account("马骏", Role.UNIT_HEAD, unit=UNIT)) == [("accept", "acceptances")]


def test_promises_of_a_leader_go_to_the_successor():
    work = a_work()
    promise = PromiseWish("明年建成", date(2027, 6, 30), leader="吴某", unit="县财政局")
    number = add_promise(cycle_id=work.cycle, wish=promise, actor=WANG, at=NOON)
    handover, successor = taken_over(
        an_account("吴某", Role.LEADER, unit="县政府办"), name="郑强", role=Role.LEADER, unit="县政府办"
    )

    accept(handover, successor)

    assert list(handover.items.values_list("kind", "what")) == [("promise", "明年建成")]
    assert Promise.objects.get(pk=number).leader == "郑强"


def test_the_successor_accepts_what_waits_and_the_record_says_who_goes_on():
    cycle = a_whole_cycle(tasks=1)
    issuing.open_review(cycle_id=cycle, actor=WANG, at=NOON)
    handover, successor = taken_over(
        an_account("卢山", Role.SUPERVISOR, unit="县委巡察办"), name="郑强", role=Role.SUPERVISOR, unit="县委巡察办"
    )

    accept(handover, successor)

    page = handover_page(handover_id=handover.pk, actor=known(successor), when=NOON)
    assert (page.row.done_at, page.items[0].what, page.items[0].accepted_by) == (NOON, "待会审", "郑强")
    assert page.items[0].door is not None


def test_a_unit_reads_of_somebody_else_s_handover_only_what_is_its_own():
    cycle = an_issued_cycle(tasks=1)
    person = a_person("吴某", unit="县政府办")
    row = appoint(person, Role.LEADER, cycle_id=cycle, names=(LEADER,))
    an_account("吴某", Role.GROUP_HEAD, unit="县政府办", person=person)
    add_promise(cycle_id=cycle, wish=PromiseWish("明年建成", date(2027, 6, 30), leader=LEADER), actor=WANG, at=NOON)
    appointing.end_appointment(appointment_id=row, version=1, ends=TODAY, why="调任", actor=OFFICE, at=NOON)
    clerk = known(an_account("赵晓峰", Role.UNIT_CLERK, unit=UNIT))

    page = handover_page(handover_id=Handover.objects.get().pk, actor=clerk, when=NOON)

    assert [item.kind for item in page.items] == ["leader", "accept"]
