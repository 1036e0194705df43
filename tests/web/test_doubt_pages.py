"""Doubts and rules through the pages."""

from __future__ import annotations

import pytest
from django.test import Client

from doubts import a_doubt
from people import NOON, WANG
from working import Work, a_work
from zhenggai.ledger.models import DoubtWord, LedgerDoubt, RuleSwitch, Task
from zhenggai.ledger.operations.doubting import look_again

RULE = "ledger.equation"
WHY = "核对了市场监管局的台账原件。"


@pytest.fixture
def work(db: None) -> Work:
    return a_work()


@pytest.fixture
def doubt(work: Work) -> int:
    return a_doubt(Task.objects.get(pk=work.task))


def address(work: Work, doubt: int, rest: str = "") -> str:
    return f"/cycles/{work.cycle}/doubts/{doubt}/{rest}"


def text_of(client: Client, place: str) -> str:
    answer = client.get(place)
    assert answer.status_code == 200
    return answer.content.decode()


class TestReading:
    def test_the_list_shows_the_doubt_and_keeps_its_filters_in_the_address(
        self, wang: Client, work: Work, doubt: int
    ) -> None:
        page = text_of(wang, f"/cycles/{work.cycle}/doubts/")
        narrowed = text_of(wang, f"/cycles/{work.cycle}/doubts/?state=open&severity=warning")

        assert "合计写 28，逐项相加是 27。" in page
        assert "?severity=error" in page
        assert "没有这样的疑点" in narrowed or "还没有检查过" in narrowed

    def test_one_doubt_says_why_what_may_excuse_it_and_where_to_look(
        self, wang: Client, work: Work, doubt: int
    ) -> None:
        page = text_of(wang, address(work, doubt))

        assert "为什么可疑" in page
        assert "也可能有正当的原因" in page
        assert f'href="/cycles/{work.cycle}/tasks/{work.task}/"' in page

    def test_the_tab_of_the_task_and_the_overview_count_it(self, wang: Client, work: Work, doubt: int) -> None:
        look_again(cycle_id=work.cycle, actor=WANG, at=NOON)
        other = a_doubt(Task.objects.get(pk=work.task), "other")

        tab = text_of(wang, f"/cycles/{work.cycle}/tasks/{work.task}/doubts/")
        overview = text_of(wang, f"/cycles/{work.cycle}/")

        assert address(work, other) in tab
        assert "处没有办结" in overview
        assert "处阻断销号" in overview

    def test_a_unit_sees_its_own_doubts_and_no_registry(self, zhao: Client, work: Work, doubt: int) -> None:
        theirs = a_doubt(Task.objects.filter(cycle_id=work.cycle).exclude(pk=work.task).get(), "theirs")

        page = text_of(zhao, f"/cycles/{work.cycle}/doubts/")

        assert address(work, doubt) in page
        assert address(work, theirs) not in page
        assert zhao.get(address(work, theirs)).status_code == 403
        assert zhao.get(f"/cycles/{work.cycle}/rules/").status_code == 403

    def test_a_doubt_of_another_round_and_a_made_up_page_are_not_found(
        self, wang: Client, work: Work, doubt: int
    ) -> None:
        assert wang.get(f"/cycles/{work.cycle + 1}/doubts/{doubt}/").status_code == 404
        assert wang.get(f"/cycles/{work.cycle}/doubts/?after=nonsense").status_code == 404
        assert wang.get(f"/cycles/{work.cycle}/doubts/999/").status_code == 404

    def test_a_list_needs_no_more_queries_for_more_doubts(
        self, wang: Client, work: Work, doubt: int, django_assert_max_num_queries: object
    ) -> None:
        task = Task.objects.get(pk=work.task)
        for number in range(40):
            a_doubt(task, f"more {number}")

        with django_assert_max_num_queries(25):  # type: ignore[operator]
            wang.get(f"/cycles/{work.cycle}/doubts/")


class TestAnswering:
    def test_the_unit_explains_and_a_judge_settles(self, zhao: Client, sun: Client, work: Work, doubt: int) -> None:
        explained = zhao.post(
            address(work, doubt, "explain/"), {"version": 1, "why": "一户重复登记，正在更正。"}, follow=True
        )
        settled = sun.post(
            address(work, doubt, "settle/"), {"version": 2, "verdict": "explained", "why": WHY}, follow=True
        )

        assert "说明已记下，等待认定。" in explained.content.decode()
        page = settled.content.decode()
        assert "处置已记下" in page
        assert "一户重复登记，正在更正。" in page
        assert LedgerDoubt.objects.get(pk=doubt).state == "explained"

    def test_a_verdict_without_reasons_comes_back_with_what_was_chosen(
        self, sun: Client, work: Work, doubt: int
    ) -> None:
        answer = sun.post(address(work, doubt, "settle/"), {"version": 1, "verdict": "mistaken", "why": ""})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "请把理由写清楚，至少 4 个字。" in page
        assert 'value="mistaken" id="settle-verdict_2" checked' in page or "checked" in page
        assert not DoubtWord.objects.exists()

    def test_a_stale_form_is_told_and_keeps_what_was_typed(self, sun: Client, work: Work, doubt: int) -> None:
        sun.post(address(work, doubt, "settle/"), {"version": 1, "verdict": "explained", "why": WHY})

        answer = sun.post(address(work, doubt, "settle/"), {"version": 1, "verdict": "upheld", "why": "另有发现。"})

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "疑点已由 孙立 说明或处置" in page
        assert "另有发现。" in page
        assert 'name="version" value="2"' in page

    def test_the_unit_may_not_settle_and_nobody_forges_a_verdict(
        self, zhao: Client, sun: Client, work: Work, doubt: int
    ) -> None:
        form = {"version": 1, "verdict": "mistaken", "why": WHY}

        assert zhao.post(address(work, doubt, "settle/"), form).status_code == 403
        assert sun.post(address(work, doubt, "settle/"), {**form, "verdict": "gone"}).status_code == 422
        assert LedgerDoubt.objects.get(pk=doubt).state == "open"

    def test_the_work_of_judges_and_units_lists_what_waits(
        self, sun: Client, zhao: Client, work: Work, doubt: int
    ) -> None:
        assert "1 处疑点待处置" in text_of(sun, "/work/")
        assert "1 处疑点待说明" in text_of(zhao, "/work/")


class TestLooking:
    def test_the_rules_look_when_they_are_asked_to(self, wang: Client, zhao: Client, work: Work) -> None:
        whole = wang.post(f"/cycles/{work.cycle}/doubts/look/", follow=True)
        own = zhao.post(f"/cycles/{work.cycle}/tasks/{work.task}/doubts/look/", follow=True)

        assert "检查完了" in whole.content.decode()
        assert "检查完了" in own.content.decode()
        assert zhao.post(f"/cycles/{work.cycle}/doubts/look/").status_code == 403


class TestRules:
    def switch(self, client: Client, work: Work, **typed: object) -> object:
        return client.post(
            f"/cycles/{work.cycle}/rules/switch/",
            {"rule": RULE, "number": 0, "on": "off", "why": WHY, **typed},
            follow=True,
        )

    def test_the_registry_shows_who_switched_a_rule_off_and_why(self, wang: Client, sun: Client, work: Work) -> None:
        self.switch(wang, work)

        page = text_of(sun, f"/cycles/{work.cycle}/rules/")
        assert WHY in page
        assert "停用 1 条" in page
        assert "停用这条规则" not in page

    def test_without_a_reason_or_right_nothing_is_switched(self, wang: Client, sun: Client, work: Work) -> None:
        answer = self.switch(wang, work, why="")

        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert self.switch(sun, work).status_code == 403  # type: ignore[attr-defined]
        assert self.switch(wang, work, rule="ledger.nothing").status_code == 404  # type: ignore[attr-defined]
        assert not RuleSwitch.objects.exists()

    def test_a_threshold_is_set_and_a_wrong_one_comes_back(self, wang: Client, work: Work) -> None:
        form = {"rule": "ledger.evidence_reused", "number": 0, "name": "tasks", "value": "5", "why": WHY}
        place = f"/cycles/{work.cycle}/rules/threshold/"

        kept = wang.post(place, form, follow=True).content.decode()
        wrong = wang.post(place, {**form, "number": 1, "value": "900"})

        assert "→ 5</span>" in kept
        assert wrong.status_code == 422
        assert "应在 1 到 50" in wrong.content.decode()

    def test_the_share_of_false_alarms_stands_beside_each_rule(self, sun: Client, work: Work, doubt: int) -> None:
        sun.post(address(work, doubt, "settle/"), {"version": 1, "verdict": "mistaken", "why": WHY})

        page = text_of(sun, f"/cycles/{work.cycle}/rules/")

        assert "处置过 1 处，其中误报 1 处，占 100%" in page
