"""The page of the plan: matrix, holes, declared counts."""

from __future__ import annotations

import pytest
from django.test import Client

from builders.reports import Finding, a_report
from drafts import a_cycle
from zhenggai.domain.report import Declared, Header


@pytest.fixture
def cycle(db: None) -> int:
    """A cycle of one problem whose text says that there are two tasks."""
    header = Header(title="云岭县水利局整改方案", kind="巡察", declared=Declared(tasks=2))
    return a_cycle(a_report([Finding("河道巡查不到位的问题", measures=["持续巡查"])], header=header))


def test_the_page_names_what_keeps_the_plan_from_being_issued(wang: Client, cycle: int) -> None:
    page = wang.get(f"/cycles/{cycle}/coverage/").content.decode()

    assert "方案还不能印发" in page
    assert "牵头领导 1 项：(一)1 任务 1" in page
    assert "任务：文中称 2，台账 1，未说明" in page
    assert "没有频次" in page


def test_a_difference_is_explained_by_a_plain_form(wang: Client, cycle: int) -> None:
    wang.post(f"/cycles/{cycle}/coverage/tasks/", {"counted": "1", "reason": "一项不公开"})

    page = wang.get(f"/cycles/{cycle}/coverage/").content.decode()

    assert "一项不公开" in page
    assert "未说明" not in page


def test_a_reason_for_another_number_comes_back(wang: Client, cycle: int) -> None:
    answer = wang.post(f"/cycles/{cycle}/coverage/tasks/", {"counted": "7", "reason": "一项不公开"})

    assert answer.status_code == 409
    assert 'value="一项不公开"' in answer.content.decode()
    assert "台账里的数已变成 1" in answer.content.decode()


def test_only_holes_can_be_asked_for(wang: Client, cycle: int) -> None:
    assert "河道巡查" in wang.get(f"/cycles/{cycle}/coverage/?holes=1").content.decode().split("<main")[1]


def test_unknown_counts_and_rounds_are_not_found(wang: Client, cycle: int) -> None:
    answers = [
        wang.post(f"/cycles/{cycle}/coverage/measures/", {"counted": "1", "reason": "无"}),
        wang.get("/cycles/999/coverage/"),
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_sun_reads_the_plan_and_explains_nothing(sun: Client, gu: Client, cycle: int) -> None:
    path = f"/cycles/{cycle}/coverage/"

    assert sun.get(path).status_code == 200
    assert "说明原因" not in sun.get(path).content.decode()
    assert sun.post(f"{path}tasks/", {"counted": "1", "reason": "无"}).status_code == 403
    assert gu.get(path).status_code == 403
