"""Reporting on a measure through the pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from closing import a_ready_work, closed
from drafts import TODAY
from people import NOON, SUN
from working import ONGOING, Work, a_work, hand_in
from zhenggai.ledger.models import Measure, Progress, ProgressDraft, Task
from zhenggai.ledger.operations.progress.judging import return_progress

TYPED = {
    "claims": "ongoing",
    "done": "巡查河道12次，清理垃圾38吨。",
    "next_step": "补查3条河。",
    "token": "form-of-a-test",
}


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


def typed(**changes: str) -> dict[str, str]:
    return {**TYPED, "day": localdate().isoformat(), **changes}


def address(work: Work, rest: str = "") -> str:
    return f"/cycles/{work.cycle}/tasks/{work.task}/progress/{rest}"


def form(work: Work, rest: str = "") -> str:
    return address(work, f"{work.measure}/{rest}")


def test_a_unit_reports_in_one_form_and_finds_its_report(zhao: Client, work: Work) -> None:
    page = zhao.get(form(work)).content.decode()
    token = re.search(r'name="token" value="([0-9a-f]+)"', page)
    assert token is not None

    answer = zhao.post(form(work), typed(token=token[1]), follow=True)

    shown = answer.content.decode()
    assert answer.redirect_chain[-1][0] == address(work) + "#measure-1"
    assert "进展已提交。" in shown
    assert "清理垃圾38吨" in shown
    assert Task.objects.get(pk=work.task).state == "ongoing"
    assert "正在整改" in shown


def test_a_form_sent_twice_is_one_report(zhao: Client, work: Work) -> None:
    first, second = (zhao.post(form(work), typed()) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert Progress.objects.count() == 1


def test_faults_are_told_at_their_fields_and_what_was_typed_stays(zhao: Client, work: Work) -> None:
    tomorrow = localdate() + timedelta(days=1)

    answer = zhao.post(form(work), typed(day=tomorrow.isoformat(), next_step=""))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="report-day_error">日期不能晚于今天' in page
    assert 'id="report-next_step_error">还在办理的' in page
    assert "清理垃圾38吨" in page
    assert 'value="form-of-a-test"' in page
    assert "还有内容需要改正" in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("day", "2026-02-31", "day_error"),
        ("done", "长" * 2001, "done_error"),
        ("claims", "x", "x"),
        ("token", "", "token"),
    ],
)
def test_what_makes_no_sense_is_refused(zhao: Client, work: Work, field: str, value: str, words: str) -> None:
    answer = zhao.post(form(work), typed(**{field: value}))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Progress.objects.exists()


def test_a_copy_is_told_before_and_after_and_passes_with_an_explanation(zhao: Client, work: Work) -> None:
    zhao.post(form(work), typed())

    checked = zhao.post(form(work, "check/"), typed(token="form-second"), headers={"hx-request": "true"})
    refused = zhao.post(form(work), typed(token="form-second"))
    passed = zhao.post(form(work), typed(token="form-second", explanation="汛期停工。"), follow=True)

    assert "雷同（相似 100%），数字没有变化" in checked.content.decode()
    assert "<html" not in checked.content.decode()
    assert refused.status_code == 422
    assert "与上一次报告内容雷同" in refused.content.decode()
    assert "与上次雷同" in passed.content.decode()


def test_the_check_shows_the_figures_that_were_read(zhao: Client, work: Work) -> None:
    part = zhao.post(form(work, "check/"), typed(effect="预计年底达标。"), headers={"hx-request": "true"})
    whole = zhao.post(form(work, "check/"), typed())

    words = part.content.decode()
    assert "12次" in words
    assert "38吨" in words
    assert "“预计”说的是还没有做的事" in words
    assert "清理垃圾38吨" in whole.content.decode()
    assert not Progress.objects.exists()


def test_a_draft_is_restored_in_another_browser(zhao: Client, work: Work) -> None:
    kept = zhao.post(form(work, "draft/"), typed(done="写到一半"), headers={"accept": "application/json"})
    token = ProgressDraft.objects.get().token
    other = Client()
    other.post("/login/", {"login": "unit-clerk", "password": "stone-bridge-41"})

    page = other.get(form(work)).content.decode()
    tab = other.get(address(work)).content.decode()

    assert kept.json()["kept"] is True
    assert "写到一半" in page
    assert f'value="{token}"' in page
    assert "存的草稿" in page
    assert "接着填草稿" in tab


def test_without_scripts_the_draft_button_keeps_it_too(zhao: Client, work: Work) -> None:
    answer = zhao.post(form(work, "draft/"), typed(done="写到一半"), follow=True)

    assert "草稿已保存" in answer.content.decode()
    assert "写到一半" in answer.content.decode()


def test_a_draft_that_comes_after_the_report_says_so(zhao: Client, work: Work) -> None:
    zhao.post(form(work), typed())

    late = zhao.post(form(work, "draft/"), typed(), headers={"accept": "application/json"})

    assert late.json()["kept"] is False
    assert not ProgressDraft.objects.exists()


def test_a_correction_stands_beside_what_it_corrects(zhao: Client, work: Work) -> None:
    zhao.post(form(work), typed())
    report = Progress.objects.get().pk
    page = zhao.get(form(work, f"correct/{report}/")).content.decode()

    answer = zhao.post(form(work, f"correct/{report}/"), typed(token="form-second", done="巡查11次。"), follow=True)

    shown = answer.content.decode()
    assert "清理垃圾38吨" in page
    assert "更正已提交" in shown
    assert f'更正 <a href="#report-{report}">' in shown
    assert "<del>巡查河道12次" in shown
    assert zhao.get(form(work, f"correct/{report}/")).status_code == 404


def test_a_supervisor_returns_a_report_with_a_reason_and_the_unit_sees_it(
    zhao: Client, sun: Client, work: Work
) -> None:
    zhao.post(form(work), typed())
    report = Progress.objects.get().pk
    judged = address(work, f"reports/{report}/judge/")

    without = sun.post(judged, {"judgement": "return", "reason": " "})
    sun.post(judged, {"judgement": "return", "reason": "缺巡查记录。"})
    again = sun.post(judged, {"judgement": "accept"})

    assert (without.status_code, again.status_code) == (409, 409)
    assert "孙立 退回：缺巡查记录。" in zhao.get(address(work)).content.decode()
    assert "被退回：缺巡查记录。" in zhao.get(form(work)).content.decode()
    assert "被退回" in zhao.get(f"/cycles/{work.cycle}/progress/").content.decode()


def test_a_report_is_accepted(zhao: Client, wang: Client, work: Work) -> None:
    zhao.post(form(work), typed())

    answer = wang.post(
        address(work, f"reports/{Progress.objects.get().pk}/judge/"), {"judgement": "accept"}, follow=True
    )

    assert "王敏 审定" in answer.content.decode()


def test_the_list_leads_to_the_form(zhao: Client, work: Work) -> None:
    page = zhao.get(f"/cycles/{work.cycle}/progress/").content.decode()
    none = zhao.get(f"/cycles/{work.cycle}/progress/?state=returned").content.decode()

    assert form(work) in page
    assert "2 条措施" in page
    assert "没有这样的措施" in none


def test_the_list_of_a_broken_key_is_an_error_page(zhao: Client, work: Work) -> None:
    assert zhao.get(f"/cycles/{work.cycle}/progress/?after=x").status_code == 404


def test_a_leader_reads_and_reports_nothing(li: Client, work: Work) -> None:
    hand_in(work)

    page = li.get(address(work)).content.decode()

    assert ONGOING.done in page
    assert "报告进展<span" not in page
    assert li.get(form(work)).status_code == 403


def test_zhao_of_another_unit_sees_and_does_nothing(zhao: Client, work: Work) -> None:
    other = Measure.objects.exclude(task_id=work.task).first()
    assert other is not None
    place = f"/cycles/{work.cycle}/tasks/{other.task_id}/progress/"

    answers = [
        zhao.get(place),
        zhao.get(f"{place}{other.pk}/"),
        zhao.post(f"{place}{other.pk}/", typed()),
        zhao.post(f"{place}{other.pk}/draft/", typed()),
        zhao.post(f"{place}{other.pk}/check/", typed()),
    ]

    assert {answer.status_code for answer in answers} == {403}


def test_numbers_that_do_not_belong_together_are_not_found(wang: Client, work: Work) -> None:
    other = Measure.objects.exclude(task_id=work.task).first()
    assert other is not None

    assert wang.get(address(work, f"{other.pk}/")).status_code == 404
    assert wang.get(f"/cycles/999/tasks/{work.task}/progress/").status_code == 404
    assert wang.get(address(work, "999/")).status_code == 404


def test_all_reports_are_shown_when_asked_for(wang: Client, work: Work) -> None:
    for place in range(5):
        report = hand_in(
            work,
            type(ONGOING)(day=TODAY, done=f"第{place}批整改{place + 3}处。", next_step="再查。"),
            token=f"form-000{place}",
        )
        if place < 4:
            return_progress(report_id=report, reason="补", actor=SUN, at=NOON)

    short = wang.get(address(work)).content.decode()
    whole = wang.get(address(work, f"?whole={work.measure}")).content.decode()

    assert "再看更早的 2 次" in short
    assert "第0批" not in short
    assert "第0批" in whole


def test_what_nobody_judged_by_itself_was_judged_by_those_who_signed_the_closing(wang: Client, db: None) -> None:
    work = a_ready_work()
    assert "待审" in wang.get(address(work)).content.decode()

    closed(work)

    page = wang.get(address(work)).content.decode()
    assert "随销号审定" in page
    assert "待审" not in page
