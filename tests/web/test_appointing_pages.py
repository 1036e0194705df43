"""The pages of groups, appointments, delegations and handovers, as the people who work with them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from appointed import OFFICE, a_person, an_account, appoint, known, somebody
from builders.reports import Finding, a_report
from drafts import a_cycle, first_task
from people import NOON, WANG
from zhenggai.domain.planning import TaskPlan
from zhenggai.domain.roles import Role
from zhenggai.ledger.models import Handover, Task
from zhenggai.ledger.operations import appointing, planning
from zhenggai.people.models import Account, Appointment, Delegation, Group


@pytest.fixture
def cycle(db: None) -> int:
    """A round with one task of the water bureau, whose responsible person is Qian."""
    number = a_cycle(a_report([Finding("河道巡查不到位的问题", extra={"责任单位": "县水利局"})]))
    plan = TaskPlan(kind="timed", leader="李建国", unit="县水利局", person="钱明")
    planning.plan_task(task_id=first_task(number), version=1, plan=plan, actor=WANG, at=NOON)
    return number


def browser(account: int) -> Client:
    """Somebody's browser, logged in."""
    client = Client()
    client.force_login(Account.objects.get(pk=account))
    return client


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def a_handover(cycle: int, *, due: timedelta = timedelta(hours=1)) -> Handover:
    person = a_person("钱明")
    number = appointing.list_leftovers(person_id=person, cycle_id=cycle, why="离任", actor=OFFICE, at=NOON)
    Handover.objects.filter(pk=number).update(due_at=NOON + due)
    return Handover.objects.get(pk=number)


def test_the_leader_sees_for_whom_they_stand_in_until_it_is_taken_over(cycle: int) -> None:
    handover = a_handover(cycle)
    li = browser(an_account("李建国", Role.LEADER))
    task = first_task(cycle)
    pages = (f"/cycles/{cycle}/handovers/{handover.pk}/", f"/cycles/{cycle}/tasks/{task}/", "/work/")
    told = ("现在由您代管", "您在代管", "由您代管")

    before = [words in text(li, page) for page, words in zip(pages, told, strict=True)]
    Handover.objects.update(done_at=NOON, why_none="留任")

    assert before == [True, True, True]
    assert not any(words in text(li, page) for page, words in zip(pages, told, strict=True))


def test_one_button_makes_the_groups(wang: Client, cycle: int) -> None:
    assert "建立领导小组和工作组" in text(wang, f"/cycles/{cycle}/groups/")

    page = wang.post(f"/cycles/{cycle}/groups/make/", follow=True).content.decode()

    assert "已建立 7 个组" in page
    assert page.count("还没有组长") == 7
    assert "可设 2 位" in page


def test_the_clerk_chooses_a_head_and_the_page_shows_them(wang: Client, cycle: int) -> None:
    wang.post(f"/cycles/{cycle}/groups/make/")
    group, person = Group.objects.get(cycle_id=cycle, key="clues"), a_person("孙立", unit="县纪委监委")

    form = text(wang, f"/cycles/{cycle}/groups/{group.pk}/seat/")
    answer = wang.post(
        f"/cycles/{cycle}/groups/{group.pk}/seat/",
        {"person": str(person), "role": "working_head", "starts": "2026-01-05"},
        follow=True,
    )

    assert "工作组组长" in form
    assert "牵头领导" not in form
    assert "孙立" in answer.content.decode()
    assert Appointment.objects.get().group_id == group.pk


def test_a_conflict_of_clues_and_closing_is_shown(wang: Client, cycle: int) -> None:
    appointing.make_groups(cycle_id=cycle, actor=OFFICE, at=NOON)
    person = a_person("孙立")
    for key in ("clues", "general"):
        group = Group.objects.get(cycle_id=cycle, key=key)
        appoint(person, Role.WORKING_MEMBER, cycle_id=cycle, group_id=group.pk)

    page = text(wang, f"/cycles/{cycle}/groups/")

    assert "兼任冲突" in page
    assert "线索核查组、综合组" in page


def test_a_group_is_added_and_renamed(wang: Client, cycle: int) -> None:
    wang.post(f"/cycles/{cycle}/groups/add/", {"name": "政策组"})
    group = Group.objects.get()

    page = wang.post(
        f"/cycles/{cycle}/groups/{group.pk}/rename/", {"version": "1", "name": "政策研究组"}, follow=True
    ).content.decode()

    assert "政策研究组" in page
    assert wang.post(f"/cycles/{cycle}/groups/add/", {"name": ""}).status_code == 422
    assert wang.post(f"/cycles/{cycle}/groups/add/", {"name": "政策研究组"}).status_code == 409


def test_a_leader_is_appointed_with_the_names_of_the_plans(wang: Client, cycle: int) -> None:
    person = a_person("周建平", unit="县政府")

    answer = wang.post(
        f"/cycles/{cycle}/appointments/add/",
        {
            "person": str(person),
            "role": "leader",
            "names": "县长 周建平、周县长",
            "starts": "2026-01-05",
            "why": "会议",
        },
        follow=True,
    )

    page = answer.content.decode()
    assert "县长 周建平、周县长" in page
    assert "本轮次" in page
    assert Appointment.objects.get().cycle_id == cycle


def test_an_appointment_that_cannot_be_is_said_at_the_form_and_keeps_what_was_typed(wang: Client, cycle: int) -> None:
    person = a_person("周建平", unit="县政府")
    typed = {"person": str(person), "role": "unit_head", "starts": "2026-01-05", "why": "会议纪要第三号"}

    answer = wang.post(f"/cycles/{cycle}/appointments/add/", typed)

    assert answer.status_code == 422
    assert "要写明单位" in answer.content.decode()
    assert "会议纪要第三号" in answer.content.decode()
    assert not Appointment.objects.exists()


def test_an_appointment_is_ended_and_stays_among_the_former(wang: Client, cycle: int) -> None:
    row = appoint(a_person("孙立"), Role.SUPERVISOR, cycle_id=cycle, starts=date(2026, 1, 5))

    answer = wang.post(
        f"/cycles/{cycle}/appointments/{row}/end/", {"version": "1", "ends": "2026-02-01", "why": "调任"}, follow=True
    )

    assert "曾任和未到任" in answer.content.decode()
    assert Appointment.objects.get().ends == date(2026, 2, 1)


@pytest.mark.parametrize("what", ["groups/make/", "groups/add/", "appointments/add/", "handovers/add/"])
def test_nobody_but_the_office_appoints(li: Client, zhao: Client, gu: Client, cycle: int, what: str) -> None:
    for client in (li, zhao, gu):
        assert client.post(f"/cycles/{cycle}/{what}").status_code == 403


def test_a_clerk_of_one_round_reaches_no_other(cycle: int) -> None:
    person, account = somebody("陈静", Role.GROUP_MEMBER, unit="县委办公室")
    appoint(person, Role.OFFICE_CLERK, cycle_id=cycle)
    other = a_cycle(a_report([Finding("账目不清的问题")]), again=True)
    chen = browser(account)

    assert chen.get(f"/cycles/{cycle}/appointments/add/").status_code == 200
    assert chen.get(f"/cycles/{other}/appointments/add/").status_code == 403
    assert "在所有轮次都是" not in text(chen, f"/cycles/{cycle}/appointments/add/")
    assert chen.get("/imports/").status_code == 200
    assert chen.post("/imports/upload/").status_code == 403


def test_the_page_of_a_person_tells_all_they_are_and_were(wang: Client, cycle: int) -> None:
    person, account = somebody("孙立", Role.LEADER, unit="县纪委监委")
    appoint(person, Role.SUPERVISOR, cycle_id=cycle)
    client = browser(account)
    today = localdate()
    client.post(
        "/delegations/add/",
        {"taker": str(an_account("程颖", Role.GROUP_MEMBER)), "starts": today, "ends": today, "why": "外出"},
    )

    page = text(wang, f"/people/persons/{person}/")

    assert "监督人员" in page
    assert "委托别人" in page
    assert "程颖" in page


def test_who_keeps_the_machine_sees_no_name_of_a_round_on_the_page_of_a_person(gu: Client, cycle: int) -> None:
    person = a_person("孙立")
    appoint(person, Role.SUPERVISOR, cycle_id=cycle, why="巡视反馈会议")

    page = text(gu, f"/people/persons/{person}/")

    assert "监督人员" in page
    assert "巡视" not in page


def test_somebody_lets_another_act_and_takes_it_back(li: Client, cycle: int) -> None:
    taker, today = an_account("程颖", Role.GROUP_MEMBER, unit="县委组织部"), localdate()
    typed = {"taker": str(taker), "starts": today, "ends": today + timedelta(days=3), "why": "外出学习"}

    page = li.post("/delegations/add/", {**typed, "acts": ["accept"]}, follow=True).content.decode()
    row = Delegation.objects.get()

    assert "认领任务" in page
    assert "生效中" in page
    assert "别人委托给我的" in text(browser(taker), "/delegations/")
    assert "已收回" in li.post(f"/delegations/{row.pk}/end/", {"version": "1"}, follow=True).content.decode()


def test_a_delegation_that_cannot_be_keeps_what_was_typed(li: Client, cycle: int) -> None:
    keeper, today = an_account("顾全", Role.AUDITOR), localdate()

    answer = li.post("/delegations/add/", {"taker": str(keeper), "starts": today, "ends": today, "why": "外出学习"})

    assert answer.status_code == 422
    assert "外出学习" in answer.content.decode()
    assert not Delegation.objects.exists()


def test_nobody_takes_back_what_another_delegated(li: Client, sun: Client, cycle: int) -> None:
    today = localdate()
    li.post(
        "/delegations/add/",
        {"taker": str(an_account("程颖", Role.GROUP_MEMBER)), "starts": today, "ends": today, "why": "外出"},
    )

    assert sun.post(f"/delegations/{Delegation.objects.get().pk}/end/", {"version": "1"}).status_code == 404


def test_who_keeps_the_machine_has_no_delegations(gu: Client) -> None:
    assert gu.get("/delegations/").status_code == 403
    assert "/delegations/" not in text(gu, "/people/")


def test_a_handover_goes_from_the_office_to_the_successor(wang: Client, cycle: int) -> None:
    handover = a_handover(cycle)
    person, account = somebody("孙明", Role.UNIT_HEAD)
    address = f"/cycles/{cycle}/handovers/{handover.pk}/"

    assert "待指定接手人" in text(wang, f"/cycles/{cycle}/handovers/") or "逾期未接收" in text(wang, address)
    named = wang.post(f"{address}name/", {"version": "1", "person": str(person)}, follow=True)
    successor = browser(account)
    form = text(successor, address)
    item = handover.items.get().pk
    done = successor.post(f"{address}accept/", {"version": "2", "items": [str(item)], "remark": "缺印章"}, follow=True)

    assert "请本人登录后接收" in named.content.decode()
    assert "请逐项看过再接收" in form
    assert "已接收" in done.content.decode()
    assert "缺印章" in done.content.decode()
    assert Task.objects.get().person == "孙明"


def test_a_late_handover_is_red_and_says_who_takes_care(wang: Client, li: Client, cycle: int) -> None:
    handover = a_handover(cycle)

    for client in (wang, li):
        page = text(client, f"/cycles/{cycle}/handovers/")
        assert "■" in page
        assert "逾期未接收" in page
    assert "接收之前由 李建国 代管" in text(wang, f"/cycles/{cycle}/handovers/{handover.pk}/")


def test_taking_over_nothing_is_said_at_the_form(cycle: int) -> None:
    handover = a_handover(cycle)
    person, account = somebody("孙明", Role.UNIT_HEAD)
    appointing.name_successor(handover_id=handover.pk, version=1, person_id=person, actor=OFFICE, at=NOON)

    answer = browser(account).post(f"/cycles/{cycle}/handovers/{handover.pk}/accept/", {"version": "2"})

    assert answer.status_code == 422
    assert "请勾选要接收的事项" in answer.content.decode()


def test_a_handover_is_closed_to_units_that_it_does_not_concern(cycle: int) -> None:
    handover = a_handover(cycle)
    own = browser(an_account("赵晓峰", Role.UNIT_CLERK, unit="县水利局"))
    other = browser(an_account("徐斌", Role.UNIT_CLERK, unit="县财政局"))

    assert own.get(f"/cycles/{cycle}/handovers/{handover.pk}/").status_code == 200
    assert other.get(f"/cycles/{cycle}/handovers/{handover.pk}/").status_code == 404
    assert "钱明" not in text(other, f"/cycles/{cycle}/handovers/")


def test_the_office_lists_somebody_s_items_by_hand_and_drops_them(wang: Client, cycle: int) -> None:
    person = a_person("钱明")

    page = wang.post(f"/cycles/{cycle}/handovers/add/", {"person": str(person), "why": "病假"}, follow=True)
    handover = Handover.objects.get()
    dropped = wang.post(
        f"/cycles/{cycle}/handovers/{handover.pk}/drop/", {"version": "1", "why": "已销假"}, follow=True
    )

    assert "已列出待交接的事项" in page.content.decode()
    assert "不必交接：已销假" in dropped.content.decode()


def test_the_administrator_says_whose_an_account_is_and_namesakes_come_first(gu: Client) -> None:
    person = a_person("钱明")
    a_person("孙明")
    account = an_account("钱明", Role.UNIT_CLERK, unit="县水利局")

    form = text(gu, f"/people/accounts/{account}/person/")
    page = gu.post(f"/people/accounts/{account}/person/", {"person": str(person)}, follow=True).content.decode()

    assert form.index("同名的人") < form.index("县水利局 科员") < form.index("其他人员") < form.index("孙明（")
    assert f"/people/persons/{person}/" in page
    assert known(account).served


def test_the_rules_say_how_many_heads_and_hours(wang: Client, cycle: int) -> None:
    page = text(wang, f"/cycles/{cycle}/settings/")

    assert "领导小组组长人数" in page
    assert "交接时限（小时）" in page
    assert 'name="body-clues"' in page


def test_a_broken_key_of_the_list_of_handovers_leads_nowhere(wang: Client, cycle: int) -> None:
    assert wang.get(f"/cycles/{cycle}/handovers/?after=50").status_code == 404
