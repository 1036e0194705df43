"""The page of a leader: only what they lead, what of it is stuck, what waits for their word."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from appointed import an_account
from builders.reports import Finding, a_report
from closing import a_ready_work, apply
from drafts import a_cycle
from people import NOON, WANG
from zhenggai.domain.planning import TaskPlan
from zhenggai.domain.roles import Role
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations.planning import plan_task
from zhenggai.people.models import Account

OWN, OTHER = "河道巡查不到位的问题", "账目不清的问题"


@pytest.fixture
def cycle(db: None) -> int:
    """A round with a late task that Li leads and a task that somebody else leads."""
    number = a_cycle(a_report([Finding(OWN), Finding(OTHER)]))
    own, other = Task.objects.order_by("position")
    late = NOON.date().replace(year=2020)
    for task, leader in ((own, "李建国"), (other, "周文")):
        plan = TaskPlan(unit="县水利局", leader=leader, deadline=late)
        plan_task(task_id=task.pk, version=1, plan=plan, actor=WANG, at=NOON)
    return number


def test_a_leader_sees_only_their_own_tasks(li: Client, cycle: int) -> None:
    page = li.get(f"/cycles/{cycle}/leaders/").content.decode()

    assert "牵头任务 1 项，停滞 1 项，批准延期 0 次" in page
    assert OWN in page
    assert OTHER not in page
    assert "没有等您签批的事。" in page


def test_each_figure_opens_as_the_ledger_of_that_leader(li: Client, cycle: int) -> None:
    page = li.get(f"/cycles/{cycle}/leaders/").content.decode()
    late = re.search(r'class="tally late" href="([^"]+)"', page)

    assert late is not None
    found = li.get(late.group(1).replace("&amp;", "&")).content.decode().split("<main")[1]
    assert OWN in found
    assert OTHER not in found


def test_the_rail_leads_a_leader_there_and_nobody_else(li: Client, wang: Client, cycle: int) -> None:
    assert "我牵头的" in li.get(f"/cycles/{cycle}/").content.decode()
    assert "我牵头的" not in wang.get(f"/cycles/{cycle}/").content.decode()


def test_the_office_opens_a_leader_by_name(wang: Client, cycle: int) -> None:
    page = wang.get(f"/cycles/{cycle}/leaders/?name=周文").content.decode()

    assert "<h1>周文</h1>" in page
    assert OTHER in page
    assert OWN not in page
    assert "等您签批" not in page


def test_the_office_without_a_name_chooses_among_the_leaders(wang: Client, cycle: int) -> None:
    page = wang.get(f"/cycles/{cycle}/leaders/").content.decode()

    assert "李建国" in page
    assert "周文" in page
    assert "停滞的任务" not in page


def test_a_name_that_no_plan_knows_says_where_leaders_are_named(wang: Client, cycle: int) -> None:
    page = wang.get(f"/cycles/{cycle}/leaders/", {"name": "<b>无此人\0"}).content.decode()

    assert "这个轮次没有由其牵头的任务" in page
    assert "<b>无此人" not in page


def test_the_schedule_lists_the_leaders(wang: Client, cycle: int) -> None:
    page = wang.get(f"/cycles/{cycle}/schedule/").content.decode()

    assert "各牵头领导的任务" in page
    assert f"/cycles/{cycle}/leaders/?name=" in page


def test_a_round_without_leaders_says_where_they_are_named(wang: Client) -> None:
    assert "方案里还没有写明牵头领导" in wang.get(f"/cycles/{a_cycle()}/leaders/").content.decode()


def test_zhao_of_a_unit_may_not_and_sees_no_leaders_on_the_schedule(zhao: Client, cycle: int) -> None:
    assert zhao.get(f"/cycles/{cycle}/leaders/").status_code == 403
    assert "各牵头领导的任务" not in zhao.get(f"/cycles/{cycle}/schedule/").content.decode()


@pytest.mark.parametrize("role", [Role.FIRST_RESPONSIBLE, Role.GROUP_HEAD])
def test_who_decides_and_leads_tasks_too_finds_them_in_the_rail(cycle: int, role: Role) -> None:
    zhou = Client()
    zhou.force_login(Account.objects.get(pk=an_account("周文", role)))

    page = zhou.get(f"/cycles/{cycle}/leaders/").content.decode()

    assert f'<a href="/cycles/{cycle}/leaders/" aria-current="page">我牵头的</a>' in page
    assert OTHER in page


def test_reports_that_wait_in_another_office_do_not_stand_before_what_the_leader_signs(li: Client, db: None) -> None:
    work = a_ready_work()
    apply(work)

    page = li.get(f"/cycles/{work.cycle}/leaders/").content.decode()

    assert "牵头领导签字" in page
    assert "去签字" in page
    assert "进展待审" not in page
