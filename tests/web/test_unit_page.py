"""The page of a unit: how its tasks stand, what came back, what was put off, what was noted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from builders.reports import Finding, a_report
from drafts import a_cycle
from people import NOON, SUN, WANG
from working import DEADLINE, DONE, Work, a_work, hand_in
from zhenggai.domain.extensions import Wish
from zhenggai.ledger.models import Extension
from zhenggai.ledger.operations.progress.extending import ask_extension
from zhenggai.ledger.operations.progress.judging import return_progress


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


def test_lights_are_counted_and_the_record_of_the_tasks_stands_beside(wang: Client, work: Work) -> None:
    hand_in(work)

    page = wang.get(f"/people/units/{work.unit}/").content.decode()

    assert 'class="row sheet-body unit-lights"' in page
    assert "任务记录" in page
    assert "赵晓峰" in page.split('id="record"')[1]


def test_a_returned_report_is_listed_until_another_is_handed_in(wang: Client, work: Work) -> None:
    return_progress(report_id=hand_in(work), reason="没有写明河段。", actor=SUN, at=NOON)

    held = wang.get(f"/people/units/{work.unit}/").content.decode()
    hand_in(work, DONE, token="form-0002")

    assert "没有写明河段。" in held.split('id="returned"')[1].split("</section>")[0]
    assert 'id="returned"' not in wang.get(f"/people/units/{work.unit}/").content.decode()


@pytest.mark.parametrize(("state", "listed"), [("granted", True), ("refused", True), ("asked", False)])
def test_decided_extensions_are_listed(wang: Client, work: Work, state: str, listed: bool) -> None:
    wish = Wish(DEADLINE + timedelta(days=9), "汛期不能施工。")
    asked = ask_extension(task_id=work.task, wish=wish, actor=WANG, at=NOON)
    Extension.objects.filter(pk=asked).update(state=state, why="同意。")

    page = wang.get(f"/people/units/{work.unit}/").content.decode()

    assert ('id="extensions"' in page) is listed


def test_somebody_of_another_unit_sees_none_of_it(zhao: Client, db: None) -> None:
    work = a_work()
    other = work.qian.unit_id
    a_cycle(a_report([Finding("票据不全的问题", extra={"责任单位": "县财政局"})]))

    page = zhao.get(f"/people/units/{other}/").content.decode()

    assert "票据不全的问题" not in page
    assert 'id="record"' not in page


def test_the_keeper_of_the_machine_sees_the_unit_without_its_tasks(gu: Client, work: Work) -> None:
    page = gu.get(f"/people/units/{work.unit}/").content.decode()

    assert 'id="tasks"' not in page
    assert 'id="record"' not in page


def test_several_cycles_cost_as_many_queries_as_one(wang: Client, work: Work, django_assert_max_num_queries) -> None:
    for number in range(4):
        a_cycle(a_report([Finding(f"第{number}件事不到位的问题", extra={"责任单位": "县水利局"})]), again=True)

    with django_assert_max_num_queries(32):
        wang.get(f"/people/units/{work.unit}/")
