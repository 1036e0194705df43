"""The pages of closing: what is missing, signing one after the other, visits from a phone, samples and rates."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from browsed import somebody, text
from closing import (
    TRUE,
    a_ready_work,
    apply,
    closed,
    digest,
    state,
    the_task,
)
from drafts import TODAY
from exhibits import a_proof
from people import NOON
from working import Work, a_work
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.roles import Role
from zhenggai.ledger.closing.digests import seen_digest
from zhenggai.ledger.closing.views import closing_view
from zhenggai.ledger.closing_models import Closing, Signature
from zhenggai.ledger.operations import closing as acts
from zhenggai.people.models import Account
from zhenggai.people.queries import find_actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("numbers_of_their_own")]


@pytest.fixture
def work() -> Work:
    return a_ready_work()


@pytest.fixture
def head(work: Work) -> Client:
    return somebody(Role.UNIT_HEAD, "马东", "县水利局")[0]


def address(work: Work, rest: str = "") -> str:
    return f"/cycles/{work.cycle}/tasks/{work.task}/closing/{rest}"


def soon() -> str:
    """A day within the coming year; pages go by the clock."""
    return (localdate() + timedelta(days=120)).isoformat()


def applying(work: Work, **typed: str) -> dict[str, str]:
    task = the_task(work)
    seen = seen_digest(closing_view(task, today=TODAY))
    return {"version": str(task.version), "seen": seen, "statement": TRUE, "truth": "on", **typed}


class TestWhatIsMissing:
    @pytest.mark.parametrize("tab", ["", "progress/", "closing/", "comments/"])
    def test_every_page_of_a_task_says_from_the_first_day_how_much_is_missing(self, wang: Client, tab: str) -> None:
        work = a_work()

        page = text(wang.get(f"/cycles/{work.cycle}/tasks/{work.task}/{tab}"))

        assert "还差6项" in page
        assert "措施1还没有报办完：成立专班。" in page

    def test_what_is_missing_leads_to_where_it_is_mended(self, wang: Client) -> None:
        work = a_work()

        page = wang.get(address(work)).content.decode()

        task = f"/cycles/{work.cycle}/tasks/{work.task}"
        assert f'href="{task}/progress/#measure-1"' in page
        assert f'href="{task}/"' in page

    def test_who_applies_under_the_address_of_another_round_moves_nothing(self, work: Work, head: Client) -> None:
        another = f"/cycles/{work.cycle + 1}/tasks/{work.task}/closing/apply/"

        answer = head.post(another, applying(work))

        assert answer.status_code == 404
        assert state(work) == "ongoing"

    def test_who_applies_too_early_is_told_what_to_bring(self, work: Work, head: Client) -> None:
        task = the_task(work)
        type(task).objects.filter(pk=task.pk).update(target="")

        page = text(head.get(address(work)))

        assert "还不能申请销号，要先补齐：" in page
        assert "安排里还没有写明整改目标。" in page


class TestAfterTheEnd:
    def test_pages_of_a_closed_task_offer_no_work_but_say_why_and_the_way_forward(
        self, work: Work, head: Client
    ) -> None:
        closed(work)
        task = f"/cycles/{work.cycle}/tasks/{work.task}"
        form = reverse("progress_report", args=[work.cycle, work.task, work.measure])

        for tab in ("progress/", "figures/", "evidence/"):
            page = head.get(f"{task}/{tab}").content.decode()
            assert "这条任务已销号" in page
            assert f'href="{task}/closing/#reopen"' in page
            assert not re.search(r'<form[^>]* method="post" action="/cycles', page), tab
            assert form not in page

    def test_the_form_of_a_report_leads_back_and_what_was_typed_is_refused_and_kept(
        self, work: Work, head: Client
    ) -> None:
        closed(work)
        address = reverse("progress_report", args=[work.cycle, work.task, work.measure])
        typed = {"day": TODAY.isoformat(), "done": "又巡查了一遍。", "claims": "ongoing", "token": "late-form-1"}

        led = head.get(address)
        answer = head.post(address, {**typed, "next_step": "下周再查。"})

        assert led.headers["Location"] == reverse("task_progress", args=[work.cycle, work.task])
        assert answer.status_code == 409
        assert "这条任务已销号，先重新激活，才能填报进展。" in text(answer)
        assert "又巡查了一遍。" in answer.content.decode()


class TestApplying:
    def test_the_head_applies_with_their_word(self, work: Work, head: Client) -> None:
        answer = head.post(address(work, "apply/"), applying(work), follow=True)

        assert "销号申请已提交" in text(answer)
        assert (state(work), Signature.objects.get().by) == ("closing", "马东")

    @pytest.mark.parametrize("typed", [{"truth": ""}, {"statement": " "}])
    def test_without_word_or_words_nothing_is_applied_for_and_the_text_stays(
        self, work: Work, head: Client, typed: dict[str, str]
    ) -> None:
        answer = head.post(address(work, "apply/"), applying(work, **typed))

        assert answer.status_code == 422
        assert Closing.objects.count() == 0

    def test_who_looked_before_something_changed_keeps_their_text_and_can_send_it_again(
        self, work: Work, head: Client
    ) -> None:
        typed = applying(work)
        a_proof(work.cycle, b"one more", measures=[work.measure], actor=work.zhao)

        answer = head.post(address(work, "apply/"), typed)

        assert answer.status_code == 409
        assert "您看过以后，措施、佐证或数字有了变化" in text(answer)
        assert TRUE in answer.content.decode()
        assert applying(work)["seen"] in answer.content.decode()

    def test_somebody_of_another_unit_does_not_apply(self, work: Work, zhao: Client) -> None:
        other, _ = somebody(Role.UNIT_HEAD, "别人", "县财政局")

        assert other.post(address(work, "apply/"), applying(work)).status_code == 403
        assert zhao.post(address(work, "apply/"), applying(work)).status_code == 403


class TestTheRest:
    def test_the_list_says_how_far_each_application_is(self, work: Work, wang: Client) -> None:
        apply(work)

        page = text(wang.get(f"/cycles/{work.cycle}/closings/"))

        assert "1份申请" in page
        assert "▲牵头领导签字" in page

    def test_an_empty_list_says_the_next_step(self, work: Work, wang: Client) -> None:
        assert "没有这样的申请" in text(wang.get(f"/cycles/{work.cycle}/closings/"))

    def test_rates_are_strict_and_broad_with_their_denominator(self, work: Work, wang: Client) -> None:
        closed(work)

        page = text(wang.get(f"/cycles/{work.cycle}/closings/rates/"))

        assert "严格口径1/2" in page
        assert "“基本完成”哪边都不算" in page

    def test_a_unit_sees_neither_rates_nor_samples_nor_anybodys_signing(self, work: Work, zhao: Client) -> None:
        for rest in ("rates/", "samples/", "signing/", "meeting/"):
            assert zhao.get(f"/cycles/{work.cycle}/closings/{rest}").status_code == 403

    def test_a_reopening_keeps_everything_to_be_seen(self, work: Work, sun: Client) -> None:
        closed(work)
        typed = {"version": str(the_task(work).version), "cause": "relapse", "what": "河道又堵"}

        answer = sun.post(address(work, "reopen/"), typed, follow=True)

        page = text(answer)
        assert "任务已重新激活，原号和历史都在。" in page
        assert "第1份申请：完成" in page
        assert "问题反弹" in page

    def test_long_term_is_asked_for_with_stages_and_granted(self, work: Work, head: Client) -> None:
        typed = {
            "version": str(the_task(work).version),
            "why": "常年管护",
            "target-1": "复查一遍",
            "due-1": soon(),
        }
        assert "等待审批" in text(head.post(address(work, "long-term/"), typed, follow=True))
        leader, _ = somebody(Role.LEADER, "李建国")
        closing = Closing.objects.get()

        answer = leader.post(
            address(work, f"{closing.pk}/decide/"), {"version": closing.version, "decision": "grant"}, follow=True
        )

        assert "长期坚持" in text(answer)
        assert state(work) == "long_term"

    def test_half_a_stage_is_sent_back(self, work: Work, head: Client) -> None:
        typed = {
            "version": str(the_task(work).version),
            "why": "常年管护",
            "target-1": "复查一遍",
            "due-1": soon(),
            "target-2": "再复查",
        }

        answer = head.post(address(work, "long-term/"), typed)

        assert answer.status_code == 422
        assert "阶段目标和期限要写全。" in text(answer)

    def test_an_office_sets_its_own_chain(self, work: Work, wang: Client) -> None:
        place = f"/cycles/{work.cycle}/settings/closing/"
        page = wang.get(place).content.decode()
        values = dict(re.findall(r'<input type="number" name="(\w+)" value="(\d+)"', page))
        typed = {
            **values,
            "version": "0",
            "chain": ["unit", "leader", "first"],
            "asked": re.findall(r'name="asked" value="(\w+)"', page),
            "used": re.findall(r'name="used" value="(\w+)"', page),
        }

        assert "销号设置已保存" in text(wang.post(place, typed, follow=True))
        refused = wang.post(place, {**typed, "version": "1", "chain": ["leader"]})

        assert refused.status_code == 409
        assert "签字链要由单位自验开始" in text(refused)


def test_web_and_operation_refuse_in_the_same_words(work: Work, wang: Client, sun: Client) -> None:
    closing = apply(work)
    version = Closing.objects.get(pk=closing).version
    supervisor = find_actor(account_id=Account.objects.get(login="supervisor").pk, at=NOON)
    assert supervisor is not None
    tries = [
        (
            sun.post(address(work, f"{closing}/sign/"), {"digest": digest(closing)}),
            lambda: acts.sign_closing(closing_id=closing, digest=digest(closing), actor=supervisor, at=NOON),
        ),
        (
            sun.post(address(work, f"{closing}/return/"), {"version": str(version + 7), "why": "缺页"}),
            lambda: acts.return_closing(closing_id=closing, version=version + 7, why="缺页", actor=supervisor, at=NOON),
        ),
        (
            sun.post(address(work, "reopen/"), {"version": the_task(work).version, "cause": "other", "what": "又堵"}),
            lambda: acts.reopen_task(
                task_id=work.task,
                version=the_task(work).version,
                cause="other",
                what="又堵",
                actor=supervisor,
                at=NOON,
            ),
        ),
    ]

    for answer, act in tries:
        with pytest.raises(Refusal) as refused:
            act()
        assert answer.status_code == 409
        assert re.sub(r"\s+", "", str(refused.value)) in text(answer)
