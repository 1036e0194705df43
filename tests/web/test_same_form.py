"""Two people with the same form: the second is told who was first and what is different, and keeps what they typed."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client
from django.utils.timezone import localdate
from lxml import html

from closing import TRUE, a_ready_work, apply, ma, sign, the_task
from exhibits import a_proof
from people import CHEN, LI, NOON, WANG
from tallies import a_figure
from working import ONGOING, Work, a_work, hand_in
from zhenggai.domain.roles import Role
from zhenggai.ledger.closing_models import Closing
from zhenggai.ledger.models import Figure, Progress, Task
from zhenggai.ledger.operations import closing as acts
from zhenggai.ledger.operations import planning
from zhenggai.ledger.operations.progress.commenting import add_comment
from zhenggai.ledger.operations.progress.judging import return_progress
from zhenggai.ledger.operations.progress.reporting import correct_progress
from zhenggai.ledger.planned import task_plan
from zhenggai.people.models import Account

YESTERDAY = "2026-03-01"


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


def words(answer: object) -> str:
    """The words of a page, with what stands in its fields."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    shown = re.sub(r'<(?:input|option)[^>]*value="([^"]*)"[^>]*>', r"\1", page)
    return re.sub(r"\s+", "", unescape(re.sub(r"<[^>]+>", "", shown)))


def form_values(client: Client, place: str, action: str) -> dict[str, str]:
    """What a browser would send of the form with that address, before anything is typed."""
    page = html.fromstring(client.get(place).content.decode())
    form = next(form for form in page.forms if form.action == action)
    return {name: value or "" for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def plan_by(actor, task_id: int, **changes: object) -> None:
    task = Task.objects.get(pk=task_id)
    plan = replace(task_plan(task), **changes)
    planning.plan_task(task_id=task_id, version=task.version, plan=plan, actor=actor, at=NOON)


class TestTheFieldsOfATask:
    def test_the_second_is_told_each_fact_from_what_it_was_to_what_it_is(self, wang: Client, work: Work) -> None:
        place, action = f"/cycles/{work.cycle}/tasks/{work.task}/?edit", f"/cycles/{work.cycle}/tasks/{work.task}/plan/"
        typed = form_values(wang, place, action)
        plan_by(CHEN, work.task, person="刘某", standard="水质达到三类")
        plan_by(CHEN, work.task, person="何某")
        add_comment(task_id=work.task, text="请补记录。", reply_to=None, actor=LI, at=NOON)

        answer = wang.post(action, {**typed, "target": "河道全部清淤"})

        page = words(answer)
        assert answer.status_code == 409
        assert "任务已有变化：陈静修改了任务安排（" in page
        assert "人员：无→何某" in page
        assert "验收标准：无→水质达到三类" in page
        assert "刘某" not in page.split("您填的内容还在")[0].split("任务已有变化")[1]
        assert "河道全部清淤" in page
        assert Task.objects.get(pk=work.task).target == ""

    def test_it_can_be_sent_again_from_the_page_that_came_back(self, wang: Client, work: Work) -> None:
        action = f"/cycles/{work.cycle}/tasks/{work.task}/plan/"
        typed = form_values(wang, f"/cycles/{work.cycle}/tasks/{work.task}/?edit", action)
        plan_by(CHEN, work.task, person="何某")
        page = wang.post(action, {**typed, "target": "河道全部清淤"}).content.decode()
        version = re.search(r'name="version" value="(\d+)"', page)
        assert version is not None

        answer = wang.post(action, {**typed, "target": "河道全部清淤", "version": version[1]})

        assert answer.status_code == 302
        assert Task.objects.get(pk=work.task).target == "河道全部清淤"


class TestProgress:
    def typed(self, **changes: str) -> dict[str, str]:
        return {
            "claims": "ongoing",
            "day": localdate().isoformat(),
            "done": "实为巡查11次。",
            "next_step": "补查3条河。",
            "token": "form-of-the-second",
            **changes,
        }

    def address(self, work: Work, report: int) -> str:
        return f"/cycles/{work.cycle}/tasks/{work.task}/progress/{work.measure}/correct/{report}/"

    def test_the_second_who_corrects_a_report_is_told_who_did(self, zhao: Client, work: Work) -> None:
        report = hand_in(work)
        newer = correct_progress(
            report_id=report, report=replace(ONGOING, done="巡查9次。"), token="form-first", actor=WANG, at=NOON
        )

        answer = zhao.post(self.address(work, report), self.typed())

        page = words(answer)
        assert answer.status_code == 409
        assert "这份报告已有变化：王敏更正了进展报告。" in page
        assert "实为巡查11次。" in page
        assert Progress.objects.count() == 2
        assert self.address(work, newer) in answer.content.decode()

    def test_a_correction_sent_twice_is_one(self, zhao: Client, work: Work) -> None:
        report = hand_in(work)

        answers = [zhao.post(self.address(work, report), self.typed()) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert Progress.objects.count() == 2

    def test_two_who_report_at_once_are_both_heard(self, zhao: Client, wang: Client, work: Work) -> None:
        place = f"/cycles/{work.cycle}/tasks/{work.task}/progress/{work.measure}/"

        first = zhao.post(place, self.typed(token="form-of-the-first"))
        second = wang.post(place, self.typed(done="另查3个排污口。"))

        assert (first.status_code, second.status_code) == (302, 302)
        assert Progress.objects.count() == 2

    def test_the_second_who_returns_a_report_keeps_the_reason(self, sun: Client, work: Work) -> None:
        report = hand_in(work)
        return_progress(report_id=report, reason="缺照片。", actor=WANG, at=NOON)

        answer = sun.post(
            f"/cycles/{work.cycle}/tasks/{work.task}/progress/reports/{report}/judge/",
            {"judgement": "return", "reason": "缺巡查记录。"},
        )

        page = words(answer)
        assert answer.status_code == 409
        assert "王敏退回了进展报告" in page
        assert "您填的内容没有保存，抄在这里：退回的原因缺巡查记录。" in page


class TestClosing:
    @pytest.fixture
    def work(self, db: None) -> Work:
        Account.objects.bulk_create(
            Account(login=f"spare-{n}", name="空", role=Role.UPPER_INSPECTOR, is_active=False) for n in range(60)
        )
        return a_ready_work()

    def test_who_returns_what_somebody_signed_meanwhile_is_told_and_can_send_it_again(
        self, work: Work, wang: Client
    ) -> None:
        closing = apply(work)
        place = f"/cycles/{work.cycle}/tasks/{work.task}/closing/"
        typed = form_values(wang, place, f"{place}{closing}/return/")
        sign(closing, LI)

        answer = wang.post(f"{place}{closing}/return/", {**typed, "why": "照片不清，请补。"})

        page = words(answer)
        assert answer.status_code == 409
        assert "这份申请已有变化：李建国" in page
        assert "照片不清，请补。" in page
        again = re.findall(r'name="version" value="(\d+)"', answer.content.decode())
        assert str(Closing.objects.get().version) in again

    def test_who_returns_what_is_withdrawn_meanwhile_finds_the_text_to_copy(self, work: Work, wang: Client) -> None:
        closing = apply(work)
        version = Closing.objects.get().version
        acts.withdraw_closing(closing_id=closing, version=version, actor=ma(work), at=NOON)

        answer = wang.post(
            f"/cycles/{work.cycle}/tasks/{work.task}/closing/{closing}/return/",
            {"version": str(version), "why": "照片不清，请补。"},
        )

        page = words(answer)
        assert answer.status_code == 409
        assert "马东撤回了申请" in page
        assert "您填的内容没有保存，抄在这里：原因照片不清，请补。" in page

    def test_who_applies_after_the_evidence_changed_is_told_what(self, work: Work) -> None:
        task = the_task(work)
        a_proof(work.cycle, b"one more", name="补充.txt", measures=[work.measure], actor=work.zhao)

        with pytest.raises(acts.ContentChanged) as refused:
            acts.apply_to_close(
                task_id=task.pk, version=task.version, seen="0" * 64, statement=TRUE, actor=ma(work), at=NOON
            )

        assert "赵晓峰" in str(refused.value)


class TestFigures:
    def test_the_second_who_corrects_a_figure_is_told_the_new_one(self, wang: Client, zhao: Client, work: Work) -> None:
        figure = a_figure(work.task, "20")
        place = f"/cycles/{work.cycle}/tasks/{work.task}/figures/"
        action = f"{place}{figure}/correct/"
        typed = form_values(wang, f"{place}?correct={figure}", action)
        first = zhao.post(action, {**typed, "digits": "30", "until": YESTERDAY, "why": "漏数。"})

        second = wang.post(action, {**typed, "digits": "25", "until": YESTERDAY, "why": "重数。"})

        page = words(second)
        assert (first.status_code, second.status_code) == (302, 409)
        assert "这个数字已由赵晓峰更正为30" in page
        assert "25" in page
        assert "重数。" in page
        newest = Figure.objects.get(supersedes=figure)
        assert f"{place}{newest.pk}/correct/" in second.content.decode()
