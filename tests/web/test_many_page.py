"""Changing many tasks from the ledger."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle
from people import WANG
from zhenggai.ledger.queries import list_ledger


@pytest.fixture
def cycle(db: None) -> int:
    """A cycle of fifty tasks."""
    return a_cycle(a_report([Finding(f"第{place}类巡查不到位的问题") for place in range(1, 51)]))


def units(cycle: int) -> set[str]:
    return {row.unit for row in list_ledger(cycle_id=cycle, actor=WANG, today=TODAY).rows}


def tasks_of(cycle: int) -> list[int]:
    return [row.task_id for row in list_ledger(cycle_id=cycle, actor=WANG, today=TODAY).rows]


def seen_in(page: str) -> list[str]:
    return re.findall(r'name="seen" value="(\d+:\d+)"', page)


def test_the_ledger_offers_to_pick_tasks_to_those_who_plan(wang: Client, cycle: int) -> None:
    page = wang.get(f"/cycles/{cycle}/ledger/").content.decode()

    assert page.count('class="pick"') == 50
    assert "修改本页 50 项" in page


def test_fifty_rows_are_chosen_previewed_and_changed(wang: Client, cycle: int) -> None:
    tasks = tasks_of(cycle)
    form = wang.get(f"/cycles/{cycle}/many/", {"task": tasks}).content.decode()
    typed = {"unit": "县水利局", "deadline": "2026-06-30"}

    preview = wang.post(f"/cycles/{cycle}/many/preview/", {**typed, "task": tasks}).content.decode()
    done = wang.post(f"/cycles/{cycle}/many/apply/", {**typed, "seen": seen_in(preview)}, follow=True)

    assert "选中 50 项任务" in form
    assert "将修改 50 项，不能修改 0 项" in preview
    assert preview.count("<ins>县水利局</ins>") == 50
    assert "已修改 50 项任务" in done.content.decode()
    assert units(cycle) == {"县水利局"}


def test_a_row_that_changed_meanwhile_brings_the_preview_again(wang: Client, cycle: int) -> None:
    tasks = tasks_of(cycle)[:2]
    wang.post(f"/cycles/{cycle}/many/apply/", {"person": "周某", "seen": [f"{tasks[0]}:1"]})

    answer = wang.post(f"/cycles/{cycle}/many/apply/", {"unit": "县水利局", "seen": [f"{task}:1" for task in tasks]})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "任务已有变化：王敏" in page
    assert seen_in(page) == [f"{tasks[0]}:2", f"{tasks[1]}:1"]
    assert units(cycle) == {""}


def test_an_empty_form_asks_for_something(wang: Client, cycle: int) -> None:
    answer = wang.post(f"/cycles/{cycle}/many/preview/", {"task": tasks_of(cycle)[:2]})

    assert answer.status_code == 422
    assert "请至少填写一项要修改的内容" in answer.content.decode()


def test_none_chosen_leads_back_to_the_ledger(wang: Client, cycle: int) -> None:
    answers = [wang.get(f"/cycles/{cycle}/many/"), wang.get(f"/cycles/{cycle}/many/?task=x&task=99999999999999999")]

    assert [answer.headers["Location"] for answer in answers] == [f"/cycles/{cycle}/ledger/"] * 2


def test_zhao_cannot_change_many(zhao: Client, cycle: int) -> None:
    answers = [
        zhao.get(f"/cycles/{cycle}/many/?task=1"),
        zhao.post(f"/cycles/{cycle}/many/preview/", {"task": "1"}),
        zhao.post(f"/cycles/{cycle}/many/apply/", {"seen": "1:1", "unit": "县水利局"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert 'class="pick"' not in zhao.get(f"/cycles/{cycle}/ledger/").content.decode()
