"""Extensions, promises and comments through the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from people import NOON, WANG
from working import Work, a_work
from zhenggai.domain.extensions import Wish
from zhenggai.ledger.models import Comment, Extension, Promise, Task
from zhenggai.ledger.operations.progress.extending import ask_extension
from zhenggai.people.models import Account

DUE = date(2030, 12, 31)


@pytest.fixture
def work(db: None) -> Work:
    return a_work(("2030年底前交付14个小区", DUE), deadline=localdate() + timedelta(days=40))


def address(work: Work, rest: str) -> str:
    return f"/cycles/{work.cycle}/tasks/{work.task}/{rest}"


def later(days: int = 20) -> str:
    return (localdate() + timedelta(days=40 + days)).isoformat()


def asked(work: Work, days: int = 20) -> int:
    wish = Wish(localdate() + timedelta(days=40 + days), "汛期不能施工。")
    return ask_extension(task_id=work.task, wish=wish, actor=replace(WANG, id=101), at=NOON)


class TestExtensions:
    def test_a_unit_asks_a_leader_grants_and_the_task_shows_it(self, zhao: Client, li: Client, work: Work) -> None:
        answer = zhao.post(
            address(work, "extensions/ask/"),
            {"new": later(), "reason": "汛期不能施工。", "measures_follow": "on"},
            follow=True,
        )
        number = Extension.objects.get().pk
        waiting = li.get(f"/cycles/{work.cycle}/extensions/").content.decode()
        li.post(address(work, f"extensions/{number}/decide/"), {"decision": "grant", "why": ""})

        assert "等待审批" in answer.content.decode()
        assert f"批准延至 {later()}" in waiting
        page = zhao.get(address(work, "")).content.decode()
        assert "已延期 1 次，累计 20 天" in page
        assert Task.objects.get(pk=work.task).deadline == date.fromisoformat(later())

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"new": "", "reason": "雨"}, "请写新的期限"),
            ({"new": "2026-02-31", "reason": "雨"}, "extension-new_error"),
            ({"new": "2020-01-01", "reason": "雨"}, "应晚于原期限"),
            ({"new": later(), "reason": ""}, "请写延期的原因"),
        ],
    )
    def test_faults_are_told_at_the_field(self, zhao: Client, work: Work, typed: dict[str, str], words: str) -> None:
        answer = zhao.post(address(work, "extensions/ask/"), typed)

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not Extension.objects.exists()

    def test_a_refusal_needs_a_reason_and_stays(self, li: Client, work: Work) -> None:
        place = address(work, f"extensions/{asked(work)}/decide/")

        without = li.post(place, {"decision": "refuse"})
        li.post(place, {"decision": "refuse", "why": "理由不足。"})
        again = li.post(place, {"decision": "grant"})

        page = li.get(address(work, "extensions/")).content.decode()
        assert (without.status_code, again.status_code) == (409, 409)
        assert "理由不足。" in page
        assert "不批准" in page

    def test_a_request_above_the_level_of_a_leader_is_not_offered_to_them(self, li: Client, work: Work) -> None:
        number = asked(work, 60)

        page = li.get(address(work, "extensions/")).content.decode()
        answer = li.post(address(work, f"extensions/{number}/decide/"), {"decision": "grant"})

        assert "批准延至" not in page
        assert "须领导小组组长审批" in page
        assert answer.status_code == 409
        assert "须由领导小组组长审批" in answer.content.decode()

    def test_after_the_day_the_page_says_why_nothing_can_be_asked(self, zhao: Client, wang: Client) -> None:
        work = a_work(deadline=localdate() - timedelta(days=3))

        unit = zhao.get(address(work, "extensions/")).content.decode()
        office = wang.get(address(work, "extensions/")).content.decode()

        assert "延期应在到期前提出" in unit
        assert "<form" not in unit.split('id="ask"')[1].split("</section>")[0]
        assert "补记延期申请" in office
        assert "为什么没有在到期前提出" in office

    def test_a_request_is_withdrawn(self, zhao: Client, work: Work) -> None:
        number = asked(work)

        zhao.post(address(work, f"extensions/{number}/withdraw/"))

        assert "已撤回" in zhao.get(f"/cycles/{work.cycle}/extensions/?state=withdrawn").content.decode()

    def test_the_rules_are_set_on_the_page_of_settings(self, wang: Client, work: Work) -> None:
        page = wang.get(f"/cycles/{work.cycle}/settings/").content.decode()

        assert "延期几天以内由牵头领导批准" in page
        assert 'name="leader_grants" value="30"' in page


class TestPromises:
    def one(self, work: Work) -> str:
        return f"/cycles/{work.cycle}/promises/{Promise.objects.get(due=DUE).pk}/"

    def test_a_promise_is_written_down_noted_and_declared(self, zhao: Client, sun: Client, work: Work) -> None:
        written = zhao.post(
            f"/cycles/{work.cycle}/promises/add/", {"text": "2031年建成文体中心", "due": "2031-12-31"}, follow=True
        )
        place = written.redirect_chain[-1][0]
        today = localdate().isoformat()
        zhao.post(f"{place}note/", {"version": "1", "day": today, "what": "已开工。"})
        judged = {"version": "2", "verdict": "partly", "day": today, "what": "主体封顶。"}
        page = sun.post(f"{place}judge/", judged, follow=True).content.decode()

        assert "手工记下" in written.content.decode()
        assert "已开工。" in page
        assert "部分兑现" in page
        assert "认定承诺部分兑现" in page

    def test_the_list_shows_who_and_when_and_filters(self, wang: Client, work: Work) -> None:
        page = wang.get(f"/cycles/{work.cycle}/promises/").content.decode()
        none = wang.get(f"/cycles/{work.cycle}/promises/?scope=beyond&state=broken").content.decode()

        assert "2030年底前交付14个小区" in page
        assert "县水利局" in page
        assert "2030-12-31" in page
        assert "没有这样的承诺" in none

    def test_a_broken_key_leads_nowhere(self, wang: Client, work: Work) -> None:
        assert wang.get(f"/cycles/{work.cycle}/promises/?after=x").status_code == 404

    def test_the_overview_leads_to_the_promise(self, wang: Client, work: Work) -> None:
        page = wang.get(f"/cycles/{work.cycle}/").content.decode()

        assert self.one(work) in page
        assert f"/cycles/{work.cycle}/promises/" in page

    def test_what_makes_no_sense_is_told_and_kept(self, wang: Client, work: Work) -> None:
        new = wang.post(f"/cycles/{work.cycle}/promises/add/", {"text": "", "leader": "某人"})
        proofless = wang.post(
            self.one(work) + "judge/",
            {"version": "1", "verdict": "kept", "day": localdate().isoformat(), "what": "都交付了"},
        )
        stale = wang.post(
            self.one(work) + "judge/",
            {"version": "9", "verdict": "partly", "day": localdate().isoformat(), "what": "交付了一半"},
        )

        assert (new.status_code, proofless.status_code, stale.status_code) == (422, 422, 409)
        assert 'value="某人"' in new.content.decode()
        assert "凭什么认定" in proofless.content.decode()
        assert "交付了一半" in stale.content.decode()

    def test_a_leader_extends_and_the_first_day_stays(self, li: Client, work: Work) -> None:
        page = li.post(
            self.one(work) + "extend/",
            {"version": "1", "new": "2031-01-20", "reason": "雨季停工。"},
            follow=True,
        ).content.decode()

        assert "延期 1 次，最初 2030-12-31" in page

    def test_the_office_says_whose_it_is(self, wang: Client, work: Work) -> None:
        page = wang.post(
            self.one(work) + "change/",
            {"version": "1", "due": "2030-12-31", "task": "1", "unit": "县财政局", "leader": "王副县长"},
            follow=True,
        ).content.decode()

        assert "县财政局" in page
        assert "修改了承诺的归属" in page

    def test_a_unit_does_not_judge_its_own(self, zhao: Client, work: Work) -> None:
        page = zhao.get(self.one(work)).content.decode()

        assert "认定兑现" not in page
        assert zhao.post(self.one(work) + "judge/", {"version": "1"}).status_code == 403
        assert zhao.post(self.one(work) + "extend/", {"version": "1"}).status_code == 403

    def test_gu_sees_no_promise(self, gu: Client, work: Work) -> None:
        assert gu.get(self.one(work)).status_code == 403
        assert gu.get(f"/cycles/{work.cycle}/promises/").status_code == 403


class TestComments:
    def test_a_comment_calls_somebody_who_sees_it_and_answers(self, wang: Client, zhao: Client, work: Work) -> None:
        wang.post(address(work, "comments/add/"), {"text": "@赵晓峰 请补巡查记录。"})
        called = zhao.get(address(work, "comments/")).content.decode()
        first = Comment.objects.get().pk
        reply = zhao.get(address(work, f"comments/?reply={first}")).content.decode()
        zhao.post(address(work, "comments/add/"), {"text": "已补。", "reply_to": str(first)})

        page = zhao.get(address(work, "comments/")).content.decode()
        assert "有 1 条@我，知道了" in called
        assert "回复 王敏：" in reply
        assert "@我，知道了" not in page
        assert f'回复 <a href="#comment-{first}">王敏</a>' in page
        assert "意见 2" in page

    def test_who_is_called_may_just_say_so(self, wang: Client, zhao: Client, work: Work) -> None:
        wang.post(address(work, "comments/add/"), {"text": "@赵晓峰 请看。"})

        zhao.post(address(work, "comments/seen/"))

        assert "知道了" not in zhao.get(address(work, "comments/")).content.decode()

    @pytest.mark.parametrize(
        ("text", "words"), [("", "请写意见"), ("@无此人 看", "没有叫“无此人”的人"), ("长" * 2001, "comment-text_error")]
    )
    def test_faults_are_told_at_the_field(self, wang: Client, work: Work, text: str, words: str) -> None:
        answer = wang.post(address(work, "comments/add/"), {"text": text})

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not Comment.objects.exists()

    def test_markup_in_a_comment_is_text(self, wang: Client, work: Work) -> None:
        wang.post(address(work, "comments/add/"), {"text": "<script>alert(1)</script>"})

        page = wang.get(address(work, "comments/")).content.decode()

        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page

    def test_a_withdrawn_comment_keeps_its_place(self, wang: Client, sun: Client, work: Work) -> None:
        wang.post(address(work, "comments/add/"), {"text": "写错了"})
        number = Comment.objects.get().pk

        refused = sun.post(address(work, f"comments/{number}/withdraw/"))
        page = wang.post(address(work, f"comments/{number}/withdraw/"), follow=True).content.decode()

        assert refused.status_code == 409
        assert "已撤回" in page
        assert 'comment-text">写错了' not in page

    def test_people_in_reach_are_suggested(self, wang: Client, zhao: Client, gu: Client, work: Work) -> None:
        page = wang.get(address(work, "comments/")).content.decode()

        assert "@赵晓峰" in page
        assert "@顾明" not in page
        assert Account.objects.count() == 3

    def test_gu_and_another_unit_read_no_comment(self, gu: Client, zhao: Client, work: Work) -> None:
        other = Task.objects.exclude(pk=work.task).get()

        assert gu.get(address(work, "comments/")).status_code == 403
        assert zhao.get(f"/cycles/{work.cycle}/tasks/{other.pk}/comments/").status_code == 403
