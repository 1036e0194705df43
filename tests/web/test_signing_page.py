"""Signing one sheet after the other, with everything that speaks against it, and by the list of a meeting."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from browsed import somebody, text
from closing import (
    TRUE,
    a_ready_work,
    apply,
    digest,
    sign,
    signed_by_all_but_the_group,
    state,
    the_task,
)
from doubts import a_doubt
from drafts import TODAY
from exhibits import a_proof
from people import LI, NOON, SUN
from working import Work
from zhenggai.domain.roles import Role
from zhenggai.ledger.models import LedgerDoubt
from zhenggai.ledger.operations import closing as acts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("numbers_of_their_own")]


@pytest.fixture
def work() -> Work:
    return a_ready_work()


def address(work: Work, rest: str = "") -> str:
    return f"/cycles/{work.cycle}/tasks/{work.task}/closing/{rest}"


class TestSigning:
    @pytest.fixture
    def leader(self) -> Client:
        return somebody(Role.LEADER, "李建国")[0]

    def test_one_sheet_after_the_other_is_read_and_signed(self, work: Work, leader: Client) -> None:
        closing = apply(work)
        place = f"/cycles/{work.cycle}/closings/signing/"

        page = leader.get(place)
        for word in ("1份等您签。一份一份看，看完再签", "完成排查。", TRUE):
            assert word in text(page)
        sent = re.search(r'name="digest" value="(\w+)"', page.content.decode())
        assert sent is not None
        answer = leader.post(address(work, f"{closing}/sign/"), {"digest": sent[1]}, follow=True)

        assert "已签字。" in text(answer)
        assert "没有等您签的" in text(answer)

    def test_the_sheet_tells_what_speaks_against_signing(self, work: Work, leader: Client) -> None:
        first = apply(work)
        acts.return_closing(closing_id=first, version=1, why="签到表缺第 2 页", actor=SUN, at=NOON)
        piece = a_proof(work.cycle, b"one more", measures=[work.measure], actor=work.zhao)
        apply(work)
        standing = a_doubt(the_task(work), severity="warning", message="两处数字相差 3 户。")

        page = leader.get(f"/cycles/{work.cycle}/closings/signing/")

        assert "▲警告两处数字相差3户。▲未处置" in text(page)
        assert "第1次申请被退回孙立签到表缺第2页" in text(page)
        assert f'href="/cycles/{work.cycle}/doubts/{standing}/"' in page.content.decode()
        assert f'href="/cycles/{work.cycle}/evidence/{piece}/"' in page.content.decode()

    def test_a_sheet_with_nothing_against_it_says_nothing_of_doubts(self, work: Work, leader: Client) -> None:
        apply(work)
        LedgerDoubt.objects.filter(pk=a_doubt(the_task(work), severity="warning")).update(state="gone", gone_at=NOON)

        page = leader.get(f"/cycles/{work.cycle}/closings/signing/").content.decode()

        assert "sheet-doubts" not in page
        assert "sheet-back" not in page

    def test_a_meeting_sees_how_many_doubts_stand(self, work: Work) -> None:
        signed_by_all_but_the_group(work)
        a_doubt(the_task(work), severity="warning")
        zhou, _ = somebody(Role.GROUP_HEAD, "周建平")

        assert "▲1处疑点还立着" in text(zhou.get(f"/cycles/{work.cycle}/closings/meeting/"))

    def test_no_page_signs_several_at_once(self, work: Work, leader: Client) -> None:
        apply(work)

        page = leader.get(f"/cycles/{work.cycle}/closings/signing/").content.decode()

        assert page.count('name="digest"') == 1
        assert "checkbox" not in page

    def test_what_changed_since_it_was_read_is_not_signed(self, work: Work, leader: Client) -> None:
        closing = apply(work)
        old = digest(closing)
        a_proof(work.cycle, b"one more", measures=[work.measure], actor=work.zhao)

        answer = leader.post(address(work, f"{closing}/sign/"), {"digest": old})

        assert answer.status_code == 409
        assert "签字要重新来过" in text(answer)

    def test_a_lapsed_signature_is_shown_as_one(self, work: Work, wang: Client) -> None:
        closing = apply(work)
        sign(closing, LI)
        a_proof(work.cycle, b"one more", measures=[work.measure], actor=work.zhao)

        page = text(wang.get(address(work)))

        assert page.count("已失效") == 2
        assert "签后内容有改动" in page

    def test_a_meeting_decides_by_list(self, work: Work) -> None:
        closing = signed_by_all_but_the_group(work)
        zhou, _ = somebody(Role.GROUP_HEAD, "周建平")
        place = f"/cycles/{work.cycle}/closings/meeting/"
        assert f'value="{closing}"' in zhou.get(place).content.decode()

        typed = {
            "closing": str(closing),
            f"digest-{closing}": digest(closing),
            "meeting": "领导小组第4次会议",
            "held_on": TODAY.isoformat(),
        }
        zhou.post(place + "decide/", typed)

        assert state(work) == "done"

    def test_a_list_without_a_meeting_closes_nothing(self, work: Work) -> None:
        closing = signed_by_all_but_the_group(work)
        zhou, _ = somebody(Role.GROUP_HEAD, "周建平")
        typed = {"closing": str(closing), f"digest-{closing}": digest(closing), "held_on": "2026-03-02"}

        answer = zhou.post(f"/cycles/{work.cycle}/closings/meeting/decide/", typed)

        assert answer.status_code == 409
        assert "请写明会议名称" in text(answer)
        assert state(work) == "closing"
