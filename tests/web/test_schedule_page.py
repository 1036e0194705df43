"""The schedule: bars of tasks, units by state, each figure opening as a list."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from builders.reports import Finding, a_report
from drafts import a_cycle
from people import NOON, WANG
from zhenggai.domain.planning import TaskPlan
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations.planning import plan_task


@pytest.fixture
def cycle(db: None) -> int:
    """A round with a late task of the water bureau and an undated one that nobody leads."""
    number = a_cycle(a_report([Finding("河道巡查不到位的问题"), Finding("账目不清的问题")]))
    task = Task.objects.order_by("position")[0]
    plan = TaskPlan(unit="县水利局", deadline=NOON.date().replace(year=2020))
    plan_task(task_id=task.pk, version=1, plan=plan, actor=WANG, at=NOON)
    return number


def test_the_table_says_what_the_picture_shows(wang: Client, cycle: int) -> None:
    page = wang.get(f"/cycles/{cycle}/schedule/").content.decode()

    assert "有期限的任务 1 项，无期限 1 项" in page
    assert "2020-03-02" in page
    assert "■" in page


def test_each_figure_opens_as_the_list_behind_it(wang: Client, cycle: int) -> None:
    page = wang.get(f"/cycles/{cycle}/schedule/").content.decode()
    late = re.search(r'href="([^"]+deadline=late[^"]*)"', page)

    assert late is not None
    found = wang.get(late.group(1).replace("&amp;", "&")).content.decode()
    assert "河道巡查不到位的问题" in found.split("<main")[1]
    assert "账目不清的问题" not in found.split("<main")[1]


def test_a_unit_that_nobody_named_opens_too(wang: Client, cycle: int) -> None:
    page = wang.get(f"/cycles/{cycle}/schedule/").content.decode()

    assert f"/cycles/{cycle}/ledger/?unit=-" in page
    assert "账目不清的问题" in wang.get(f"/cycles/{cycle}/ledger/?unit=-").content.decode()


@pytest.mark.parametrize("name", ["spans", "heat"])
@pytest.mark.parametrize("width", ["", "?narrow"])
def test_both_pictures_are_drawn_in_both_widths(wang: Client, cycle: int, name: str, width: str) -> None:
    answer = wang.get(f"/cycles/{cycle}/schedule/{name}.svg{width}")

    assert answer["Content-Type"] == "image/svg+xml"
    assert "县水利局" in answer.content.decode() or "逾期" in answer.content.decode()


def test_a_picture_that_is_none_is_not_found(wang: Client, cycle: int) -> None:
    assert wang.get(f"/cycles/{cycle}/schedule/pie.svg").status_code == 404


def test_a_round_without_days_says_where_they_are_set(wang: Client) -> None:
    page = wang.get(f"/cycles/{a_cycle()}/schedule/").content.decode()

    assert "还没有写明期限的任务" in page


def test_many_tasks_come_page_by_page(wang: Client, db: None) -> None:
    number = a_cycle(a_report([Finding(f"第{n}件事不到位的问题") for n in range(60)]))
    Task.objects.update(deadline=NOON.date())

    first = wang.get(f"/cycles/{number}/schedule/").content.decode()
    after = re.search(r'\?after=(\d+)"', first)
    assert after is not None
    second = wang.get(f"/cycles/{number}/schedule/?after={after.group(1)}").content.decode()

    assert "第59件事" in second
    assert "第59件事" not in first
    assert "回到开头" in second


def test_the_pages_ask_the_database_as_often_for_many_tasks_as_for_one(
    wang: Client, db: None, django_assert_max_num_queries
) -> None:
    number = a_cycle(a_report([Finding(f"第{n}件事不到位的问题") for n in range(60)]))
    Task.objects.update(deadline=NOON.date())

    with django_assert_max_num_queries(17):
        wang.get(f"/cycles/{number}/schedule/")


def test_zhao_of_a_unit_sees_the_own_unit_alone(zhao: Client, cycle: int) -> None:
    page = zhao.get(f"/cycles/{cycle}/schedule/").content.decode()

    assert "县水利局" in page
    assert "账目不清的问题" not in page
    assert "未明确" not in page


def test_gu_sees_nothing(gu: Client, cycle: int) -> None:
    assert gu.get(f"/cycles/{cycle}/schedule/").status_code == 403
