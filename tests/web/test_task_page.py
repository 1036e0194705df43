"""The page of a task and the forms on it."""

from __future__ import annotations

import pytest
from django.test import Client

from builders.reports import Finding, a_report
from drafts import TODAY, a_cycle, first_task
from people import WANG
from zhenggai.ledger.queries import task_page
from zhenggai.ledger.shapes import TaskPage

PLAN = {
    "version": "1",
    "target": "每条河道每月巡查",
    "kind": "timed",
    "leader": "副县长李某",
    "unit": "县水利局",
    "co_units": "县财政局、各镇",
    "person": "周某",
    "deadline": "2026-06-30",
    "standard": "记录齐全",
    "risk": "high",
}
MEASURE = {"version": "1", "text": "定期会商。", "times": "2", "per": "quarter", "measure_class": "meeting"}


@pytest.fixture
def cycle(db: None) -> int:
    """A cycle of one problem."""
    return a_cycle(a_report([Finding("河道巡查不到位的问题", measures=["持续巡查", "完成排查"])]))


def address(cycle: int, rest: str = "") -> str:
    return f"/cycles/{cycle}/tasks/{first_task(cycle)}/{rest}"


def page_of(cycle: int) -> TaskPage:
    return task_page(task_id=first_task(cycle), actor=WANG, today=TODAY)


def test_the_page_says_what_the_plan_lacks(wang: Client, cycle: int) -> None:
    page = wang.get(address(cycle)).content.decode()

    assert "方案还差：牵头领导、牵头单位、整改目标、整改类型、期限、频次" in page
    assert "写了“持续”，没有写明频次" in page
    assert "原文已锁定" in page


def test_the_problem_leads_to_its_task(wang: Client, cycle: int) -> None:
    problem = page_of(cycle).problems[0].id

    page = wang.get(f"/cycles/{cycle}/problems/{problem}/").content.decode()

    assert address(cycle) in page


def test_a_plan_is_saved_by_a_plain_form(wang: Client, cycle: int) -> None:
    answer = wang.post(address(cycle, "plan/"), PLAN, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == address(cycle)
    assert page_of(cycle).plan.co_units == ("县财政局", "各镇")
    assert "副县长李某" in page
    assert "修改了任务安排" in page


def test_the_form_holds_what_is_planned(wang: Client, cycle: int) -> None:
    wang.post(address(cycle, "plan/"), PLAN)

    page = wang.get(address(cycle, "?edit=plan")).content.decode()

    assert 'value="2026-06-30"' in page
    assert "县财政局、各镇" in page


@pytest.mark.parametrize(("field", "value"), [("deadline", "2026-02-31"), ("kind", "x"), ("leader", "李" * 201)])
def test_what_makes_no_sense_is_said_and_kept(wang: Client, cycle: int, field: str, value: str) -> None:
    answer = wang.post(address(cycle, "plan/"), {**PLAN, field: value})

    assert answer.status_code == 422
    assert "每条河道每月巡查" in answer.content.decode()


def test_a_clash_keeps_what_was_typed(wang: Client, cycle: int) -> None:
    wang.post(address(cycle, "plan/"), PLAN)

    answer = wang.post(address(cycle, "plan/"), {**PLAN, "person": "吴某"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="吴某"' in page
    assert "任务已有变化：王敏 修改了任务安排" in page
    assert 'name="version" value="2"' in page


def test_a_measure_is_added_changed_moved_and_dropped(wang: Client, cycle: int) -> None:
    wang.post(address(cycle, "measures/add/"), MEASURE)
    added = page_of(cycle).measures[-1].id
    wang.post(address(cycle, f"measures/{added}/"), {**MEASURE, "version": "2", "text": "常态化会商。"})
    wang.post(address(cycle, f"measures/{added}/place/"), {"version": "3", "position": "1"})
    first = page_of(cycle).measures[0]
    dropped = page_of(cycle).measures[1].id
    wang.post(address(cycle, f"measures/{dropped}/drop/"), {"version": "4"})

    assert (first.id, first.plan.text, first.plan.times, first.plan.per) == (added, "常态化会商。", 2, "quarter")
    assert [measure.plan.text for measure in page_of(cycle).measures] == ["常态化会商。", "完成排查。"]
    assert "每季度 2 次" in wang.get(address(cycle)).content.decode()


def test_a_vague_measure_comes_back_with_the_sentence(wang: Client, cycle: int) -> None:
    answer = wang.post(address(cycle, "measures/add/"), {**MEASURE, "times": "", "per": ""})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "请写明频次" in page
    assert ">\n定期会商。</textarea>" in page


@pytest.mark.parametrize("act", ["drop/", "place/"])
def test_a_late_hand_changes_nothing(wang: Client, cycle: int, act: str) -> None:
    measure = page_of(cycle).measures[0].id
    wang.post(address(cycle, "plan/"), PLAN)

    answer = wang.post(address(cycle, f"measures/{measure}/{act}"), {"version": "1", "position": "2"})

    assert answer.status_code == 409
    assert page_of(cycle).measures[0].id == measure


def test_numbers_that_do_not_belong_together_are_not_found(wang: Client, cycle: int) -> None:
    other = a_cycle(a_report([Finding("账目不清的问题")]))
    measure = page_of(other).measures[0].id

    answers = [
        wang.get(f"/cycles/{other}/tasks/{first_task(cycle)}/"),
        wang.get(f"/cycles/{cycle}/tasks/999/"),
        wang.post(address(cycle, f"measures/{measure}/drop/"), {"version": "1"}),
        wang.post(address(cycle, f"measures/{page_of(cycle).measures[0].id}/drop/"), {}),
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_sun_reads_the_task_and_changes_nothing(sun: Client, cycle: int) -> None:
    measure = page_of(cycle).measures[0].id
    rests = ["plan/", "measures/add/", f"measures/{measure}/", f"measures/{measure}/drop/"]

    page = sun.get(address(cycle, "?edit=plan&measure=new")).content.decode()
    answers = [sun.post(address(cycle, rest), {**PLAN, **MEASURE}) for rest in rests]

    assert "任务安排" in page
    assert "<textarea" not in page
    assert {answer.status_code for answer in answers} == {403}


def test_gu_sees_no_task(gu: Client, cycle: int) -> None:
    assert gu.get(address(cycle)).status_code == 403
