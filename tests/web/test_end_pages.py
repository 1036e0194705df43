"""What comes after an end, through the pages that offer it: stages accepted, a watch that is over, an old finding, a rush, what is released."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from browsed import text
from closing import ZHOU, a_ready_work, closed, ma, state, the_task
from drafts import TODAY
from issuing import UNIT, an_issued_cycle, tasks_of
from people import LI, NOON, WANG
from working import Work, a_work
from zhenggai.domain.roles import Role
from zhenggai.domain.staging import StageWish
from zhenggai.ledger.closing_models import Closing, Recurrence, StagedTarget
from zhenggai.ledger.models import Cycle, Task
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations.planning import set_rules
from zhenggai.ledger.ruling import rules_of
from zhenggai.people.models import Account, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("numbers_of_their_own")]


def tab(work: Work) -> str:
    return f"/cycles/{work.cycle}/tasks/{work.task}/closing/"


def offered(client: Client, work: Work, ending: str) -> str:
    """Where the form of the page goes whose address ends so."""
    page = client.get(tab(work)).content.decode()
    found = re.search(rf'action="([^"]*{ending})"', page)
    assert found is not None, f"the page offers no {ending}"
    return found[1]


def version(work: Work) -> str:
    return str(the_task(work).version)


def test_a_stage_is_accepted_on_the_page_and_the_next_day_becomes_the_deadline(sun: Client) -> None:
    work, today = a_ready_work(), localdate()
    stages = [StageWish("复查一遍", TODAY + timedelta(days=120)), StageWish("再查一遍", TODAY + timedelta(days=240))]
    asked = acts.ask_long_term(
        task_id=work.task, version=the_task(work).version, reason="常年管护", stages=stages, actor=ma(work), at=NOON
    )
    acts.decide_long_term(closing_id=asked, version=1, approve=True, why="", actor=LI, at=NOON)

    answer = sun.post(offered(sun, work, r"stages/\d+/"), {"on": today.isoformat(), "reached": "无反弹"}, follow=True)

    assert "阶段目标已验收。" in text(answer)
    assert StagedTarget.objects.get(position=1).reached == "无反弹"
    assert the_task(work).deadline == TODAY + timedelta(days=240)


def test_only_the_stage_that_comes_next_is_offered_so_that_no_field_stands_twice(sun: Client) -> None:
    work = a_ready_work()
    stages = [StageWish("复查一遍", TODAY + timedelta(days=120)), StageWish("再查一遍", TODAY + timedelta(days=240))]
    asked = acts.ask_long_term(
        task_id=work.task, version=the_task(work).version, reason="常年管护", stages=stages, actor=ma(work), at=NOON
    )
    acts.decide_long_term(closing_id=asked, version=1, approve=True, why="", actor=LI, at=NOON)

    page = sun.get(tab(work)).content.decode()

    assert len(re.findall(r'action="[^"]*stages/[0-9]+/"', page)) == 1
    assert page.count('id="stage-reached"') == 1


def test_who_decides_reads_what_a_release_means_and_a_released_task_asks_for_nothing_more(li: Client) -> None:
    work = a_ready_work()
    acts.ask_not_applicable(
        task_id=work.task, version=the_task(work).version, reason="河道已移交省管", actor=ma(work), at=NOON
    )
    zhou = Client()
    zhou.force_login(Account.objects.create(login="zhou", name=ZHOU.name, role=ZHOU.role))

    assert "等领导小组组长或第一责任人审批。" in text(li.get(tab(work)))
    assert "仍留在分母里，不算完成" in text(zhou.get(tab(work)))
    zhou.post(offered(zhou, work, "release/"), {"version": "1", "decision": "grant", "why": ""})

    assert "还差" not in text(li.get(tab(work)))


def test_after_the_watch_the_page_offers_to_call_it_stable(sun: Client) -> None:
    work = a_ready_work()
    closed(work)
    Closing.objects.update(watch_until=localdate() - timedelta(days=1))

    answer = sun.post(offered(sun, work, "settle/"), {"version": version(work)}, follow=True)

    assert "监测期满，任务已稳定。" in text(answer)
    assert state(work) == "stable"


def test_a_finding_that_comes_back_points_to_the_old_task_and_both_pages_show_the_other(wang: Client) -> None:
    old, later = a_work(), a_work(text="再次排查")
    Cycle.objects.filter(pk=later.cycle).update(feedback_date=date(2026, 6, 1))
    typed = {"version": version(later), "old": old.task, "why": "同一河段又有补填。"}

    answer = wang.post(offered(wang, later, "point/"), typed, follow=True)

    assert "已指向老问题。" in text(answer)
    assert "同一河段又有补填。" in text(answer)
    assert "同一河段又有补填。" in text(wang.get(tab(old)))
    assert Recurrence.objects.get().old_id == old.task


def test_what_is_no_longer_needed_is_released_on_the_page_by_the_group(db: None) -> None:
    work = a_ready_work()
    acts.ask_not_applicable(
        task_id=work.task, version=the_task(work).version, reason="河道已移交省管", actor=ma(work), at=NOON
    )
    zhou = Client()
    account = Account.objects.create(login="zhou", name=ZHOU.name, role=ZHOU.role)
    zhou.force_login(account)

    answer = zhou.post(offered(zhou, work, "release/"), {"version": "1", "decision": "grant", "why": ""}, follow=True)

    assert "不再适用" in text(answer)
    assert state(work) == "not_applicable"


def test_what_was_closed_in_the_last_days_is_shown_beside_the_rates(wang: Client) -> None:
    work = a_ready_work(deadline=TODAY + timedelta(days=3))
    closed(work)

    page = text(wang.get(f"/cycles/{work.cycle}/closings/rates/"))

    assert "百分数留一位小数，余下的舍去，不进位" in page
    assert "有没有突击销号" in page
    assert "临到期限才销号的1/1任务1" in page


def test_long_term_work_is_offered_and_granted_on_the_page_before_anything_was_reported(db: None) -> None:
    task = tasks_of(an_issued_cycle(1))[0]
    cycle = Task.objects.values_list("cycle_id", flat=True).get(pk=task)
    page = f"/cycles/{cycle}/tasks/{task}/closing/"
    head, leader = Client(), Client()
    head.force_login(
        Account.objects.create(login="zhou", name="周某", role=Role.UNIT_HEAD, unit=Unit.objects.get(name=UNIT))
    )
    leader.force_login(Account.objects.create(login="zhang", name="张某", role=Role.GROUP_HEAD))
    typed = {
        "version": str(Task.objects.get(pk=task).version),
        "why": "河道要常年管护",
        "target-1": "每月巡查一遍",
        "due-1": (localdate() + timedelta(days=90)).isoformat(),
    }

    assert "现在就可以申请转长期坚持" in text(head.get(page))
    assert "closing/apply/" not in head.get(page).content.decode()
    answer = head.post(f"{page}long-term/", typed, follow=True)
    closing = Closing.objects.get()
    granted = leader.post(f"{page}{closing.pk}/decide/", {"version": "1", "decision": "grant", "why": ""}, follow=True)

    assert "转长期坚持的申请已提交" in text(answer)
    assert "审批意见已记下。" in text(granted)
    assert Task.objects.get(pk=task).state == "long_term"


def test_no_form_for_long_term_work_stands_where_the_office_does_without_it(db: None) -> None:
    work = a_ready_work()
    ma_client = Client()
    ma_client.force_login(Account.objects.create(login="ma", name="马东", role=Role.UNIT_HEAD, unit_id=work.unit))
    assert "closing/long-term/" in ma_client.get(tab(work)).content.decode()

    rules = rules_of(cycle_id=work.cycle)
    own = replace(rules, closing=replace(rules.closing, without=("ask_long_term",)))
    set_rules(cycle_id=work.cycle, version=0, rules=own, actor=WANG, at=NOON)

    assert "closing/long-term/" not in ma_client.get(tab(work)).content.decode()
