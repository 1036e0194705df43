"""Pages of a past instant."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from drafts import a_cycle, first_task
from people import NOON, WANG
from zhenggai.domain.planning import TaskPlan
from zhenggai.ledger.models import Task
from zhenggai.ledger.operations import planning

BEFORE, AFTER = "2026-03-02T12:30", "2026-03-02T13:30"


@pytest.fixture
def cycle(db: None) -> int:
    """A round adopted at noon in Shanghai, with a task planned an hour later."""
    cycle = a_cycle()
    plan = TaskPlan(leader="李建国", target="巡查到位")
    planning.plan_task(task_id=first_task(cycle), version=1, plan=plan, actor=WANG, at=NOON + timedelta(hours=1))
    return cycle


def test_the_ledger_of_an_instant_shows_what_stood_then(sun: Client, cycle: int) -> None:
    before = sun.get(f"/cycles/{cycle}/as-of/", {"at": BEFORE}).content.decode()
    after = sun.get(f"/cycles/{cycle}/as-of/", {"at": AFTER}).content.decode()

    assert "李建国" not in before
    assert "李建国" in after


def test_two_instants_are_compared_whichever_comes_first(sun: Client, cycle: int) -> None:
    for query in ({"at": BEFORE, "until": AFTER}, {"at": AFTER, "until": BEFORE}):
        page = sun.get(f"/cycles/{cycle}/as-of/", query).content.decode()

        assert "1 项任务有变化" in page
        assert "<ins>李建国</ins>" in page


def test_a_task_of_an_instant_shows_what_stood_then(sun: Client, cycle: int) -> None:
    place = f"/cycles/{cycle}/as-of/tasks/{first_task(cycle)}/"

    assert "巡查到位" not in sun.get(place, {"at": BEFORE}).content.decode()
    assert "巡查到位" in sun.get(place, {"at": AFTER}).content.decode()


def test_a_moment_before_everything_leads_to_the_first_one_that_is_told(sun: Client, cycle: int) -> None:
    place = f"/cycles/{cycle}/as-of/"
    page = sun.get(place, {"at": "2020-01-01"}).content.decode()
    way = re.search(r'href="(\?at=[^"]+)">看收入时的台账', page)

    assert "请选一个晚一些的时刻" in page
    assert way is not None
    assert "项任务" in sun.get(place + way[1]).content.decode()


@pytest.mark.parametrize("text", ["", "nonsense", "2026-13-40T99:99", "0001-01-01T00:00:00x"])
def test_an_instant_that_makes_no_sense_is_refused_at_its_field(sun: Client, cycle: int, text: str) -> None:
    answer = sun.get(f"/cycles/{cycle}/as-of/", {"at": text})

    assert answer.status_code == 422
    assert 'id="id_at_error"' in answer.content.decode()


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31T23:59"])
def test_the_ends_of_time_are_no_fault(sun: Client, cycle: int, text: str) -> None:
    assert sun.get(f"/cycles/{cycle}/as-of/", {"at": text}).status_code in {200, 422}


def test_a_unit_does_not_see_the_past_of_all(zhao: Client, cycle: int) -> None:
    assert zhao.get(f"/cycles/{cycle}/as-of/").status_code == 403


def test_the_overview_of_an_instant_shows_account_rates_aspects_and_units(sun: Client, cycle: int) -> None:
    page = text(sun.get(f"/cycles/{cycle}/as-of/", {"at": AFTER}).content.decode())
    tasks = Task.objects.filter(cycle=cycle).count()

    assert "2026-03-0213:30的总览" in page
    assert f"={tasks}项任务" in page
    assert "严格口径0/" in page
    assert "按方面" in page
    assert "按牵头单位" in page
    assert "记录里没有逐刻留下，这里不列" in page


def test_how_the_figures_moved_is_told_beside_what_changed(sun: Client, cycle: int) -> None:
    page = text(sun.get(f"/cycles/{cycle}/as-of/", {"at": BEFORE, "until": AFTER}).content.decode())

    assert "总数和完成率" in page
    assert "严格口径完成率" in page
    assert "按牵头单位，前后对照" in page


def text(page: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", page)))
